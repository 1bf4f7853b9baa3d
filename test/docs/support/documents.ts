import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));

export interface CodeBlock {
  /** Path and line of the fence, for messages. */
  readonly place: string;
  readonly language: string;
  /** What stands behind the language, which readers do not see: `fragment`, `file=schema.ts`, `with=client` … */
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
}

export interface Document {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
  /** The text without code blocks. */
  readonly prose: string;
}

/** What people read: the pages at the top, docs/, and the page of the terminal program. */
export const documents: readonly Document[] = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  ...readdirSync(join(repository, "docs"))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/${name}`),
  "examples/todo-cli/README.md",
].map(readDocument);

/** @throws RangeError where there is none */
export function documentAt(path: string): Document {
  const found = documents.find((document) => document.path === path);
  if (found === undefined) throw new RangeError(`There is no ${path}`);
  return found;
}

function readDocument(path: string): Document {
  const text = readFileSync(join(repository, path), "utf8");
  const blocks: CodeBlock[] = [];
  const fence = /^```(\w*)([^\n]*)\n(.*?)^```$/gms;
  const prose = text.replace(fence, (_, language: string, marks: string, body: string, at: number) => {
    const line = text.slice(0, at).split("\n").length;
    blocks.push({ place: `${path}:${line}`, language, marks: readMarks(marks), text: body });
    return "";
  });
  return { path, text, blocks, prose };
}

function readMarks(text: string): Map<string, string> {
  const words = text.trim().split(/\s+/).filter(Boolean);
  return new Map(words.map((word) => [word.split("=")[0]!, word.split("=")[1] ?? ""]));
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf({ prose }: Document): ReadonlySet<string> {
  const headings = [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** The first cells of the table below a heading, without backticks, whose own heading is `column`. */
export function tableColumn({ text, path }: Document, column: string, heading?: string): string[] {
  const from = heading === undefined ? 0 : text.indexOf(`\n${heading}\n`);
  if (from < 0) throw new RangeError(`${path} has no heading ${heading}`);
  const lines = text.slice(from).split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${column} `));
  if (start < 0) throw new RangeError(`${path} has no table of ${column}`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start + 2, start + length).map((line) => line.split("|")[1]!.trim().replaceAll("`", ""));
}
