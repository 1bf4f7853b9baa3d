import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { childNodes } from "../../src/contract/child-nodes.js";
import type { Definitions } from "../../src/contract/optionality.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { nodeSchema } from "../../src/contract/json-schema/node-schema.js";
import { knownDifferences, type KnownDifferenceId } from "../../src/contract/json-schema/known-difference.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { schemaCases } from "../validators/support/arbitrary-schema.js";
import { compileValidators, describeSchema } from "../validators/support/compile-validators.js";
import { nearly } from "../validators/support/nearly.js";

/** `KALPHITE_SEED=n` looks at other schemas and values than the usual ones. */
const seed = Number(process.env["KALPHITE_SEED"] ?? 6);
const schemaCount = 400;
const valuesPerSchema = 40;

it("a JSON Schema takes what the validator takes, but for the differences that are listed", async () => {
  const cases = fc.sample(schemaCases, { numRuns: schemaCount, seed });
  const { validators } = await compileValidators(cases.map(({ schema }) => schema));
  const introspection = createZodIntrospection();
  const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: true });
  const failures: string[] = [];
  const counts = { compared: 0, accepted: 0, exact: 0 };
  const met = new Set<KnownDifferenceId>();
  const nodes = cases.map(({ schema }, index) => introspectZod(schema, ["schemas", index], introspection));
  const definitions = Object.fromEntries(introspection.definitions);
  cases.forEach(({ schema, values }, index) => {
    const differences = new Set<KnownDifferenceId>();
    const context = {
      definitions,
      referenceTo: (name: string) => `#/$defs/${name}`,
      differ: (id: KnownDifferenceId) => void differences.add(id),
    };
    const root = nodeSchema(nodes[index]!, context);
    const $defs = Object.fromEntries(
      [...referencesOf(nodes[index]!, definitions)].map((name) => [
        name,
        nodeSchema(definitions[name]!, context),
      ]),
    );
    for (const id of differences) met.add(id);
    const directions = new Set(
      knownDifferences.filter(({ id }) => differences.has(id)).map(({ direction }) => direction),
    );
    const mayBeWider = directions.has("wider") || directions.has("both");
    const mayBeNarrower = directions.has("narrower") || directions.has("both");
    if (directions.size === 0) counts.exact++;
    const check = ajv.compile({ allOf: [root], $defs });
    for (const value of fc.sample(fc.oneof(values, nearly(values)), {
      numRuns: valuesPerSchema,
      seed: seed + index,
    })) {
      const carried = asJson(value);
      if (carried === undefined) continue;
      const isValid = validators[index]!.is(carried.value);
      const isTaken = check(carried.value);
      if (JSON.stringify(carried.value).includes('"__proto__"')) {
        if (isValid !== isTaken) met.add("proto-key");
        continue;
      }
      counts.compared++;
      if (isValid) counts.accepted++;
      if (isValid === isTaken || (isTaken ? mayBeWider : mayBeNarrower)) continue;
      failures.push(
        `${JSON.stringify(carried.value)} is ${isValid ? "valid" : "not valid"}, and ${isTaken ? "taken" : "refused"} by ${JSON.stringify(root)}\n${describeSchema(schema).slice(0, 800)}`,
      );
    }
  });
  expect(failures.slice(0, 4)).toEqual([]);
  expect(counts.exact).toBeGreaterThan(schemaCount / 5);
  expect(counts.compared).toBeGreaterThan(5_000);
  expect(counts.accepted).toBeGreaterThan(counts.compared / 5);
  expect(counts.accepted).toBeLessThan((counts.compared * 4) / 5);
  expect([...met].sort()).toEqual(knownDifferences.map(({ id }) => id).toSorted());
});

/** The definitions that a node leads to. */
function referencesOf(node: TypeNode, definitions: Definitions, found = new Set<string>()): Set<string> {
  if (node.kind === "ref" && !found.has(node.name)) {
    found.add(node.name);
    referencesOf(definitions[node.name]!, definitions, found);
  }
  for (const child of childNodes(node)) referencesOf(child, definitions, found);
  return found;
}

/** The value as JSON carries it; undefined where JSON has none of it. */
function asJson(value: unknown): { readonly value: unknown } | undefined {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? undefined : { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
