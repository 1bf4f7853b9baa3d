/**
 * Where a JSON Schema cannot say what a validator checks. `wider`: it takes values that the validator refuses; `narrower`:
 * it refuses values that the validator takes.
 */
export interface KnownDifference {
  readonly id: string;
  readonly direction: "wider" | "narrower" | "both";
  readonly what: string;
}

const differences = [
  {
    id: "code",
    direction: "both",
    what: "What zod checks with code (`refine`, `transform`, `preprocess`) is not in the schema: it has the type that goes in.",
  },
  {
    id: "coercion",
    direction: "wider",
    what: "A coerced string, number or boolean takes anything here; the validator refuses what does not convert.",
  },
  {
    id: "format-code",
    direction: "wider",
    what: "Formats that are checked by code and not by a pattern (url, ipv6, cidrv6, base64, jwt) are a `format` here, which many validators only note.",
  },
  {
    id: "pattern-flags",
    direction: "both",
    what: "JSON Schema has no flags for patterns: one with `i`, `m` or `s` is left out, and said in `$comment`. Validators read patterns in Unicode mode.",
  },
  {
    id: "overwrite",
    direction: "wider",
    what: "What is checked behind `.trim()`, `.toLowerCase()`, `.toUpperCase()` or `.normalize()` is about the changed text, and left out.",
  },
  {
    id: "float32",
    direction: "wider",
    what: "float32 and float64 are numbers within their bounds.",
  },
  {
    id: "multiple-of",
    direction: "both",
    what: "Whether a fraction, or a number far beyond 2 to the power of 53, is a multiple is computed by zod with decimal arithmetic, and by each validator of JSON Schema in its own way.",
  },
  {
    id: "integral-keys",
    direction: "both",
    what: "Keys of a record that are numbers are texts in JSON: their checks are left out.",
  },
  {
    id: "loose-record",
    direction: "wider",
    what: "A loose record takes other keys with any value: only their names are told apart by the validator.",
  },
  {
    id: "intersection",
    direction: "both",
    what: "The sides of an intersection are merged by zod, which refuses where they yield different values, and lets one side's keys pass a strict other.",
  },
  {
    id: "exclusive-union",
    direction: "both",
    what: "Exactly one member of an exclusive union may take a value, so that a member's difference decides for the others as well.",
  },
  {
    id: "proto-key",
    direction: "both",
    what: "A key `__proto__` is passed over by zod and by the validator; JSON Schema takes it for any other key.",
  },
  {
    id: "prefault",
    direction: "wider",
    what: "A `prefault` is checked when it is filled in; here a value may be left out even where that check fails.",
  },
] as const satisfies readonly KnownDifference[];

export type KnownDifferenceId = (typeof differences)[number]["id"];

export const knownDifferences: readonly (KnownDifference & { readonly id: KnownDifferenceId })[] =
  differences;
