import { code, join, literal, type Code } from "../../../../templates/code/index.js";
import { foreignTypes } from "../../introspect/zod/foreign-types.js";
import { type ConversionNotes, type ImportPath, isJson, shapeCode, unionCode } from "../conversion.js";
import { zod3Number, zod3String } from "./zod3-checks.js";
import { asZod3, optionsOfZod3, shapeOfZod3, type Zod3Def, type Zod3Schema } from "./zod3-schema.js";

/** A schema of zod 3 as code of zod 4; what changes by that, and what stays behind, goes to `notes`. */
export function zod3Code(value: unknown, path: ImportPath, notes: ConversionNotes): Code {
  return new Zod3Converter(notes).convert(value, path);
}

class Zod3Converter {
  readonly #notes: ConversionNotes;
  /** Schemas around the one that is being written: one of them again is a recursive type. */
  readonly #open: unknown[] = [];

  constructor(notes: ConversionNotes) {
    this.#notes = notes;
  }

  convert(value: unknown, path: ImportPath): Code {
    const schema = asZod3(value);
    if (!schema) return this.#unknown(path, "This is not a schema of zod 3; say here what it takes.");
    if (this.#open.includes(schema))
      return this.#unknown(path, "This type contains itself; write it with a getter, as zod 4 does.");
    this.#open.push(schema);
    try {
      const written = this.#convert(schema, path);
      const { description } = schema._def;
      return description === undefined ? written : code`${written}.describe(${literal(description)})`;
    } finally {
      this.#open.pop();
    }
  }

  #convert(schema: Zod3Schema, path: ImportPath): Code {
    const def = schema._def;
    const inner = (field: string, ...step: string[]) => this.convert(def[field], [...path, ...step]);
    switch (def.typeName) {
      case "ZodString":
        return zod3String(def, path, this.#notes);
      case "ZodNumber":
        return zod3Number(def, path, this.#notes);
      case "ZodBoolean":
        return def.coerce ? code`z.coerce.boolean()` : code`z.boolean()`;
      case "ZodNull":
        return code`z.null()`;
      case "ZodNever":
        return code`z.never()`;
      case "ZodAny":
        return code`z.any()`;
      case "ZodUnknown":
        return code`z.unknown()`;
      case "ZodDate":
        this.#notes.differs(
          path,
          "A Date does not survive JSON: it is an ISO 8601 text now, z.iso.datetime(). Code that uses it makes its own Date.",
        );
        return code`z.iso.datetime()`;
      case "ZodLiteral":
        return isJson(def["value"])
          ? code`z.literal(${literal(def["value"])})`
          : this.#unknown(path, "JSON cannot carry this literal.");
      case "ZodEnum":
        return enumCode(def["values"] as readonly string[]);
      case "ZodNativeEnum":
        return enumCode(nativeValues(def["values"]));
      case "ZodObject":
        return this.#object(schema, path);
      case "ZodArray":
        return this.#array(def, inner("type", "[]"));
      case "ZodTuple":
        return this.#tuple(def, path);
      case "ZodRecord":
        return this.#record(def, path);
      case "ZodUnion":
        return unionCode(optionsOfZod3(schema).map((option) => this.convert(option, path)));
      case "ZodDiscriminatedUnion":
        return code`z.discriminatedUnion(${literal(String(def["discriminator"]))}, [${join(
          optionsOfZod3(schema).map((option) => this.convert(option, path)),
          ", ",
        )}])`;
      case "ZodIntersection":
        return code`z.intersection(${inner("left")}, ${inner("right")})`;
      case "ZodOptional":
        return code`${inner("innerType")}.optional()`;
      case "ZodNullable":
        return code`${inner("innerType")}.nullable()`;
      case "ZodReadonly":
        return code`${inner("innerType")}.readonly()`;
      case "ZodBranded":
        this.#notes.differs(path, "The brand is gone: generated types have the plain type.");
        return inner("type");
      case "ZodDefault":
        return this.#withValue(def, "defaultValue", path);
      case "ZodCatch":
        return this.#withValue(def, "catchValue", path);
      case "ZodLazy":
        return this.convert((def["getter"] as () => unknown)(), path);
      case "ZodEffects":
        return this.#effects(def, path);
      case "ZodPipeline":
        return code`${inner("in")}.pipe(${inner("out")})`;
      default:
        return this.#foreign(def, path);
    }
  }

  #object(schema: Zod3Schema, path: ImportPath): Code {
    const properties = shapeOfZod3(schema).map(([name, value]): [string, Code] => {
      const written = this.convert(value, [...path, name]);
      // In zod 3 a key that takes anything may be absent.
      const kind = asZod3(value)?._def.typeName;
      return [name, kind === "ZodUnknown" || kind === "ZodAny" ? code`${written}.optional()` : written];
    });
    const { unknownKeys, catchall } = schema._def;
    const shape = shapeCode(properties);
    if (asZod3(catchall)?._def.typeName !== "ZodNever")
      return code`z.object(${shape}).catchall(${this.convert(catchall, [...path, "*"])})`;
    if (unknownKeys === "strict") return code`z.strictObject(${shape})`;
    return unknownKeys === "passthrough" ? code`z.looseObject(${shape})` : code`z.object(${shape})`;
  }

  #array(def: Zod3Def, element: Code): Code {
    const limits = (["minLength", "maxLength", "exactLength"] as const).map((name) => {
      const value = (def[name] as { readonly value: number } | null | undefined)?.value;
      if (value === undefined) return undefined;
      if (name === "minLength") return code`.min(${literal(value)})`;
      return name === "maxLength" ? code`.max(${literal(value)})` : code`.length(${literal(value)})`;
    });
    return code`z.array(${element})${limits}`;
  }

  #tuple(def: Zod3Def, path: ImportPath): Code {
    const items = (def["items"] as readonly unknown[]).map((item, index) =>
      this.convert(item, [...path, String(index)]),
    );
    const rest = def["rest"];
    return rest === null || rest === undefined
      ? code`z.tuple([${join(items, ", ")}])`
      : code`z.tuple([${join(items, ", ")}], ${this.convert(rest, [...path, "*"])})`;
  }

  /** A record of zod 3 never asked for all keys of an enum. */
  #record(def: Zod3Def, path: ImportPath): Code {
    const key = this.convert(def["keyType"], [...path, "(key)"]);
    const value = this.convert(def["valueType"], [...path, "*"]);
    const isPartial = asZod3(def["keyType"])?._def.typeName !== "ZodString";
    return isPartial ? code`z.partialRecord(${key}, ${value})` : code`z.record(${key}, ${value})`;
  }

  #withValue(def: Zod3Def, name: "defaultValue" | "catchValue", path: ImportPath): Code {
    const inner = this.convert(def["innerType"], path);
    const kind = name === "defaultValue" ? "default" : "catch";
    const [value, again] = [valueOf(def[name]), valueOf(def[name])];
    if (!isJson(value) || JSON.stringify(value) !== JSON.stringify(again)) {
      this.#notes.needsHand(
        path,
        `Its ${kind} is made by code, such as a new time or id at each turn; the field is required now. Set it in the operations, with now() or an argument.`,
      );
      return inner;
    }
    return kind === "default"
      ? code`${inner}.default(${literal(value)})`
      : code`${inner}.catch(${literal(value)})`;
  }

  #effects(def: Zod3Def, path: ImportPath): Code {
    const kind = (def["effect"] as { readonly type?: unknown } | undefined)?.type;
    const what = { refinement: "refine", transform: "transform", preprocess: "preprocess" }[String(kind)];
    this.#notes.needsHand(
      path,
      `${what ?? "An effect"} runs code, which was left out; import it into the schema file and add it again where it is wanted.`,
    );
    return this.convert(def["schema"], path);
  }

  #foreign(def: Zod3Def, path: ImportPath): Code {
    const foreign = foreignTypes[def.typeName.replace(/^Zod/, "").toLowerCase()];
    return this.#unknown(
      path,
      foreign === undefined
        ? `${def.typeName} is not known here; say what it takes.`
        : `JSON cannot carry ${foreign.what}. ${foreign.fix}`,
    );
  }

  #unknown(path: ImportPath, message: string): Code {
    this.#notes.needsHand(path, `${message} It takes anything (z.unknown()) until then.`);
    return code`z.unknown()`;
  }
}

function valueOf(value: unknown): unknown {
  try {
    return typeof value === "function"
      ? (value as (context: object) => unknown)({ input: undefined })
      : value;
  } catch {
    return undefined;
  }
}

function enumCode(values: readonly (string | number)[]): Code {
  const list = join(
    values.map((value) => literal(value)),
    ", ",
  );
  return values.every((value) => typeof value === "string")
    ? code`z.enum([${list}])`
    : code`z.literal([${list}])`;
}

/** A numeric enum of TypeScript has its names among its values too. */
function nativeValues(object: unknown): (string | number)[] {
  const record = object as { readonly [name: string]: string | number };
  return Object.keys(record)
    .filter((name) => typeof record[record[name]!] !== "number")
    .map((name) => record[name]!);
}
