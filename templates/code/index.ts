export { Code, code, isSameCode, join, nothing, plainText, type CodeValue, type Identifier } from "./code.js";
export { comment, remark } from "./comment.js";
export {
  imported,
  importedDefault,
  importedType,
  specifier,
  type ImportedSymbol,
  type ModuleReference,
} from "./imported-symbol.js";
export {
  identifier,
  isIdentifierName,
  key,
  literal,
  literalKey,
  member,
  regularExpression,
} from "./literal.js";
export { reservedWords } from "./reserved-words.js";
export { moduleSpecifier, printFile, printFragment, type FileToPrint } from "./print-file.js";
