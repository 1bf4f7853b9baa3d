import { isIdentifierName } from "../code/index.js";

/** What a generated function refers to, besides what its file declares: a local must not hide it. */
const outer = new Set(
  (
    "Array Boolean Infinity JSON Number Object RegExp Set String URL undefined arguments await break case catch class const " +
    "continue debugger default delete do else enum eval export extends false finally for function if implements " +
    "import in instanceof interface let new null package private protected public return static super switch this " +
    "throw true try typeof var void while with yield copy schema NaN globalThis " +
    "copyArray copyElements copyTuple isTuple codePoints toNumber toText isBase64 isBase64Url isCidrv6 isCreditCard isIban isIpv6 " +
    "isJwt matches isBoth mergeValues isMultipleOf copyRest isObject missing wrongKeys copyRecord isKey isRecord " +
    "recordKeys wrongKey wrongRecordKeys guardedValidator copyClosest within wrongOption wrongUnion isJustOne urlText readUrl validator wrongArray wrongLength " +
    "wrongNumber wrongText wrongTemplate wrongInteger wrongTextChecks wrongNumberChecks wrongArrayChecks wrongLengthChecks wrongType wrongValue zodCheck zodNode zodValue"
  ).split(" "),
);

/**
 * Whether the name is no identifier, or may stand for something else: an import (which may have been given a number), or
 * what the validators declare in their file.
 */
export function isReservedLocal(name: string): boolean {
  return (
    !isIdentifierName(name) ||
    outer.has(name) ||
    outer.has(name.replace(/\d+$/, "")) ||
    /^(check|copy)[A-Z]/.test(name) ||
    /(Keys|Pattern|Side|UrlOptions|Values|Zod)\d*$/.test(name)
  );
}

/** The letters and digits of a name, in camel case. */
export function toWords(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words
    .map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1)))
    .join("");
  return /^\d/.test(joined) ? `item${joined}` : joined;
}
