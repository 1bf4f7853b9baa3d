/** The string that `z.coerce.string()` makes of a value. */
export function toText(value: unknown): unknown {
  try {
    return String(value);
  } catch {
    return value;
  }
}

/** The number that `z.coerce.number()` makes of a value. */
export function toNumber(value: unknown): unknown {
  try {
    return Number(value);
  } catch {
    return value;
  }
}
