/** @throws TypeError where an operation was called with arguments that are no array */
export function demandArguments(name: string, args: unknown): asserts args is unknown[] {
  if (Array.isArray(args)) return;
  const found = args === null ? "null" : typeof args;
  throw new TypeError(
    `executeOperation(${JSON.stringify(name)}, …) takes an array of arguments, not ${found}`,
  );
}

/** A value as it travels, or why it cannot: later changes of it change nothing, and one that cannot is refused at once. */
export function toWire<Value>(value: Value): Value | Error {
  try {
    return JSON.parse(JSON.stringify(value)) as Value;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A promise of which nobody need know that it was rejected: field code looks at what events tell. */
export function harmless<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
