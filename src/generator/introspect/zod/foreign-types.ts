/** Zod types whose values JSON cannot carry: what they are called, and what a schema says instead. */
export const foreignTypes: { readonly [type: string]: { readonly what: string; readonly fix: string } } = {
  date: {
    what: "a Date",
    fix: "Use z.iso.datetime() for an ISO 8601 string, or z.number() for milliseconds since the epoch.",
  },
  bigint: { what: "a bigint", fix: "Use z.int() up to 2^53, or z.string().regex(/^-?\\d+$/) beyond." },
  symbol: { what: "a symbol", fix: "Use z.string() or z.enum([…])." },
  map: { what: "a Map", fix: "Use z.record(keys, values)." },
  set: { what: "a Set", fix: "Use z.array(element)." },
  undefined: { what: "undefined", fix: "Use .optional() on the property, or z.null()." },
  void: { what: "undefined (void)", fix: "Leave it out, use .optional() on the property, or z.null()." },
  nan: { what: "NaN", fix: "Use z.number().nullable(), with null for a number that is not there." },
  file: { what: "a File", fix: "Upload the file elsewhere, and keep its id or URL: z.string() or z.url()." },
  function: {
    what: "a function",
    fix: "Name what is to be done with z.enum([…]), and keep the code in a handler.",
  },
  promise: { what: "a Promise", fix: "Use the type of what it resolves to." },
  custom: {
    what: "a custom type (z.custom or z.instanceof), of which only its code knows what it takes",
    fix: "Describe what JSON carries with z.object, z.string … and add .refine() for the rest.",
  },
};
