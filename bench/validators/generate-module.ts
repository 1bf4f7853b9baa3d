import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { code, identifier, importedDefault, join, printFile } from "../../templates/code/index.js";
import { renderValidator, ValidatorScope } from "../../templates/validators/index.js";

export interface ModuleItem {
  readonly name: string;
  readonly schema: unknown;
  readonly itemNames?: readonly string[];
}

/** The text of a file of validators, as the generator writes it. */
export function generateModule(items: readonly ModuleItem[]): string {
  const introspection = createZodIntrospection();
  const scope = new ValidatorScope({
    definitions: {},
    definitionFunctions: (name) => {
      throw new TypeError(`No definition ${name} is expected here`);
    },
    schema: importedDefault("schema", { file: "schema.ts" }),
    declared: items.map(({ name }) => name),
  });
  const validators = items.map(({ name, schema, itemNames }) =>
    renderValidator(
      {
        name: identifier(name),
        node: introspectZod(schema, [name], introspection),
        output: code`unknown`,
        input: code`unknown`,
        ...(itemNames && { itemNames }),
      },
      scope,
    ),
  );
  return printFile({
    path: "validators.gen.ts",
    header: "// Generated for a benchmark.",
    body: join(validators, "\n\n"),
    declared: scope.declared,
    importExtension: ".js",
  });
}
