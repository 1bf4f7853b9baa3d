import type { Program } from "oxc-parser";

/** The type that a top-level variable is annotated with, or satisfies: its text, with import aliases undone. */
export function handlerTypeOf(
  program: Program,
  text: string,
  name: string,
  aliases: ReadonlyMap<string, string>,
): string | undefined {
  for (const statement of program.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || id.name !== name) continue;
      const type =
        id.typeAnnotation?.typeAnnotation ??
        (init?.type === "TSSatisfiesExpression" ? init.typeAnnotation : undefined);
      return type === undefined ? undefined : withoutAlias(text.slice(type.start, type.end), aliases);
    }
  }
  return undefined;
}

function withoutAlias(type: string, aliases: ReadonlyMap<string, string>): string {
  return type.replace(/^[\w$]+/, (head) => aliases.get(head) ?? head);
}
