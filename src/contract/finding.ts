/** Leads from the schema's default export to a place in it: `["operations", "addTodo", "args", "title"]`. */
export type SchemaPath = readonly (string | number)[];

export type Severity = "error" | "warning" | "note";

/** What a rule or the introspection found, before it is known in which line of which file that is. */
export interface Finding {
  /** A key of the rule table (`rules.ts`). */
  readonly rule: string;
  readonly path: SchemaPath;
  /** What is wrong here, with the names involved. One or two sentences, no trailing advice. */
  readonly message: string;
  /** What to do here; where absent, the rule's own fix is shown. */
  readonly fix?: string;
}
