import type { Formatter } from "../format/formatter.js";
import type { FileChange } from "../plan/plan.js";
import type { HandlerStub, StubImport } from "./handler-renderer.js";
import type { HandlerFile } from "./handler-scan.js";

/** The unformatted text of a file that only has stubs. */
export function newHandlerFile(stubs: readonly HandlerStub[], opening: string | undefined): string {
  const imports = importStatements(stubs.flatMap((stub) => stub.imports));
  const parts = [opening?.trim(), imports, ...stubs.map(({ text }) => text.trim())];
  return `${parts.filter((part) => part !== undefined && part !== "").join("\n\n")}\n`;
}

/**
 * The file with the stubs behind everything in it. Types that it does not import yet get an import of their own behind
 * the last one, or in front of the stubs where there is none. All that was there stays as it was, byte for byte.
 * @param path relative to the output folder
 */
export async function appendStubs(
  file: HandlerFile,
  stubs: readonly HandlerStub[],
  path: string,
  formatter: Pick<Formatter, "format">,
): Promise<FileChange> {
  const lineBreak = /\r?\n/.exec(file.text)?.[0] ?? "\n";
  const locals = new Set(file.imports.map(({ local }) => local));
  const missing = stubs.flatMap((stub) => stub.imports).filter(({ name }) => !locals.has(name));
  const [imports, declarations] = await formatter.format([
    { path, text: `${importStatements(missing)}\n` },
    { path, text: `${stubs.map(({ text }) => text.trim()).join("\n\n")}\n` },
  ]);
  const importText = missing.length === 0 ? "" : imports!.text.trim();
  const stubText = declarations!.text.trim();
  const before = file.text;
  const after =
    importText === "" || file.importsEnd === undefined
      ? joinParts(before, [importText, stubText], lineBreak)
      : joinParts(insertBehindImports(before, file.importsEnd, importText, lineBreak), [stubText], lineBreak);
  return { path: file.path, action: "append", before, after };
}

/** One statement a module, names in order. */
function importStatements(imports: readonly StubImport[]): string {
  const modules = new Map<string, Set<string>>();
  for (const { name, from } of imports) modules.set(from, (modules.get(from) ?? new Set()).add(name));
  return [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, names]) => `import type { ${[...names].sort().join(", ")} } from ${JSON.stringify(from)};`)
    .join("\n");
}

/** On a line of its own below the statement that ends at `end`; what follows it on its line stays there. */
function insertBehindImports(text: string, end: number, importText: string, lineBreak: string): string {
  const lineEnd = text.indexOf("\n", end);
  const rest = text.slice(end, lineEnd < 0 ? undefined : lineEnd).trim();
  const isCommentOnly = rest === "" || rest.startsWith("//") || /^\/\*(?:(?!\*\/).)*\*\/$/.test(rest);
  const inserted = importText.replaceAll("\n", lineBreak);
  if (!isCommentOnly) return text.slice(0, end) + lineBreak + inserted + lineBreak + text.slice(end);
  if (lineEnd < 0) return text + lineBreak + inserted;
  return text.slice(0, lineEnd + 1) + inserted + lineBreak + text.slice(lineEnd + 1);
}

/** Parts behind a text, with one empty line between them, and a line break at the end. */
function joinParts(text: string, parts: readonly string[], lineBreak: string): string {
  let result = text;
  for (const part of parts) {
    if (part === "") continue;
    const isEmpty = result.replace(/^\ufeff/, "").trim() === "";
    if (!isEmpty) {
      if (!result.endsWith("\n")) result += lineBreak;
      if (!/\n\r?\n$/.test(result)) result += lineBreak;
    }
    result += part.replaceAll("\n", lineBreak) + lineBreak;
  }
  return result;
}
