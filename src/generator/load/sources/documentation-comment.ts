import type { Documented } from "../../../contract/contract.js";

/** The text of a JSDoc comment without its asterisks, `@deprecated` apart; other tags stay in the text. */
export function readDocumentation(comment: string): Documented {
  const body = comment.slice(3, comment.endsWith("*/") ? -2 : undefined);
  const hasTag = body.includes("@deprecated");
  if (!hasTag && !/[\n\r\u2028\u2029]/.test(body)) {
    const doc = body.trim();
    return doc ? { doc } : {};
  }
  const lines = body.split(/\r\n|[\n\r\u2028\u2029]/);
  const text = lines.map((line, index) => (index === 0 ? line.trim() : withoutAsterisk(line)));
  if (!hasTag) {
    const doc = trimBlankLines(text);
    return doc ? { doc } : {};
  }
  const { kept, reason } = splitDeprecation(text);
  const doc = trimBlankLines(kept);
  return { ...(doc && { doc }), ...(reason && { deprecated: reason.join("\n").trim() || true }) };
}

/** `reason`: the lines of `@deprecated`, up to the next tag; a tag that an example shows is none. */
function splitDeprecation(lines: readonly string[]): { kept: string[]; reason?: string[] } {
  const kept: string[] = [];
  let reason: string[] | undefined;
  let inTag = false;
  let inFence = false;
  for (const line of lines) {
    const start = line.trimStart();
    const isFence = start.startsWith("```");
    if (isFence) inFence = !inFence;
    const isTag = !inFence && !isFence && /^@\w/.test(start);
    if (isTag) inTag = /^@deprecated\b/.test(start);
    if (!inTag) kept.push(line);
    else (reason ??= []).push((isTag ? start.slice("@deprecated".length) : line).trim());
  }
  return { kept, ...(reason && { reason }) };
}

/** A line behind its asterisk and the one blank that follows it. */
function withoutAsterisk(line: string): string {
  let at = 0;
  while (isBlank(line[at])) at++;
  if (line[at] === "*") {
    at++;
    if (isBlank(line[at])) at++;
  }
  return line.slice(at).trimEnd();
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

function trimBlankLines(lines: readonly string[]): string {
  let first = 0;
  while (lines[first] === "") first++;
  return lines.slice(first).join("\n").trimEnd();
}
