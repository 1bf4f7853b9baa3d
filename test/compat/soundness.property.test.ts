import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTypes } from "../../src/contract/compat/compare-types.js";
import type { Definitions } from "../../src/contract/optionality.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { schemaCases } from "../validators/support/arbitrary-schema.js";
import { compileNodes } from "../validators/support/compile-validators.js";
import { mutantOf, comparable } from "./support/mutations.js";

/** `KALPHITE_SEED=n` looks at other schemas, mutations and values than the usual ones. */
const seed = Number(process.env["KALPHITE_SEED"] ?? 5);
const schemaCount = 300;
const mutantsEach = 5;
const valuesEach = 40;

test("what does not narrow takes every value that was valid before", async () => {
  const cases = fc.sample(schemaCases, { numRuns: schemaCount, seed });
  const introspection = createZodIntrospection();
  const nodes = cases.map(({ schema }, index) =>
    comparable(introspectZod(schema, ["schemas", index], introspection)),
  );
  const definitions = Object.fromEntries(
    [...introspection.definitions].map(([name, node]) => [name, comparable(node)] as const),
  );
  const mutants = nodes.flatMap((node, index) =>
    fc.sample(mutantOf(node, nodes[(index + 1) % nodes.length]!), {
      numRuns: mutantsEach,
      seed: seed + index,
    }),
  );
  const before = await compileNodes(nodes, definitions);
  const after = await compileNodes(mutants, definitions);
  const failures: string[] = [];
  const counts = { sound: 0, soundAndChanged: 0, narrowing: 0, refuted: 0, values: 0 };
  cases.forEach(({ values }, index) => {
    const samples = fc.sample(values, { numRuns: valuesEach, seed: seed + index });
    // What a client sends is what its validator yields, as JSON carries it.
    const sent = samples.flatMap((value) => {
      const parsed = before[index]!.parse(value);
      if (!parsed.ok || parsed.value === undefined) return [];
      const carried: unknown = JSON.parse(JSON.stringify(parsed.value));
      return before[index]!.is(carried) ? [carried] : [];
    });
    for (let each = 0; each < mutantsEach; each++) {
      const mutant = mutants[index * mutantsEach + each]!;
      const differences = compareTypes({ node: nodes[index]!, definitions }, { node: mutant, definitions });
      const refused = sent.find((value) => !after[index * mutantsEach + each]!.is(value));
      counts.values += sent.length;
      if (differences.some(({ narrows }) => narrows)) {
        counts.narrowing++;
        if (refused !== undefined) counts.refuted++;
        continue;
      }
      counts.sound++;
      if (differences.length > 0) counts.soundAndChanged++;
      if (refused !== undefined) failures.push(describe(nodes[index]!, mutant, refused, definitions));
    }
  });
  expect(failures.slice(0, 3)).toEqual([]);
  expect(failures).toHaveLength(0);
  // The verdicts say something: neither is everything refused, nor everything let pass.
  expect(counts.soundAndChanged).toBeGreaterThan(schemaCount / 2);
  expect(counts.refuted).toBeGreaterThan(counts.narrowing / 3);
  expect(counts.values).toBeGreaterThan(10_000);
});

function describe(before: TypeNode, after: TypeNode, value: unknown, definitions: Definitions): string {
  return `${JSON.stringify(value)}\n  was valid for ${JSON.stringify(before)}\n  is not for    ${JSON.stringify(after)}\n  where         ${JSON.stringify(definitions)}`;
}
