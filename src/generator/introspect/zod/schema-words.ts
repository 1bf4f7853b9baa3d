import { catchValueOf, defaultValueOf, type ConstantValue } from "./constant-value.js";
import { metadataOf, noMetadata } from "./metadata.js";
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
  const telling = new Telling(undefined);
  return telling.told(part) ? telling.words : undefined;
}

/** Whether these are the part's words. The part is read no further than to the first that differs. */
export function saysAll(part: unknown, words: SchemaWords): boolean {
  return new Telling(words).told(part);
}

/** Thrown for what words cannot stand for (a type that recurs, a value that code makes, an object of a class). */
const untold = new Error("This cannot be told.");

/** As deep as introspection reads. */
const deepest = 200;

/** In front of what follows, or behind what may be of any length. */
const mark = {
  list: Symbol("list"),
  record: Symbol("record"),
  pattern: Symbol("pattern"),
  zod: Symbol("zod"),
  metadata: Symbol("metadata"),
  end: Symbol("end"),
};

class Telling {
  readonly words: unknown[] = [];
  /** What must be said, where it is not to be written down. */
  readonly #expected: SchemaWords | undefined;
  #at = 0;
  /** The schemas and checks that the told one stands in. */
  readonly #around: ZodSchema[] = [];

  constructor(expected: SchemaWords | undefined) {
    this.#expected = expected;
  }

  /** False where there are other words than expected, or none that could stand for the part. */
  told(part: unknown): boolean {
    try {
      this.#tell(part);
      return this.#expected === undefined || this.#at === this.#expected.length;
    } catch {
      return false;
    }
  }

  #say(word: unknown): void {
    if (this.#expected === undefined) this.words.push(word);
    else if (!Object.is(word, this.#expected[this.#at++])) throw untold;
  }

  /** A function is a word of its own: one that is made anew is another. */
  #tell(value: unknown): void {
    if (typeof value !== "object" || value === null) return this.#say(value);
    if (isPart(value)) this.#tellZod(value);
    else if (Array.isArray(value)) {
      this.#say(mark.list);
      this.#say(value.length);
      for (const item of value) this.#tell(item);
    } else if (value instanceof RegExp) {
      this.#say(mark.pattern);
      this.#say(value.source);
      this.#say(value.flags);
    } else if (isPlain(value)) {
      this.#say(mark.record);
      for (const key of Object.keys(value)) {
        this.#say(key);
        this.#tell((value as { readonly [key: string]: unknown })[key]);
      }
      this.#say(mark.end);
    } else throw untold;
  }

  /** Schemas and checks follow from what made them and their definition. */
  #tellZod(part: ZodSchema): void {
    const { def, traits, constr } = part._zod;
    const around = this.#around;
    if (typeof constr !== "function" || around.length > deepest || around.includes(part)) throw untold;
    around.push(part);
    this.#say(mark.zod);
    this.#say(constr);
    this.#say(traits.size);
    for (const key of Object.keys(def)) {
      this.#say(key);
      this.#tellDefinition(key, def);
    }
    this.#say(mark.end);
    around.pop();
    const metadata = traits.has("$ZodType") ? metadataOf(part) : undefined;
    if (metadata === undefined || metadata === noMetadata) return;
    this.#say(mark.metadata);
    this.#say(metadata.id);
    this.#say(metadata.title);
    this.#say(metadata.description);
    this.#say(metadata.deprecated);
  }

  #tellDefinition(key: string, def: ZodDef): void {
    switch (key) {
      // What zod says of a value that it refuses: introspection tells it in findings alone.
      case "error":
        return;
      case "defaultValue":
        return this.#tellConstant(defaultValueOf(def));
      case "catchValue":
        return this.#tellConstant(catchValueOf(def));
      case "tx": {
        const known = overwriteCheck(def as unknown as ZodCheckDef);
        return this.#tell(known ?? def[key]);
      }
      default:
        return this.#tell(def[key]);
    }
  }

  #tellConstant(constant: ConstantValue): void {
    if (constant.kind !== "constant") throw untold;
    this.#tell(constant.value);
  }
}

function isPart(value: { readonly _zod?: unknown }): value is ZodSchema {
  return typeof value._zod === "object";
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isOfNoClass = prototype === Object.prototype || prototype === null;
  return isOfNoClass && Object.getOwnPropertySymbols(value).length === 0;
}
