import { integer, nat, tuple, type Arbitrary } from "fast-check";
import type { Entity } from "../../protocol/index.js";
import { createSamples, type Samples, type SamplesOptions } from "../samples/create-samples.js";

/** Arbitraries of one contract. They shrink toward short texts, short lists, and optional parts left out. */
export interface Arbitraries {
  /** Valid entities. @throws RangeError for a type that the contract does not have */
  entity(type: string): Arbitrary<Entity>;
  invalidEntity(type: string): Arbitrary<unknown>;
  /** Valid arguments of an operation, in order. */
  args(operation: string): Arbitrary<readonly unknown[]>;
  invalidArgs(operation: string): Arbitrary<readonly unknown[]>;
  /** Any operation with valid arguments. */
  operation(): Arbitrary<{ readonly name: string; readonly args: readonly unknown[] }>;
}

const MAX_SIZE = 8;

/**
 * Arbitraries of fast-check for a contract.
 *
 * @param contract what `generated/contract.json` holds, parsed
 * @throws TypeError where it is no contract
 */
export function createArbitraries(
  contract: unknown,
  options: Pick<SamplesOptions, "runtime"> = {},
): Arbitraries {
  const { entityTypes, operations } = createSamples(contract);
  const drawn = <Value>(draw: (samples: Samples) => Value): Arbitrary<Value> =>
    tuple(integer({ min: 0, max: MAX_SIZE }), nat(2 ** 31 - 1)).map(([size, seed]) =>
      draw(createSamples(contract, { ...options, seed, size })),
    );
  const known = (names: readonly string[], kind: string, name: string): string => {
    if (!names.includes(name)) throw new RangeError(`The contract has no ${kind} ${JSON.stringify(name)}`);
    return name;
  };
  const type = (name: string) => known(entityTypes, "entity", name);
  const operation = (name: string) => known(operations, "operation", name);
  return {
    entity: (name) => drawn(bound(type(name), (samples, of) => samples.entity(of))),
    invalidEntity: (name) => drawn(bound(type(name), (samples, of) => samples.invalidEntity(of))),
    args: (name) => drawn(bound(operation(name), (samples, of) => samples.args(of))),
    invalidArgs: (name) => drawn(bound(operation(name), (samples, of) => samples.invalidArgs(of))),
    operation: () =>
      tuple(nat(operations.length - 1), integer({ min: 0, max: MAX_SIZE }), nat(2 ** 31 - 1)).map(
        ([index, size, seed]) => {
          const name = operations[index]!;
          return { name, args: createSamples(contract, { ...options, seed, size }).args(name) };
        },
      ),
  };
}

function bound<Value>(
  name: string,
  draw: (samples: Samples, name: string) => Value,
): (samples: Samples) => Value {
  return (samples) => draw(samples, name);
}
