/** Words that cannot name a variable or a function in a module. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    "arguments as async await break case catch class const continue debugger declare default delete do else enum eval export " +
    "extends false finally for from function get if implements import in instanceof interface let new null of package " +
    "private protected public return set static super switch this throw true try type typeof undefined using var void " +
    "while with yield NaN Infinity globalThis"
  ).split(" "),
);
