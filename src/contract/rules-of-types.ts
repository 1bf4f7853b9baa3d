import type { Rule } from "./rule.js";

export const rulesOfTypes = [
  {
    id: "non-json-type",
    severity: "error",
    title: "JSON cannot carry a value of this type",
    fix: "Use a type that JSON has: string, number, boolean, null, array, object.",
    why: "Everything in a schema travels as JSON and is stored as JSON. What does not survive that would arrive as something else.",
  },
  {
    id: "not-a-schema",
    severity: "error",
    title: "Not a zod schema",
    fix: "Put a zod 4 schema here, such as z.string().",
    why: "Fields and arguments are described by zod schemas; anything else cannot be checked.",
  },
  {
    id: "zod3-schema",
    severity: "error",
    title: "A schema of zod 3",
    fix: 'Import from "zod" 4 (npm install zod@4), in the packages that the schema imports too.',
    why: "Zod 3 keeps its definitions in another form, which the generator does not read.",
  },
  {
    id: "async-check",
    severity: "error",
    title: "A check is asynchronous",
    fix: "Make the check synchronous, or move it into the server's handler.",
    why: "Clients apply an operation before the next line runs (P20), so its validation cannot wait.",
  },
  {
    id: "cyclic-type",
    severity: "error",
    title: "A recursive type cannot be compiled",
    fix: "Refer to the type with a getter on a z.object, as zod's documentation of recursive objects shows.",
    why: "A type that contains itself without an object or array between, or that makes a new type at each level, has no end.",
  },
  {
    id: "unreachable-enum",
    severity: "warning",
    title: "No value can be of this type",
    fix: "List the values, or leave the type out.",
    why: "An empty enum or union, and z.never(), refuse everything; that is seldom what was meant.",
  },
  {
    id: "unsatisfiable-type",
    severity: "error",
    title: "A required value can never be valid",
    fix: "Make it optional, or correct its type.",
    why: "No client could ever send the operation, or hold the entity.",
  },
  {
    id: "dynamic-default",
    severity: "warning",
    title: "A default that differs each time",
    fix: "Set the value in an operation with now() or user(), or take it as an argument.",
    why: "Client and server would each make their own value: what the user saw first would change when the server answers.",
  },
  {
    id: "uncompiled-node",
    severity: "note",
    title: "Zod itself checks this type",
    fix: "Nothing must be done. To keep zod out of the bundle, say it without code: .regex(), .min(), z.enum().",
    why: "Code (refine, transform, preprocess) cannot be compiled ahead of time, so zod runs it, at zod's speed and with zod in the bundle.",
  },
  {
    id: "case-only-values",
    severity: "warning",
    title: "Values of an enum differ only in upper and lower case",
    fix: "Keep one of them.",
    why: "Two spellings of one meaning drift apart in stored data, and comparing them is easily got wrong.",
  },
] as const satisfies readonly Rule[];
