import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { disagreement } from "./support/agreement.js";
import { schemaCases } from "./support/arbitrary-schema.js";
import { compileValidators, describeSchema } from "./support/compile-validators.js";
import { nearly } from "./support/nearly.js";

/** `KALPHITE_SEED=n` looks at other schemas and values than the usual ones. */
const seed = Number(process.env["KALPHITE_SEED"] ?? 4);
const schemaCount = 500;
const valuesPerSchema = 50;

describe("compiled validators and zod", () => {
  test(`agree on ${schemaCount * valuesPerSchema} values of ${schemaCount} random schemas`, async () => {
    const cases = fc.sample(schemaCases, { numRuns: schemaCount, seed });
    const { validators } = await compileValidators(cases.map(({ schema }) => schema));
    let compared = 0;
    let accepted = 0;
    const failures: string[] = [];
    cases.forEach(({ schema, values }, index) => {
      const result = fc.check(
        fc.property(fc.oneof(values, nearly(values), nearly(values)), (value) => {
          compared++;
          if (validators[index]!.is(value)) accepted++;
          const found = disagreement(schema, validators[index]!, value);
          if (found !== undefined) throw new Error(found);
        }),
        { numRuns: valuesPerSchema, seed: seed + index },
      );
      if (result.failed) {
        failures.push(
          `schema ${index}: ${fc.stringify(result.counterexample)}\n${String(result.errorInstance)}\n${describeSchema(schema)}`,
        );
      }
    });
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(20_000);
    expect(accepted).toBeGreaterThan(compared / 5);
    expect(accepted).toBeLessThan((compared * 4) / 5);
  });
});
