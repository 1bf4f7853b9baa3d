import type { Documented } from "../../../contract/contract.js";

/** The text of a JSDoc comment without its asterisks, `@deprecated` apart; other tags stay in the text. */
export function readDocumentation(comment: string): Documented {
  if (!comment.includes("@") && !comment.includes("\n")) {
    const doc = comment.slice(3, -2).trim();
    return doc ? { doc } : {};
  }
  const lines = comment
    .slice(3, comment.endsWith("*/") ? -2 : undefined)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^[\t ]*\*?[\t ]?/, "").trimEnd()));
  const kept: string[] = [];
  const reason: string[] = [];
  let deprecated = false;
  let inTag = false;
  let inFence = false;
  for (const line of lines) {
    const fence = line.trimStart().startsWith("```");
    if (fence) inFence = !inFence;
    const tag = inFence || fence ? undefined : /^\s*@(\w+)/.exec(line)?.[1];
    if (tag !== undefined) inTag = tag === "deprecated";
    if (tag === "deprecated") {
      deprecated = true;
      reason.push(line.replace(/^\s*@deprecated\b/, "").trim());
    } else (inTag ? reason : kept).push(line);
  }
  const doc = trimBlankLines(kept);
  const why = trimBlankLines(reason.map((line) => line.trim()));
  return { ...(doc && { doc }), ...(deprecated && { deprecated: why || true }) };
}

function trimBlankLines(lines: readonly string[]): string {
  return lines
    .join("\n")
    .replace(/^(?:[\t ]*\n)+/, "")
    .replace(/\s+$/, "");
}
