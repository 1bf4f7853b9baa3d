import { join } from "node:path";
import { Parser, type Diagnostic } from "@asyncapi/parser";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { exportContract } from "../../src/generator/export/export-contract.js";
import { loadContract } from "../../src/generator/pipeline.js";

const examples = ["todo", "code-review", "kitchen-sink"];

async function exported(example: string, format: Parameters<typeof exportContract>[1]): Promise<string> {
  const path = join(import.meta.dirname, "../../examples", example, "schema.ts");
  const { contract } = await loadContract(path);
  return exportContract(contract, format, example);
}

describe.each(examples)("%s", (example) => {
  it("is an OpenAPI 3.1 document that the linter accepts", async () => {
    const source = await exported(example, "openapi");
    const config = await createConfig({ extends: ["recommended-strict"] });
    const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
    expect((JSON.parse(source) as { openapi: string }).openapi).toBe("3.1.0");
  });

  it("is an AsyncAPI 3 document that the parser accepts", async () => {
    const source = await exported(example, "asyncapi");
    const { document, diagnostics } = await new Parser().parse(source);
    const isGrave = ({ severity }: Diagnostic) => severity <= 1;
    expect(
      diagnostics.filter(isGrave).map(({ code, message, path }) => [code, message, path.join("/")]),
    ).toEqual([]);
    expect(document?.version()).toBe("3.0.0");
    expect(document?.operations().all()).toHaveLength(3);
  });

  it("is a JSON Schema that validators compile, strictly", async () => {
    const source = await exported(example, "json-schema");
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictTuples: false,
      validateFormats: false,
    });
    ajv.addKeyword("x-kalphite");
    expect(() => ajv.compile(JSON.parse(source) as object)).not.toThrow();
  });

  it("is a page that has every operation and every entity", async () => {
    const page = await exported(example, "markdown");
    const { contract } = await loadContract(
      join(import.meta.dirname, "../../examples", example, "schema.ts"),
    );
    const headings = page.split("\n").filter((line) => line.startsWith("### "));
    const declared = contract.operations.filter(({ origin }) => origin === "declared");
    expect(headings).toHaveLength(declared.length + contract.entities.length);
    // Nothing that a user wrote becomes markup.
    expect(page).not.toMatch(/(^|[^\\`])<script/);
  });
});

it("an exported JSON Schema takes an entity and refuses what is none", async () => {
  const schema = JSON.parse(await exported("todo", "json-schema")) as object & {
    readonly "x-kalphite": { readonly operations: { readonly [name: string]: string } };
  };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const check = ajv.compile(schema);
  const todo = { id: "t1", type: "todo", data: { title: "Milk" }, updatedAt: 1, createdAt: 1 };
  expect(check(todo)).toBe(true);
  expect(check({ ...todo, data: { title: "" } })).toBe(false);
  expect(check({ ...todo, type: "other" })).toBe(false);
  const addTodo = ajv.compile({
    $ref: `${(schema as { $id?: string }).$id}${schema["x-kalphite"].operations["addTodo"]}`,
  });
  expect(addTodo(["t1", "Milk"])).toBe(true);
  expect(addTodo(["t1", "Milk", null])).toBe(false);
  expect(addTodo(["t1"])).toBe(false);
});
