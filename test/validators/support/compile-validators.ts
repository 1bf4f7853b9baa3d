import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join as joinPath } from "node:path";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Finding } from "../../../src/contract/finding.js";
import type { Definitions } from "../../../src/contract/optionality.js";
import type { TypeNode } from "../../../src/contract/type-node.js";
import { createZodIntrospection } from "../../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../../src/generator/introspect/zod/introspect-zod.js";
import type { Validator } from "../../../src/validation/index.js";
import { identifier, importedDefault, join, printFile } from "../../../templates/code/index.js";
import { code } from "../../../templates/code/index.js";
import { renderDefinitions, renderValidator, ValidatorScope } from "../../../templates/validators/index.js";

export interface CompiledValidators {
  readonly validators: readonly Validator<unknown, unknown>[];
  /** The TypeScript that was generated. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** What a schema's default export is in these tests; the generated module imports it from a file of this name. */
const schemaKey = "__kalphiteValidatorTestSchemas";

/** Generates validators for zod schemas, all in one module, and imports it. */
export async function compileValidators(schemas: readonly unknown[]): Promise<CompiledValidators> {
  const { text, findings } = generateValidators(schemas);
  Reflect.set(globalThis, schemaKey, { schemas });
  return { validators: await importValidators(text, schemas.length), text, findings };
}

/** The same for nodes of the contract, without code of zod's. */
export function compileNodes(
  nodes: readonly TypeNode[],
  definitions: Definitions,
): Promise<readonly Validator<unknown, unknown>[]> {
  return importValidators(printValidators(nodes, definitions), nodes.length);
}

async function importValidators(
  text: string,
  count: number,
): Promise<readonly Validator<unknown, unknown>[]> {
  const folder = mkdtempSync(joinPath(tmpdir(), "kalphite-validators-"));
  try {
    writeFileSync(joinPath(folder, "validators.ts"), text);
    writeFileSync(joinPath(folder, "schema.js"), `export default globalThis.${schemaKey};`);
    const bundle = await build({
      entryPoints: [joinPath(folder, "validators.ts")],
      outfile: joinPath(folder, "validators.mjs"),
      bundle: true,
      format: "esm",
      logLevel: "silent",
      alias: {
        "kalphite-gen/validation": new URL("../../../src/validation/index.ts", import.meta.url).pathname,
      },
    });
    if (bundle.errors.length > 0) throw new Error(bundle.errors[0]!.text);
    const module = (await import(
      /* @vite-ignore */ pathToFileURL(joinPath(folder, "validators.mjs")).href
    )) as {
      readonly [name: string]: Validator<unknown, unknown>;
    };
    return Array.from({ length: count }, (_, index) => module[`schema${index}`]!);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function generateValidators(schemas: readonly unknown[]): {
  text: string;
  findings: readonly Finding[];
} {
  const introspection = createZodIntrospection();
  const nodes = schemas.map((schema, index) => introspectZod(schema, ["schemas", index], introspection));
  const definitions = Object.fromEntries(introspection.definitions);
  return { text: printValidators(nodes, definitions), findings: introspection.findings };
}

function printValidators(nodes: readonly TypeNode[], definitions: Definitions): string {
  const scope = new ValidatorScope({
    definitions,
    definitionFunctions: (name) => ({ check: identifier(`check${name}`), copy: identifier(`copy${name}`) }),
    schema: importedDefault("schema", { file: "schema.js" }),
    declared: [
      ...nodes.map((_, index) => `schema${index}`),
      ...Object.keys(definitions).flatMap((name) => [`check${name}`, `copy${name}`]),
    ],
  });
  const body = join(
    [
      renderDefinitions(
        Object.entries(definitions).map(([name, node]) => ({
          name,
          node,
          check: identifier(`check${name}`),
          copy: identifier(`copy${name}`),
        })),
        scope,
      ),
      ...nodes.map((node, index) =>
        renderValidator(
          { name: identifier(`schema${index}`), node, output: code`unknown`, input: code`unknown` },
          scope,
        ),
      ),
    ],
    "\n\n",
  );
  return printFile({
    path: "validators.ts",
    header: "// Generated for a test.",
    body,
    declared: scope.declared,
    importExtension: ".js",
  });
}

/** The schema as the generator sees it, for messages. */
export function describeSchema(schema: unknown): string {
  const introspection = createZodIntrospection();
  const node = introspectZod(schema, [], introspection);
  return JSON.stringify([node, ...introspection.definitions]);
}
