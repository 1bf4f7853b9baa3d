import fc from "fast-check";
import { expect, test } from "vitest";
import { compareContracts } from "../../src/contract/compat/compare-contracts.js";
import type { ArgumentModel, Contract, OperationModel } from "../../src/contract/contract.js";
import { optionalityIn, type Definitions } from "../../src/contract/optionality.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { schemaCases, type SchemaCase } from "../validators/support/arbitrary-schema.js";
import { compileNodes } from "../validators/support/compile-validators.js";
import { comparable, mutantOf } from "./support/mutations.js";

/** `KALPHITE_SEED=n` looks at other contracts, mutations and values than the usual ones. */
const seed = Number(process.env["KALPHITE_SEED"] ?? 8);
const contractCount = 250;
const mutantsEach = 4;
const listsEach = 30;

interface Argument {
  readonly name: string;
  readonly node: TypeNode;
}

/** What may become of a list of arguments between two contracts. */
type Change = (args: readonly Argument[], pick: number, other: Argument) => readonly Argument[];

const changes: readonly Change[] = [
  (args) => args,
  (args, pick) => args.filter((_, index) => index !== pick % args.length),
  (args, pick, other) => args.toSpliced(pick % (args.length + 1), 0, other),
  (args, _, other) => [...args, { ...other, node: { kind: "optional", inner: other.node } }],
  (args, _, other) => [...args, other],
  (args) => args.toReversed(),
  (args, pick) =>
    args.map((arg, index) => (index === pick % args.length ? { ...arg, name: "renamed" } : arg)),
  (args, pick, other) =>
    args.map((arg, index) => (index === pick % args.length ? { ...arg, node: other.node } : arg)),
];

function contractOf(args: readonly Argument[], definitions: Definitions): Contract {
  const models = args.map(({ name, node }): ArgumentModel => ({
    name,
    node,
    optional: optionalityIn(node, definitions) !== undefined,
  }));
  const operation: OperationModel = {
    name: "run",
    origin: "declared",
    entity: "e",
    touches: ["e"],
    args: models,
    effect: { kind: "custom" },
  };
  return { version: 1, fingerprint: "", entities: [], operations: [operation], definitions };
}

test("where clients do not break, every argument list that was valid is valid", async () => {
  const cases = fc.sample(fc.array(schemaCases, { minLength: 1, maxLength: 3 }), {
    numRuns: contractCount,
    seed,
  });
  const introspection = createZodIntrospection();
  const nodeOf = ({ schema }: SchemaCase, ...path: number[]) =>
    comparable(introspectZod(schema, ["schemas", ...path], introspection));
  const before = cases.map((list, index) =>
    list.map((each, place): Argument => ({ name: "abc"[place]!, node: nodeOf(each, index, place) })),
  );
  const definitions = Object.fromEntries(
    [...introspection.definitions].map(([name, node]) => [name, comparable(node)] as const),
  );
  const after = before.flatMap((args, index) => {
    const other: Argument = { name: "other", node: before[(index + 1) % before.length]![0]!.node };
    const change = fc.tuple(fc.nat(changes.length - 1), fc.nat(3), fc.nat(1));
    return fc.sample(change, { numRuns: mutantsEach, seed: seed + index }).map(([which, pick, alsoTypes]) => {
      const changed = changes[which]!(args, pick, other);
      if (alsoTypes === 0) return changed;
      return changed.map((arg, place) =>
        place === pick % changed.length
          ? {
              ...arg,
              node: fc.sample(mutantOf(arg.node, other.node), { numRuns: 1, seed: seed + index })[0]!,
            }
          : arg,
      );
    });
  });
  const tuple = (args: readonly Argument[]): TypeNode => ({
    kind: "tuple",
    items: args.map(({ node }) => node),
  });
  const old = await compileNodes(before.map(tuple), definitions);
  const now = await compileNodes(after.map(tuple), definitions);
  const failures: string[] = [];
  const counts = { sound: 0, changed: 0, breaking: 0, refuted: 0, lists: 0 };
  cases.forEach((list, index) => {
    const lists = fc.sample(fc.tuple(...list.map(({ values }) => values)), {
      numRuns: listsEach,
      seed: seed + index,
    });
    const sent = lists.flatMap((args) => {
      const parsed = old[index]!.parse(args);
      if (!parsed.ok) return [];
      const carried: unknown = JSON.parse(JSON.stringify(parsed.value));
      return old[index]!.is(carried) ? [carried] : [];
    });
    for (let each = 0; each < mutantsEach; each++) {
      const place = index * mutantsEach + each;
      const findings = compareContracts(
        contractOf(before[index]!, definitions),
        contractOf(after[place]!, definitions),
        { now: 0, deprecationDays: 0 },
      );
      const refused = sent.find((args) => !now[place]!.is(args));
      counts.lists += sent.length;
      if (findings.some(({ breaks }) => breaks.includes("clients"))) {
        counts.breaking++;
        if (refused !== undefined) counts.refuted++;
        continue;
      }
      counts.sound++;
      if (findings.length > 0) counts.changed++;
      if (refused !== undefined)
        failures.push(
          `${JSON.stringify(refused)}\n  was valid for ${JSON.stringify(before[index])}\n  is not for    ${JSON.stringify(after[place])}`,
        );
    }
  });
  expect(failures.slice(0, 3)).toEqual([]);
  expect(failures).toHaveLength(0);
  expect(counts.changed).toBeGreaterThan(contractCount / 10);
  expect(counts.refuted).toBeGreaterThan(counts.breaking / 3);
  expect(counts.lists).toBeGreaterThan(5_000);
});
