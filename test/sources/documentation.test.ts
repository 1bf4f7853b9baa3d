import { describe, expect, it } from "vitest";
import type { Documented } from "../../src/contract/contract.js";
import type { SchemaPath } from "../../src/contract/finding.js";
import { sourcesOf } from "./marked-files.js";

const text = `import { z } from "zod";
/** Not about anything. */

/** A comment of the const. */
export const note = entity({
  /** The text. */ text: z.string(),
});
/** Of the statement. */
const a = 1,
  /** A second declarator. */
  tag = entity({});

/** The schema. */
export default defineSchema({
  entities: {
    /**
     * A thing to do.
     *
     *   - indented
     * @example
     * addTodo("x")
     * @deprecated use
     *   note instead
     * @see note
     */
    todo: entity({
      /** @deprecated */
      title: z.string(),
      /* no JSDoc */ plain: z.string(), /** of the line's end */
      after: z.string(), /** between */ sameLine: z.string(),
      // a line comment
      /** Two comments: */
      /** the last one counts. */
      // and another line comment
      two: z.string(),
      /***/ stars: z.string(), /**/ empty: z.string(),
      nested: z.object({ /** Deep. */ deep: z.string() }).optional(),
      /**
       * \`\`\`
       * @deprecated is only shown here
       * \`\`\`
       */
      fenced: z.string(),
    }),
    note,
    /** Own comment. */
    note2: note,
    note3: note,
    tag,
  },
  operations: {
    /** Adds. */
    addTodo: create("todo", { args: ["title", /** Where. */ "plain?", "two"] }),
    bare: remove("todo"),
    custom: custom({ args: { /** When. */ before: z.number() }, touches: [] }),
  },
});
`;

describe("documentation", () => {
  it.each<[SchemaPath, Documented]>([
    [[], { doc: "The schema." }],
    [
      ["entities", "todo"],
      {
        doc: 'A thing to do.\n\n  - indented\n@example\naddTodo("x")\n@see note',
        deprecated: "use\nnote instead",
      },
    ],
    [["entities", "todo", "fields", "title"], { deprecated: true }],
    [["entities", "todo", "fields", "plain"], {}],
    [["entities", "todo", "fields", "after"], {}],
    [["entities", "todo", "fields", "sameLine"], { doc: "between" }],
    [["entities", "todo", "fields", "two"], { doc: "the last one counts." }],
    [["entities", "todo", "fields", "stars"], {}],
    [["entities", "todo", "fields", "empty"], {}],
    [["entities", "todo", "fields", "nested", "deep"], { doc: "Deep." }],
    [["entities", "todo", "fields", "fenced"], { doc: "```\n@deprecated is only shown here\n```" }],
    [["entities", "todo", "fields", "gone"], {}],
    [["entities", "note"], { doc: "A comment of the const." }],
    [["entities", "note", "text"], { doc: "The text." }],
    [["entities", "note2"], { doc: "Own comment." }],
    [["entities", "note3"], { doc: "A comment of the const." }],
    [["entities", "tag"], { doc: "A second declarator." }],
    [["operations", "addTodo"], { doc: "Adds." }],
    [["operations", "addTodo", "args", "title"], { deprecated: true }],
    [["operations", "addTodo", "args", "plain"], { doc: "Where." }],
    [["operations", "addTodo", "args", "two"], { doc: "the last one counts." }],
    [["operations", "bare"], {}],
    [["operations", "custom", "args", "before"], { doc: "When." }],
  ])("of %j", (path, documented) => {
    expect(sourcesOf(text).documentation(path)).toEqual(documented);
    expect(sourcesOf(text.replaceAll("\n", "\r\n")).documentation(path)).toEqual(documented);
  });

  it("does not depend on what was asked before", () => {
    const sources = sourcesOf(text);
    const paths: SchemaPath[] = [
      ["entities", "todo", "fields", "two"],
      ["entities", "gone", "x"],
      ["entities", "note", "text"],
      ["entities"],
      ["operations", "addTodo", "args", "plain"],
      ["entities", "todo", "fields", "two"],
    ];
    for (const path of paths)
      expect(sources.documentation(path)).toEqual(sourcesOf(text).documentation(path));
  });

  it("of a union's members stands before their declarations, or before them in the list", () => {
    const sources = sourcesOf(`
/** A review. */
export const Review = z.object({ type: z.literal("review") });
export default defineSchema({
  entities: z.discriminatedUnion("type", [
    Review,
    /** A note. */
    z.object({ type: z.literal("note"), /** Its text. */ text: z.string() }),
  ]),
});`);
    expect(sources.documentation(["entities", "review"])).toEqual({ doc: "A review." });
    expect(sources.documentation(["entities", "note"])).toEqual({ doc: "A note." });
    expect(sources.documentation(["entities", "note", "text"])).toEqual({ doc: "Its text." });
  });
});
