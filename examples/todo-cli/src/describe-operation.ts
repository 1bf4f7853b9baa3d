const MAX_LENGTH = 60;

/** An operation in few words: its name, and what it was done to, by name where that is known. */
export function describeOperation(
  operation: string,
  args: readonly unknown[],
  nameOf: (id: string) => string | undefined,
): string {
  const [id, text] = args;
  const name = nameOf(String(id)) ?? (typeof text === "string" ? text : String(id));
  const shown = name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name;
  return `${operation} ${JSON.stringify(shown)}`;
}
