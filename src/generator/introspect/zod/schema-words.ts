import { catchValueOf, defaultValueOf, type ConstantValue } from "./constant-value.js";
import { metadataOf } from "./metadata.js";
import { overwriteCheck } from "./overwrite-check.js";
import type { ZodCheckDef, ZodDef, ZodSchema } from "./zod-schema.js";

/** All that a part of a schema says, one word after the other. */
export type SchemaWords = readonly unknown[];

/**
 * The words of a part: of two parts with the same words, introspection makes the same. Undefined where that cannot be told
 * from outside.
 *
 * @param part plain data with zod schemas in it
 */
export function wordsOf(part: unknown): SchemaWords | undefined {
  const words: unknown[] = [];
  try {
    tell(part, { say: (word) => void words.push(word), around: [] });
    return words;
  } catch {
    return undefined;
  }
}

/** Whether these are the part's words. */
export function saysAll(part: unknown, words: SchemaWords): boolean {
  let at = 0;
  const say = (word: unknown): void => {
    if (!Object.is(word, words[at++])) throw untold;
  };
  try {
    tell(part, { say, around: [] });
    return at === words.length;
  } catch {
    return false;
  }
}

/** Thrown for what words cannot stand for: a type that recurs, a value that code makes, an object of a class. */
const untold = new Error("This cannot be told.");

/** As deep as introspection reads. */
const deepest = 200;

/** In front of what follows, with the number of its words where that differs. */
const mark = {
  list: Symbol("list"),
  record: Symbol("record"),
  pattern: Symbol("pattern"),
  zod: Symbol("zod"),
};

interface Telling {
  readonly say: (word: unknown) => void;
  /** The schemas and checks that the told one stands in. */
  readonly around: ZodSchema[];
}

/** A function is a word of its own: one that is made anew is another. */
function tell(value: unknown, telling: Telling): void {
  if (typeof value !== "object" || value === null) return telling.say(value);
  if (isPart(value)) tellZod(value, telling);
  else if (Array.isArray(value)) {
    telling.say(mark.list);
    telling.say(value.length);
    for (const item of value) tell(item, telling);
  } else if (value instanceof RegExp) {
    telling.say(mark.pattern);
    telling.say(value.source);
    telling.say(value.flags);
  } else if (isPlain(value)) {
    const keys = Object.keys(value);
    telling.say(mark.record);
    telling.say(keys.length);
    for (const key of keys) {
      telling.say(key);
      tell((value as { readonly [key: string]: unknown })[key], telling);
    }
  } else throw untold;
}

function isPart(value: { readonly _zod?: unknown }): value is ZodSchema {
  return typeof value._zod === "object";
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isOfNoClass = prototype === Object.prototype || prototype === null;
  return isOfNoClass && Object.getOwnPropertySymbols(value).length === 0;
}

/** Schemas and checks follow from what made them and their definition. */
function tellZod(part: ZodSchema, telling: Telling): void {
  const { def, traits, constr } = part._zod;
  const { around } = telling;
  if (typeof constr !== "function" || around.length > deepest || around.includes(part)) throw untold;
  around.push(part);
  const keys = Object.keys(def);
  telling.say(mark.zod);
  telling.say(constr);
  telling.say(traits.size);
  telling.say(keys.length);
  for (const key of keys) {
    telling.say(key);
    tellDefinition(key, def, telling);
  }
  around.pop();
  if (!traits.has("$ZodType")) return;
  const metadata = metadataOf(part);
  telling.say(metadata.id);
  telling.say(metadata.title);
  telling.say(metadata.description);
  telling.say(metadata.deprecated);
}

function tellDefinition(key: string, def: ZodDef, telling: Telling): void {
  switch (key) {
    // What zod says of a value that it refuses: introspection tells it in findings alone.
    case "error":
      return;
    case "defaultValue":
      return tellConstant(defaultValueOf(def), telling);
    case "catchValue":
      return tellConstant(catchValueOf(def), telling);
    case "tx": {
      const known = overwriteCheck(def as unknown as ZodCheckDef);
      return tell(known ?? def[key], telling);
    }
    default:
      return tell(def[key], telling);
  }
}

function tellConstant(constant: ConstantValue, telling: Telling): void {
  if (constant.kind !== "constant") throw untold;
  tell(constant.value, telling);
}
