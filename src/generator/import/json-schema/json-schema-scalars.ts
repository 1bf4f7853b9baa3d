import { code, identifier, literal, regularExpression, type Code } from "../../../../templates/code/index.js";
import type { ConversionNotes, ImportPath } from "../conversion.js";

type Keywords = { readonly [keyword: string]: unknown };

const formats: { readonly [format: string]: Code } = {
  email: code`z.email()`,
  uri: code`z.url()`,
  uuid: code`z.guid()`,
  "date-time": code`z.iso.datetime({ offset: true })`,
  date: code`z.iso.date()`,
  duration: code`z.iso.duration()`,
  ipv4: code`z.ipv4()`,
  ipv6: code`z.ipv6()`,
};

export function stringCode(schema: Keywords, path: ImportPath, notes: ConversionNotes): Code {
  const { format, pattern } = schema;
  const known = typeof format === "string" && Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (known !== undefined)
    notes.differs(
      path,
      `The format "${String(format)}" is checked as zod 4 does, whose idea of one may differ.`,
    );
  else if (format !== undefined)
    notes.needsHand(path, `The format ${JSON.stringify(format)} is not known here and was left out.`);
  return code`${known ?? code`z.string()`}${limit("min", schema["minLength"])}${limit("max", schema["maxLength"])}${
    // A format's own pattern stands beside it in what some libraries write.
    typeof pattern === "string" && known === undefined && patternCode(pattern, path, notes)
  }`;
}

function patternCode(pattern: string, path: ImportPath, notes: ConversionNotes): Code | undefined {
  for (const flags of ["u", ""]) {
    try {
      return code`.regex(${regularExpression(new RegExp(pattern, flags).source, flags)})`;
    } catch {
      continue;
    }
  }
  notes.needsHand(
    path,
    `The pattern ${JSON.stringify(pattern)} is no regular expression of JavaScript and was left out.`,
  );
  return undefined;
}

/** What zod says of integers besides: the range that JavaScript can tell apart. */
const safe = Number.MAX_SAFE_INTEGER;

export function numberCode(
  schema: Keywords,
  type: "number" | "integer",
  path: ImportPath,
  notes: ConversionNotes,
): Code {
  const { minimum, maximum } = schema;
  if (type === "integer" && !(minimum !== undefined && maximum !== undefined))
    notes.differs(path, "Integers beyond ±(2^53 − 1) are refused.");
  return code`${type === "integer" ? code`z.int()` : code`z.number()`}${[
    limit("min", minimum === -safe ? undefined : minimum),
    limit("max", maximum === safe ? undefined : maximum),
    limit("gt", schema["exclusiveMinimum"]),
    limit("lt", schema["exclusiveMaximum"]),
    limit("multipleOf", schema["multipleOf"]),
  ]}`;
}

export function arrayLimits(schema: Keywords): Code {
  return code`${limit("min", schema["minItems"])}${limit("max", schema["maxItems"])}`;
}

function limit(name: "min" | "max" | "gt" | "lt" | "multipleOf", value: unknown): Code | undefined {
  return typeof value === "number" ? code`.${identifier(name)}(${literal(value)})` : undefined;
}
