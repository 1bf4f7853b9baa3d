import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childNodes } from "../../src/contract/child-nodes.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { decodeArguments, type RuntimeContract } from "../../src/protocol/index.js";
import { createArbitraries } from "../../src/testing/fast-check/index.js";
import { createSamples, NoSampleError } from "../../src/testing/index.js";
import { changedInOnePlace } from "../../src/testing/samples/invalid-value.js";
import { Random } from "../../src/testing/samples/random.js";
import { sampleValue } from "../../src/testing/samples/sample-value.js";
import { textVerdict } from "../../src/testing/samples/text-verdict.js";
import { verdictOf } from "../../src/testing/samples/verdict.js";
import { exampleFolder, exampleNames, type ExampleName } from "../examples/support/example-projects.js";
import { schemaCases } from "../validators/support/arbitrary-schema.js";
import { compileValidators, describeSchema } from "../validators/support/compile-validators.js";

/** `KALPHITE_SEED=n` looks at other samples than the usual ones. */
const seed = Number(process.env["KALPHITE_SEED"] ?? 3);

function contractJson(example: ExampleName): unknown {
  return JSON.parse(readFileSync(join(exampleFolder(example), "generated/contract.json"), "utf8"));
}

async function runtimeContract(example: ExampleName): Promise<RuntimeContract> {
  const path = join(exampleFolder(example), "generated/contract.gen.ts");
  return ((await import(path)) as { readonly contract: RuntimeContract }).contract;
}

const entityIn = (args: unknown) => (args as readonly [unknown, { id?: unknown; type?: unknown } | null])[1];
const idTypeOf = (args: unknown) => String(entityIn(args)?.type);
const idsOf = (args: unknown) => (args as readonly unknown[])[0] !== entityIn(args)?.id;

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe.each(exampleNames)("%s", (example) => {
  it("gives valid samples that the compiled validators take, and invalid ones that they refuse", async () => {
    const runtime = await runtimeContract(example);
    const contract = contractJson(example);
    const wrong: string[] = [];
    const missing = new Set<string>();
    const look = (what: string, make: () => unknown, is: (value: unknown) => boolean, expected: boolean) => {
      try {
        const value = throughJson(make());
        if (is(value) !== expected)
          wrong.push(`${what} ${expected ? "valid" : "invalid"}: ${JSON.stringify(value)}`);
      } catch (error) {
        if (!(error instanceof NoSampleError)) throw error;
        missing.add(error.message);
      }
    };
    // Where the schema has code nobody but its validators can tell.
    const hasCode = example === "kitchen-sink";
    for (let round = 0; round < 6; round++) {
      const samples = createSamples(contract, {
        seed: seed * 1000 + round,
        size: round % 7,
        ...(hasCode && { runtime }),
      });
      expect(samples.entityTypes.toSorted()).toEqual(Object.keys(runtime.entities).toSorted());
      for (const type of samples.entityTypes) {
        const { validator } = runtime.entities[type]!;
        look(type, () => samples.entity(type), validator.is, true);
        look(type, () => samples.invalidEntity(type), validator.is, false);
      }
      for (const name of samples.operations) {
        const { args } = runtime.operations[name]!;
        look(name, () => samples.args(name), args.is, true);
        // Whether an upsert names its entity's own id is seen when it is written.
        const isOther = (value: unknown) => name === "upsert" + idTypeOf(value) && idsOf(value);
        look(
          name,
          () => samples.invalidArgs(name),
          (value) => args.is(value) && !isOther(value),
          false,
        );
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    // A refinement that two texts be the same: nobody guesses that.
    const unguessable = ["the entity code", "the arguments of writeCode", "the arguments of upsertcode"];
    expect([...missing].map((message) => /of (the .*): give/.exec(message)?.[1]).toSorted()).toEqual(
      hasCode ? unguessable.toSorted() : [],
    );
  });
});

it("tells what validators take and refuse, on random schemas", async () => {
  const cases = fc.sample(schemaCases, { numRuns: 300, seed });
  const { validators } = await compileValidators(cases.map(({ schema }) => schema));
  const introspection = createZodIntrospection();
  const nodes = cases.map(({ schema }, index) => introspectZod(schema, ["schemas", index], introspection));
  const definitions = Object.fromEntries(introspection.definitions);
  const wrong: string[] = [];
  const counts = { yes: 0, no: 0, maybe: 0, drawn: 0, plain: 0 };
  nodes.forEach((node, index) => {
    const random = new Random(seed + index);
    for (let round = 0; round < 20; round++) {
      const drawing = { random, size: round % 5, definitions, isWhole: round % 4 === 0 };
      const drawn = sampleValue(node, drawing);
      if (round % 2 === 0 && isPlain(node)) {
        counts.plain++;
        if (validators[index]!.is(drawn)) counts.drawn++;
      }
      const value = round % 2 === 0 ? drawn : changedInOnePlace(drawn, random);
      // At the top nothing can be left out.
      if (value === undefined || JSON.stringify(value).includes("__proto__")) continue;
      const verdict = verdictOf(node, value, definitions);
      counts[verdict === 1 ? "yes" : verdict === 0 ? "no" : "maybe"]++;
      if (verdict === 0.5 || validators[index]!.is(value) === (verdict === 1)) continue;
      wrong.push(
        `${JSON.stringify(value)} is said to be ${verdict} of ${describeSchema(cases[index]!.schema).slice(0, 4000)}`,
      );
    }
  });
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(counts.yes).toBeGreaterThan(1500);
  expect(counts.no).toBeGreaterThan(800);
  expect(counts.drawn).toBeGreaterThan(counts.plain * 0.9);
});

/** Without code, and satisfiable as far as a glance tells. */
function isPlain(node: TypeNode): boolean {
  const isOdd = ["zod", "never", "intersection", "ref", "template"].includes(node.kind) || "checks" in node;
  return !isOdd && childNodes(node).every(isPlain);
}

it("gives no invalid arguments that are valid once null stands for what is left out, as a server reads them", async () => {
  const runtime = await runtimeContract("todo");
  const contract = contractJson("todo");
  const taken: string[] = [];
  for (let each = 0; each < 300; each++) {
    const samples = createSamples(contract, { seed: seed * 1000 + each });
    for (const { name } of Object.values(runtime.operations)) {
      const args = samples.invalidArgs(name);
      const isUpsert = name.startsWith("upsert");
      if (!isUpsert && decodeArguments(runtime.operations[name]!, args).ok)
        taken.push(`${name} ${JSON.stringify(args)}`);
    }
  }
  expect(taken).toEqual([]);
});

it.each([
  ["max_length", 1, "😀", 1],
  ["max_length", 1, "😀a", 0],
  ["min_length", 2, "😀", 0],
  ["length_equals", 2, "😀\ud800", 1],
] as const)("counts characters as zod does: %s %d of %j", (check, value, text, wanted) => {
  expect(textVerdict([{ check, value }], text)).toBe(wanted);
});

it("gives the same samples after the same seed, and others after another", () => {
  const contract = contractJson("todo");
  const draw = (from: number) => {
    const samples = createSamples(contract, { seed: from });
    return samples.operations.map((name) => [samples.args(name), samples.invalidArgs(name)]);
  };
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
});

it("makes arbitraries that shrink", async () => {
  const { entities, operations } = await runtimeContract("todo");
  const arbitraries = createArbitraries(contractJson("todo"));
  fc.assert(fc.property(arbitraries.entity("todo"), (value) => entities["todo"]!.validator.is(value)));
  fc.assert(
    fc.property(arbitraries.invalidEntity("todo"), (value) => !entities["todo"]!.validator.is(value)),
  );
  fc.assert(fc.property(arbitraries.args("addTodo"), (args) => operations["addTodo"]!.args.is(args)));
  fc.assert(fc.property(arbitraries.invalidArgs("addTodo"), (args) => !operations["addTodo"]!.args.is(args)));
  fc.assert(fc.property(arbitraries.operation(), ({ name, args }) => operations[name]!.args.is(args)));
  const { counterexample } = fc.check(
    fc.property(arbitraries.entity("todo"), ({ id }) => id.length < 2),
    { seed },
  );
  expect(JSON.stringify(counterexample).length).toBeLessThan(200);
});

it("says what is no contract, and what a contract does not have", () => {
  expect(() => createSamples({ entities: [] })).toThrow("not a contract");
  expect(() => createSamples(contractJson("todo")).entity("toddo")).toThrow('no entity "toddo"');
  expect(() => createArbitraries(contractJson("todo")).args("addToddo")).toThrow('no operation "addToddo"');
});
