import {
  code,
  identifier,
  join,
  literal,
  regularExpression,
  type Code,
} from "../../../../templates/code/index.js";
import { type ConversionNotes, type ImportPath, isJson } from "../conversion.js";
import type { Zod3Check, Zod3Def } from "./zod3-schema.js";

/** Formats, by the name of their check in zod 3: the function of zod 4, and whether its pattern is another. */
const formats: { readonly [kind: string]: { readonly name: string; readonly differs?: true } } = {
  email: { name: "email", differs: true },
  url: { name: "url", differs: true },
  emoji: { name: "emoji" },
  uuid: { name: "guid" },
  nanoid: { name: "nanoid" },
  cuid: { name: "cuid" },
  cuid2: { name: "cuid2" },
  ulid: { name: "ulid" },
  base64: { name: "base64" },
  base64url: { name: "base64url", differs: true },
  jwt: { name: "jwt", differs: true },
};

export function zod3String(def: Zod3Def, path: ImportPath, notes: ConversionNotes): Code {
  const checks = def.checks ?? [];
  const [first, ...others] = checks;
  const format = first && !def.coerce ? formatCode(first, path, notes) : undefined;
  const start = format ?? (def.coerce ? code`z.coerce.string()` : code`z.string()`);
  const rest = format === undefined ? checks : others;
  return code`${start}${rest.map((check) => stringCheck(check, path, notes))}`;
}

export function zod3Number(def: Zod3Def, path: ImportPath, notes: ConversionNotes): Code {
  const start = def.coerce ? code`z.coerce.number()` : code`z.number()`;
  return code`${start}${(def.checks ?? []).map((check) => numberCheck(check, path, notes))}`;
}

/** A format that is a type of its own in zod 4. */
function formatCode(check: Zod3Check, path: ImportPath, notes: ConversionNotes): Code | undefined {
  const { kind } = check;
  const format = Object.hasOwn(formats, kind) ? formats[kind] : undefined;
  if (format) {
    if (format.differs)
      notes.differs(path, `${kind}() is checked as zod 4 does, whose idea of one differs in rare cases.`);
    return code`z.${identifier(format.name)}()`;
  }
  switch (kind) {
    case "datetime":
      return code`z.iso.datetime(${optionsOf(check, ["offset", "local", "precision"])})`;
    case "time":
      return code`z.iso.time(${optionsOf(check, ["precision"])})`;
    case "date":
      return code`z.iso.date()`;
    case "duration":
      return code`z.iso.duration()`;
    case "ip":
    case "cidr": {
      const version = check["version"];
      const of = (name: string) => code`z.${identifier(name)}()`;
      const [four, six] = [of(`${kind}v4`), of(`${kind}v6`)];
      if (version === "v4") return four;
      return version === "v6" ? six : code`z.union([${four}, ${six}])`;
    }
    default:
      return undefined;
  }
}

function stringCheck(check: Zod3Check, path: ImportPath, notes: ConversionNotes): Code {
  const { kind, value } = check;
  switch (kind) {
    case "min":
    case "max":
    case "length":
      return code`.${identifier(kind)}(${literal(value as number)})`;
    case "includes":
      return check["position"] === undefined
        ? code`.includes(${literal(String(value))})`
        : code`.includes(${literal(String(value))}, { position: ${literal(check["position"] as number)} })`;
    case "startsWith":
    case "endsWith":
      return code`.${identifier(kind)}(${literal(String(value))})`;
    case "regex": {
      const { source, flags } = check["regex"] as RegExp;
      return code`.regex(${regularExpression(source, flags)})`;
    }
    case "trim":
    case "toLowerCase":
    case "toUpperCase":
      return code`.${identifier(kind)}()`;
    default: {
      const format = formatCode(check, path, notes);
      if (format) return code`.pipe(${format})`;
      notes.needsHand(path, `The check "${kind}" is not known here and was left out.`);
      return code``;
    }
  }
}

function numberCheck(check: Zod3Check, path: ImportPath, notes: ConversionNotes): Code | undefined {
  const { kind, value } = check;
  switch (kind) {
    case "min":
      return check["inclusive"] === false
        ? code`.gt(${literal(value as number)})`
        : code`.min(${literal(value as number)})`;
    case "max":
      return check["inclusive"] === false
        ? code`.lt(${literal(value as number)})`
        : code`.max(${literal(value as number)})`;
    case "int":
      notes.differs(path, "int() refuses integers beyond ±(2^53 − 1), which JavaScript cannot tell apart.");
      return code`.int()`;
    case "multipleOf":
      return code`.multipleOf(${literal(value as number)})`;
    // Every number of zod 4 is.
    case "finite":
      return undefined;
    default:
      notes.needsHand(path, `The check "${kind}" is not known here and was left out.`);
      return undefined;
  }
}

/** `{ offset: true }`, of those options that were set. */
function optionsOf(check: Zod3Check, names: readonly string[]): Code | undefined {
  const set = names.filter((name) => isJson(check[name]) && check[name] !== null && check[name] !== false);
  if (set.length === 0) return undefined;
  const entries = set.map((name) => {
    const value = check[name];
    return code`${identifier(name)}: ${literal(isJson(value) ? value : null)}`;
  });
  return code`{ ${join(entries, ", ")} }`;
}
