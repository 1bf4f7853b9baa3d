import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as validation from "../../src/validation/index.js";
import { code, identifier, importedDefault, printFile } from "../../templates/code/index.js";
import { isReservedLocal } from "../../templates/validators/local-names.js";
import { renderValidator, ValidatorScope } from "../../templates/validators/index.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { disagreement } from "./support/agreement.js";
import { schemaCases } from "./support/arbitrary-schema.js";
import { compileValidators, generateValidators } from "./support/compile-validators.js";

describe("generated validators", () => {
  test("say what is checked", async () => {
    const scope = new ValidatorScope({
      definitions: {},
      definitionFunctions: () => ({ check: identifier("check"), copy: identifier("copy") }),
      schema: importedDefault("schema", { file: "schema.ts" }),
      declared: ["addTodo"],
    });
    const schema = z.tuple([z.string(), z.string().min(1).max(200), z.string().optional()]);
    const body = renderValidator(
      {
        name: identifier("addTodo"),
        node: introspectZod(schema, [], createZodIntrospection()),
        itemNames: ["id", "title", "projectId"],
        output: code`AddTodoArgs`,
        input: code`AddTodoArgs`,
      },
      scope,
    );
    const text = printFile({
      path: "a.ts",
      header: "//",
      body,
      declared: scope.declared,
      importExtension: "",
    });
    const pretty = await format(text.slice(text.indexOf("function")), {
      parser: "typescript",
      printWidth: 110,
    });
    expect(pretty).toBe(`function checkAddTodo(value: unknown, trail?: Trail): boolean {
  if (!isTuple(value, 2, 3, trail)) return false;
  const { 0: id, 1: title, 2: projectId } = value;
  if (typeof id !== "string" && wrongType(trail, [0], id, "a string")) return false;
  if (
    (typeof title !== "string" || title.length < 1 || (title.length > 200 && codePoints(title) > 200)) &&
    wrongText(trail, [1], title, 1, 200)
  )
    return false;
  if (
    projectId !== undefined &&
    typeof projectId !== "string" &&
    wrongType(trail, [2], projectId, "a string")
  )
    return false;
  return true;
}

export const addTodo: Validator<AddTodoArgs> = /* @__PURE__ */ validator(checkAddTodo, copyArray);
`);
  });

  test("keep their locals apart from what they import", () => {
    const hidden = Object.keys(validation).filter((name) => /^[a-z]/.test(name) && !isReservedLocal(name));
    expect(hidden).toEqual([]);
  });

  test("work with hostile property names", async () => {
    const names = [
      ..."value trail copy schema validator isObject isObject2 checkSchema0 schema0Keys Array undefined constructor class".split(
        " ",
      ),
      ..."await valueOf toString arguments eval name item index first-name 1 ünï 💥 a.b".split(" "),
      "*/ alert(1) /*",
      "`${x}`",
      '"\\\n',
      "</script>",
    ];
    const schema = z.strictObject(
      Object.fromEntries(names.map((name) => [name, z.object({ [name]: z.int() })])),
    );
    const { validators } = await compileValidators([schema]);
    const value = Object.fromEntries(names.map((name) => [name, { [name]: 1 }]));
    expect(disagreement(schema, validators[0]!, value)).toBeUndefined();
    expect(validators[0]!.is(value)).toBe(true);
    for (const name of names) {
      expect(validators[0]!.issues({ ...value, [name]: { [name]: "x" } })).toMatchObject([
        { path: [name, name] },
      ]);
    }
  });

  test("satisfy TypeScript's strictest settings", () => {
    const schemas = fc.sample(schemaCases, { numRuns: 120, seed: 2 }).map((found) => found.schema);
    const folder = mkdtempSync(join(import.meta.dirname, ".generated-"));
    try {
      writeFileSync(join(folder, "validators.ts"), generateValidators(schemas).text);
      writeFileSync(join(folder, "schema.ts"), "const schema: unknown = {};\nexport default schema;\n");
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      const strict =
        "strict exactOptionalPropertyTypes noUncheckedIndexedAccess noPropertyAccessFromIndexSignature isolatedDeclarations declaration verbatimModuleSyntax erasableSyntaxOnly noUnusedLocals noUnusedParameters noImplicitReturns noFallthroughCasesInSwitch noEmit";
      const compilerOptions = {
        ...Object.fromEntries(strict.split(" ").map((name) => [name, true])),
        target: "es2022",
        module: "nodenext",
        lib: ["es2022", "dom"],
        types: [],
        paths: { "kalphite-gen/validation": ["../../../src/validation/index.ts"] },
      };
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions, files: ["validators.ts"] }),
      );
      const compiler = join(
        dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
        "bin",
        "tsc",
      );
      execFileSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
