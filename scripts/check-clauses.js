/**
 * Fails where no test cites a clause of docs/protocol.md in its title ("P12"), or one cites a clause that there is not.
 * A clause that docs/protocol.md itself marks with `_(not built yet)_` needs no test. `--list` prints who cites what.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "oxc-parser";

const root = fileURLToPath(new URL("..", import.meta.url));
const CLAUSE = /\bP[1-9]\d*\b/g;

/** Each clause by its name, and whether it is built. */
function readClauses() {
  const text = readFileSync(join(root, "docs", "protocol.md"), "utf8");
  const items = text.matchAll(/^- \*\*(P\d+)\*\* (_\(not built yet\)_)?/gm);
  return new Map([...items].map(([, name, mark]) => [name, mark === undefined]));
}

const testFiles = ["test", "src", "templates", "examples"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("node_modules")),
);

/** `it`, `test` or `describe` and what hangs on it: `it.each(rows)` is `["it", "each"]`. */
function chainOf(node) {
  if (node.type === "Identifier") return [node.name];
  if (node.type === "CallExpression") return chainOf(node.callee);
  if (node.type === "MemberExpression") return [...chainOf(node.object), node.property.name];
  return [];
}

/** The texts of a title, or of the rows of a table that titles are made of. */
function textsIn(node, found = []) {
  if (node === null || typeof node !== "object") return found;
  if (node.type === "Literal" && typeof node.value === "string") found.push(node.value);
  else if (node.type === "TemplateElement") found.push(node.value.raw);
  else if (!/Function/.test(node.type ?? "")) for (const key in node) textsIn(node[key], found);
  return found;
}

/** The clauses that the titles of a file cite, those of tests that never run left out. */
function citedIn(file) {
  const text = readFileSync(file, "utf8");
  const cited = new Set();
  if (text.search(CLAUSE) === -1) return cited;
  const { program } = parseSync(file, text);
  new Visitor({
    CallExpression: ({ callee, arguments: [first, ...more] }) => {
      const [name, ...modifiers] = chainOf(callee);
      if (!["it", "test", "describe"].includes(name) || first === undefined) return;
      if (modifiers.some((each) => each === "skip" || each === "todo")) return;
      const isTable = ["each", "for"].includes(modifiers.at(-1)) && more.length === 0;
      const isTitle = ["Literal", "TemplateLiteral"].includes(first.type);
      if (!isTable && !isTitle) return;
      for (const title of textsIn(first)) for (const [clause] of title.matchAll(CLAUSE)) cited.add(clause);
    },
  }).visit(program);
  return cited;
}

const clauses = readClauses();
const citations = new Map([...clauses.keys()].map((name) => [name, []]));
const problems = clauses.size === 0 ? ["docs/protocol.md has no clauses"] : [];
for (const file of testFiles) {
  const path = relative(root, file);
  for (const clause of citedIn(file)) {
    if (citations.has(clause)) citations.get(clause).push(path);
    else problems.push(`${path} cites ${clause}, which docs/protocol.md does not have`);
  }
}
for (const [clause, isBuilt] of clauses) {
  const isTested = citations.get(clause).length > 0;
  if (isBuilt && !isTested) problems.push(`No test cites ${clause} in its title`);
  if (!isBuilt && isTested)
    problems.push(`docs/protocol.md says that ${clause} is not built, and there is a test of it`);
}
if (process.argv.includes("--list")) {
  for (const [clause, files] of citations) console.log([clause, ...files.sort()].join("\n    "));
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
