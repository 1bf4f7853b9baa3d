import {
  legacyDeleteName,
  legacyUpsertName,
  type Entity,
  type RuntimeContract,
} from "../../protocol/index.js";
import type { TypeNode } from "../../contract/type-node.js";
import { readContractSource, type ContractSource, type SourceEntity } from "./contract-source.js";
import { changedInOnePlace } from "./invalid-value.js";
import { Random } from "./random.js";
import { sampleValue, type Drawing } from "./sample-value.js";
import { argumentsVerdict, isObject, verdictOf, type Verdict } from "./verdict.js";

export interface SamplesOptions {
  /** The same seed gives the same samples, in the order in which they are asked for. Default 1. */
  readonly seed?: number;
  /** How long texts and lists get beyond what they must be. Default 4. */
  readonly size?: number;
  /** Leave nothing out that may be there. Default false. */
  readonly whole?: boolean;
  /**
   * The generated `contract`. Needed only where the schema has code (`refine`, `transform`): its validators then have the last
   * word on every sample.
   */
  readonly runtime?: RuntimeContract;
}

/** Samples of one contract: values of JSON, as they travel. */
export interface Samples {
  readonly entityTypes: readonly string[];
  /** Names of the operations that the schema declares, and of `upsert<type>` and `delete<type>` (P31). */
  readonly operations: readonly string[];
  /** A valid entity. @throws NoSampleError @throws RangeError for a type that the contract does not have */
  entity(type: string): Entity;
  /** What is not an entity of the type, mostly by a little. @throws NoSampleError */
  invalidEntity(type: string): unknown;
  /** Valid arguments, in order; those at the end that may be left out are, now and then. @throws NoSampleError */
  args(operation: string): readonly unknown[];
  /** Arguments that the contract refuses. @throws NoSampleError */
  invalidArgs(operation: string): readonly unknown[];
}

/** A schema of which nothing valid, or nothing invalid, was found. */
export class NoSampleError extends Error {
  override readonly name = "NoSampleError";
}

/** The first argument of the operations of P31. */
const ENTITY_ID: TypeNode = { kind: "string", checks: [{ check: "min_length", value: 1 }] };

interface Subject {
  readonly name: string;
  readonly draw: () => unknown;
  readonly verdict: (value: unknown) => Verdict;
  /** Of arguments, at which places they may be left out. */
  readonly isOptional?: (place: number) => boolean;
}

const ATTEMPTS = 100;

/**
 * Seeded samples of a contract, valid and invalid.
 *
 * @param contract what `generated/contract.json` holds, parsed
 * @throws TypeError where it is no contract
 */
export function createSamples(contract: unknown, options: SamplesOptions = {}): Samples {
  const source = readContractSource(contract);
  const random = new Random(options.seed ?? 1);
  const { size = 4, whole = false, runtime } = options;
  const { definitions } = source;
  const drawing = { random, size, definitions, isWhole: whole };
  const entity = (type: string): Subject => {
    const found = source.entities.find((each) => each.type === type);
    if (found === undefined) throw new RangeError(`The contract has no entity ${JSON.stringify(type)}`);
    const validator = ownOf(runtime?.entities, type)?.validator;
    return {
      name: `the entity ${type}`,
      draw: () => withName(sampleValue(found.node, drawing)),
      verdict: (value) =>
        validator ? certain(validator.is(value)) : verdictOf(found.node, value, definitions),
    };
  };
  const upsertArgs = (name: string, { type }: SourceEntity): Subject => {
    const whole = entity(type);
    return {
      name: `the arguments of ${name}`,
      draw: () => {
        const drawn = whole.draw();
        return [isObject(drawn) ? drawn["id"] : "", drawn];
      },
      verdict: (value) => {
        if (!Array.isArray(value) || value.length !== 2) return 0;
        const id = verdictOf(ENTITY_ID, value[0], definitions);
        // An entity that names another id is refused when it is written.
        const isSame = isObject(value[1]) && value[1]["id"] === value[0];
        return Math.min(id, whole.verdict(value[1]), isSame ? 1 : 0) as Verdict;
      },
    };
  };
  const args = (name: string): Subject => {
    const upserted = source.entities.find(({ type }) => legacyUpsertName(type) === name);
    if (upserted && !source.operations.some((each) => each.name === name)) return upsertArgs(name, upserted);
    const parameters = parametersOf(source, name);
    const items = parameters.map(({ node }) => node);
    const required = parameters.findLastIndex(({ optional }) => !optional) + 1;
    const validator = ownOf(runtime?.operations, name)?.args;
    return {
      name: `the arguments of ${name}`,
      draw: () => drawArguments(items, required, drawing),
      isOptional: (place) => parameters[place]?.optional === true,
      verdict: (value) => {
        if (!Array.isArray(value)) return 0;
        return validator ? certain(validator.is(value)) : argumentsVerdict(items, value, definitions);
      },
    };
  };
  return {
    entityTypes: source.entities.map(({ type }) => type),
    operations: operationNames(source),
    entity: (type) => valid(entity(type)) as Entity,
    invalidEntity: (type) => invalid(entity(type), random),
    args: (name) => valid(args(name)) as readonly unknown[],
    invalidArgs: (name) => invalidArguments(args(name), random),
  };
}

/** An entity without a name is of no use, even where its schema says nothing against it. */
function withName(entity: unknown): unknown {
  return isObject(entity) && entity["id"] === "" ? { ...entity, id: "a" } : entity;
}

function certain(is: boolean): Verdict {
  return is ? 1 : 0;
}

function operationNames({ operations, entities }: ContractSource): readonly string[] {
  const legacy = entities.flatMap(({ type }) => [legacyUpsertName(type), legacyDeleteName(type)]);
  return [...new Set([...operations.map(({ name }) => name), ...legacy])];
}

interface Parameter {
  readonly node: TypeNode;
  readonly optional: boolean;
}

/** @throws RangeError where the contract has no such operation */
function parametersOf({ operations, entities }: ContractSource, name: string): readonly Parameter[] {
  const declared = operations.find((operation) => operation.name === name);
  if (declared !== undefined) return declared.args;
  if (entities.some(({ type }) => name === legacyDeleteName(type)))
    return [{ node: ENTITY_ID, optional: false }];
  throw new RangeError(`The contract has no operation ${JSON.stringify(name)}`);
}

function ownOf<Item>(items: { readonly [name: string]: Item } | undefined, name: string): Item | undefined {
  return items !== undefined && Object.hasOwn(items, name) ? items[name] : undefined;
}

function drawArguments(items: readonly TypeNode[], required: number, drawing: Drawing): readonly unknown[] {
  const { random } = drawing;
  const isShort = !drawing.isWhole && items.length > required && random.chance(0.3);
  const given = isShort ? items.slice(0, random.integer(required, items.length - 1)) : items;
  return given.map((item) => {
    const value = sampleValue(item, drawing);
    return value === undefined ? (sampleValue(item, { ...drawing, isWhole: true }) ?? null) : value;
  });
}

function valid({ name, draw, verdict }: Subject): unknown {
  let likely: unknown;
  let hasLikely = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const value = draw();
    const found = verdict(value);
    if (found === 1) return value;
    if (found === 0.5 && !hasLikely) [likely, hasLikely] = [value, true];
    if (hasLikely && attempt > 5) return likely;
  }
  if (hasLikely) return likely;
  throw new NoSampleError(`No valid sample was found of ${name}: give some of your own.`);
}

function invalidArguments(subject: Subject, random: Random): readonly unknown[] {
  const { verdict, isOptional = () => false } = subject;
  // What is not even a list is refused as a message, before anybody looks at the operation; and JSON has no undefined, so
  // that null may stand for an argument that is left out.
  const isFitting = (value: unknown) =>
    Array.isArray(value) &&
    verdict(value.map((item, place) => (item === null && isOptional(place) ? undefined : item))) === 0;
  return invalid(subject, random, isFitting) as readonly unknown[];
}

function invalid(
  { name, draw, verdict }: Subject,
  random: Random,
  isFitting: (value: unknown) => boolean = () => true,
): unknown {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const value = changedInOnePlace(draw(), random);
    if (isFitting(value) && verdict(value) === 0) return value;
  }
  throw new NoSampleError(`No invalid sample was found of ${name}: it may take anything.`);
}
