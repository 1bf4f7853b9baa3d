import type { Rule } from "./rule.js";

export const rulesOfNames = [
  {
    id: "legacy-name",
    severity: "error",
    title: "An operation has the name of a legacy operation",
    fix: "Rename the operation.",
    why: "`upsert<type>` and `delete<type>` are operations of every contract, for legacy clients (P31); one name cannot be two operations.",
  },
  {
    id: "reserved-name",
    severity: "error",
    title: "A name that is reserved names an operation",
    fix: "Choose another name.",
    why: "Old clients may still send the operation that had the name once, and would run this one.",
  },
  {
    id: "former-name-taken",
    severity: "error",
    title: "A former name is also the name of something else",
    fix: "Leave it out of `renamedFrom`, or rename the other operation.",
    why: "What an old client sends under the name could then mean either of two operations.",
  },
  {
    id: "client-member",
    severity: "warning",
    title: "An entity has the name of a client member",
    fix: "Reach it through client.entities, or rename the entity.",
    why: "`client.connect` stays the client's own function, so the entity of that name has no shorthand.",
  },
  {
    id: "reserved-word",
    severity: "warning",
    title: "A name that generated code cannot use as it is",
    fix: "Use the generated name, or rename it.",
    why: "Reserved words and names of TypeScript's own library cannot name a function, parameter or type. On the wire the name stays as declared.",
  },
  {
    id: "name-collision",
    severity: "warning",
    title: "Names collide once they are made identifiers",
    fix: "Rename one of them.",
    why: "`add-todo` and `addTodo` become the same identifier; one of them then carries a number, which nobody will remember.",
  },
  {
    id: "names-differ-in-case",
    severity: "warning",
    title: "Names differ only in upper and lower case",
    fix: "Rename one of them.",
    why: "They are easily mistaken for each other, and file systems that ignore case cannot hold both.",
  },
  {
    id: "unusable-name",
    severity: "error",
    title: "A name is empty or holds characters that cannot be seen or sent",
    fix: "Use a name of visible characters.",
    why: "Control characters and lone surrogates do not survive logs, files and UTF-8.",
  },
  {
    id: "long-name",
    severity: "error",
    title: "A name is longer than 200 characters",
    fix: "Shorten the name.",
    why: "Names become file names, identifiers and database keys, which have limits.",
  },
  {
    id: "proto-name",
    severity: "error",
    title: "A name is `__proto__`",
    fix: "Use another name.",
    why: "In JavaScript that key sets an object's prototype, and many libraries drop it for safety.",
  },
] as const satisfies readonly Rule[];
