import type { Validator } from "../../src/validation/index.js";

/** A validator that takes every value as it is. */
export const acceptAnything: Validator<unknown, unknown> & Validator<readonly unknown[], readonly unknown[]> =
  {
    is: () => true,
    issues: () => [],
    parse: (value) => ({ ok: true, value: value as readonly unknown[] }),
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) => ({ value: value as readonly unknown[] }),
    },
  };
