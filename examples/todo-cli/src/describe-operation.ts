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

/** Why something was refused, with each place that is wrong. */
export function describeRefusal(
  message: string,
  issues: readonly { readonly path: readonly (string | number)[]; readonly message: string }[] = [],
): string {
  const places = issues
    .filter((issue) => !message.includes(issue.message))
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  return [message, ...places].join("; ");
}
