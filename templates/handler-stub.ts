import { type Code, code, comment, importedType, join, literal } from "./code/index.js";
import { entityFile } from "./modules.js";
import type { EntityView, OperationView } from "./views.js";

/** The stub of a custom operation's mutator: compiles, and says on the first use that it has yet to be written. */
export function handlerStubBody(operation: OperationView, entity: EntityView): Code {
  const type = importedType(operation.names.mutator, { file: entityFile(entity) });
  const names = operation.args.map((arg) => code`${arg.local}`);
  const message = `The mutator of ${operation.name} has yet to be written.`;
  return code`${comment(operation)}export const ${operation.names.apply}: ${type} = (_tx, _input, context) => {
  ${names.length > 0 && code`// _input: { ${join(names, ", ")} }\n`}context.reject("unfinished", ${literal(message)});
};`;
}
