import { expect, it } from "vitest";
import { z } from "zod";
import { contractJson } from "../../src/contract/contract-json.js";
import { create, custom, entity } from "../../src/schema/index.js";
import { introspected } from "../introspect/introspected.js";

interface ContractFile {
  readonly version: number;
  readonly fingerprint: string;
  readonly entities: readonly {
    readonly type: string;
    readonly fields: string[];
    readonly legacy: object;
    readonly node: unknown;
  }[];
  readonly operations: readonly { readonly name: string; readonly args: unknown; readonly effect: unknown }[];
  readonly definitions: object;
}

const tree = z.object({
  get children() {
    return z.array(tree);
  },
});

it("holds every entity and declared operation whole, whatever they are called", () => {
  const names = ['quo"te', "line\nbreak", "\u2028", "*/", "${x}", "</script>", "名前", "constructor"];
  const { contract } = introspected(
    Object.fromEntries(
      names.map((name) => [name, entity({ [name]: z.string().default(name), tree: tree.optional() })]),
    ),
    {
      ...Object.fromEntries(names.map((name) => [name, create(name, { args: [name] })])),
      other: custom({ args: { tree }, touches: ["constructor"] }),
    },
  );
  const file = JSON.parse(contractJson(contract)) as ContractFile;
  expect(file.version).toBe(1);
  expect(file.fingerprint).toBe(contract.fingerprint);
  expect(file.entities).toEqual(
    contract.entities.map(({ fields, ...each }) => ({
      ...each,
      fields: fields.map(({ name }) => name),
      legacy: { upsert: `upsert${each.type}`, delete: `delete${each.type}` },
    })),
  );
  expect(file.entities.map(({ type }) => type)).toEqual(names);
  const declared = contract.operations.filter(({ origin }) => origin === "declared");
  expect(file.operations).toEqual(declared.map(({ origin: _, ...operation }) => operation));
  expect(file.operations.map(({ name }) => name)).toEqual([...names, "other"]);
  expect(file.definitions).toEqual(contract.definitions);
});

it("can be empty", () => {
  expect(JSON.parse(contractJson(introspected({}).contract))).toMatchObject({
    entities: [],
    operations: [],
    definitions: {},
  });
});
