import { code, join, literal, type Code } from "../../../../templates/code/index.js";
import { isRecord } from "../../config/config-problem.js";
import { type ConversionNotes, type ImportPath, isJson, shapeCode, unionCode } from "../conversion.js";
import { arrayLimits, numberCode, stringCode } from "./json-schema-scalars.js";
import type { JsonSchema } from "./standard-json-schema.js";

type Keywords = { readonly [keyword: string]: unknown };

/** What says nothing about values, or is read together with another keyword. */
const silent = new Set(
  (
    "$schema $id $defs definitions $comment $anchor title description default examples deprecated readOnly writeOnly type " +
    "contentEncoding contentMediaType minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum " +
    "multipleOf items prefixItems minItems maxItems properties required additionalProperties enum const anyOf oneOf allOf $ref " +
    "additionalItems"
  ).split(" "),
);

/** JSON Schema (draft 2020-12 or 07) → zod 4, as code. */
export class JsonSchemaConverter {
  readonly #root: JsonSchema;
  readonly #notes: ConversionNotes;
  /** Schemas around the one that is being written: one of them again is a recursive type. */
  readonly #open: unknown[] = [];

  constructor(root: JsonSchema, notes: ConversionNotes) {
    this.#root = root;
    this.#notes = notes;
  }

  /** What `$ref` leads to; only places in the same document are known. */
  resolve(schema: JsonSchema, depth = 0): JsonSchema {
    const reference = isRecord(schema) ? schema["$ref"] : undefined;
    if (typeof reference !== "string" || !reference.startsWith("#") || depth > 50) return schema;
    let target: unknown = this.#root;
    for (const segment of reference.slice(1).split("/").slice(1)) {
      const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
      target =
        (isRecord(target) || Array.isArray(target)) && Object.hasOwn(target, key)
          ? (target as Keywords)[key]
          : undefined;
    }
    return typeof target === "boolean" || isRecord(target) ? this.resolve(target, depth + 1) : schema;
  }

  convert(given: JsonSchema, path: ImportPath): Code {
    const schema = this.resolve(given);
    if (typeof schema === "boolean") return schema ? code`z.unknown()` : code`z.never()`;
    if (schema["$ref"] !== undefined)
      return this.#unknown(
        path,
        `The reference ${JSON.stringify(schema["$ref"])} leads out of the document.`,
      );
    if (this.#open.includes(schema))
      return this.#unknown(path, "This type contains itself; write it with a getter, as zod 4 does.");
    this.#open.push(schema);
    try {
      for (const keyword of Object.keys(schema))
        if (!silent.has(keyword))
          this.#notes.needsHand(path, `The keyword "${keyword}" has no counterpart and was left out.`);
      return this.#annotated(this.#types(schema, path), schema);
    } finally {
      this.#open.pop();
    }
  }

  #annotated(written: Code, schema: Keywords): Code {
    const { description } = schema;
    const value = schema["default"];
    return code`${written}${typeof description === "string" && code`.describe(${literal(description)})`}${
      value !== undefined && isJson(value) && code`.default(${literal(value)})`
    }`;
  }

  #types(schema: Keywords, path: ImportPath): Code {
    if ("const" in schema) return this.#values([schema["const"]], path);
    if (Array.isArray(schema["enum"])) return this.#values(schema["enum"], path);
    const parts = (["anyOf", "oneOf", "allOf"] as const).filter((name) => Array.isArray(schema[name]));
    const type = schema["type"] ?? impliedType(schema);
    const own = type === undefined ? undefined : this.#ofTypes([type].flat(), schema, path);
    const combined = parts.map((name) => {
      const options = (schema[name] as readonly JsonSchema[]).map((option) => this.convert(option, path));
      if (name === "oneOf" && options.length > 1)
        this.#notes.differs(
          path,
          "oneOf takes what fits more than one of its members, too: it is a union now.",
        );
      return name === "allOf" ? options.reduce(intersection) : unionCode(options);
    });
    const all = [...(own === undefined ? [] : [own]), ...combined];
    return all.length === 0 ? code`z.unknown()` : all.reduce(intersection);
  }

  #ofTypes(types: readonly unknown[], schema: Keywords, path: ImportPath): Code {
    const withNull = types.includes("null");
    const others = types.filter((type) => type !== "null").map((type) => this.#ofType(type, schema, path));
    if (others.length === 0) return code`z.null()`;
    return withNull ? code`${unionCode(others)}.nullable()` : unionCode(others);
  }

  #ofType(type: unknown, schema: Keywords, path: ImportPath): Code {
    switch (type) {
      case "string":
        return stringCode(schema, path, this.#notes);
      case "number":
      case "integer":
        return numberCode(schema, type, path, this.#notes);
      case "boolean":
        return code`z.boolean()`;
      case "array":
        return this.#array(schema, path);
      case "object":
        return this.#object(schema, path);
      default:
        return this.#unknown(path, `The type ${JSON.stringify(type)} is not known.`);
    }
  }

  #values(values: readonly unknown[], path: ImportPath): Code {
    if (values.length > 0 && values.every((value) => typeof value === "string"))
      return values.length === 1
        ? code`z.literal(${literal(values[0]!)})`
        : code`z.enum([${join(
            values.map((value) => literal(value)),
            ", ",
          )}])`;
    if (values.length === 0 || !values.every(isScalar))
      return this.#unknown(path, "Only texts, numbers, booleans and null are constants.");
    const literals = values.filter(isScalar).map((value) => literal(value));
    return literals.length === 1 ? code`z.literal(${literals})` : code`z.literal([${join(literals, ", ")}])`;
  }

  #array(schema: Keywords, path: ImportPath): Code {
    const draft7 = Array.isArray(schema["items"]);
    const prefix = (schema["prefixItems"] ?? (draft7 ? schema["items"] : undefined)) as
      readonly JsonSchema[] | undefined;
    const items = (draft7 ? schema["additionalItems"] : schema["items"]) as JsonSchema | undefined;
    if (prefix === undefined)
      return code`z.array(${this.convert(items ?? true, [...path, "[]"])})${arrayLimits(schema)}`;
    const written = prefix.map((item, index) => this.convert(item, [...path, String(index)]));
    const minimum = schema["minItems"];
    if (minimum !== prefix.length)
      this.#notes.differs(path, `A list of ${prefix.length} is asked for; shorter ones were taken before.`);
    return items === false || schema["maxItems"] === prefix.length
      ? code`z.tuple([${join(written, ", ")}])`
      : code`z.tuple([${join(written, ", ")}], ${this.convert(items ?? true, [...path, "*"])})`;
  }

  #object(schema: Keywords, path: ImportPath): Code {
    const properties = isRecord(schema["properties"]) ? Object.entries(schema["properties"]) : [];
    const required = Array.isArray(schema["required"]) ? (schema["required"] as readonly unknown[]) : [];
    const others = schema["additionalProperties"] as JsonSchema | undefined;
    if (properties.length === 0 && others !== false)
      return code`z.record(z.string(), ${this.convert(others ?? true, [...path, "*"])})`;
    const shape = shapeCode(
      properties.map(([name, property]): [string, Code] => {
        const written = this.convert(property as JsonSchema, [...path, name]);
        const hasDefault = isRecord(property) && isJson(property["default"]);
        return [name, required.includes(name) || hasDefault ? written : code`${written}.optional()`];
      }),
    );
    if (others === false) return code`z.strictObject(${shape})`;
    if (isRecord(others)) return code`z.object(${shape}).catchall(${this.convert(others, [...path, "*"])})`;
    this.#notes.differs(
      path,
      "Properties that are not declared are taken and dropped; JSON Schema says nothing of them.",
    );
    return code`z.object(${shape})`;
  }

  #unknown(path: ImportPath, message: string): Code {
    this.#notes.needsHand(path, `${message} It takes anything (z.unknown()) until then.`);
    return code`z.unknown()`;
  }
}

function intersection(left: Code, right: Code): Code {
  return code`z.intersection(${left}, ${right})`;
}

/** A schema without `type` that speaks of properties or items means objects or arrays, as its writers use it. */
function impliedType(schema: Keywords): string | undefined {
  if ("properties" in schema || "additionalProperties" in schema) return "object";
  return "items" in schema || "prefixItems" in schema ? "array" : undefined;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return isJson(value) && (typeof value !== "object" || value === null);
}
