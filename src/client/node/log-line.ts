import { crc32 } from "node:zlib";
import type { StateChange } from "../storage/client-storage.js";

/** One write as a line of the log: a checksum, the changes, a line feed. What was torn off is told by either. */
export function encodeLine(changes: readonly StateChange[]): string {
  const json = JSON.stringify(changes);
  return `${checksum(json)} ${json}\n`;
}

/** The changes of a line without its line feed, undefined where it is damaged. */
export function decodeLine(line: string): readonly StateChange[] | undefined {
  const json = line.slice(9);
  if (line[8] !== " " || line.slice(0, 8) !== checksum(json)) return undefined;
  return JSON.parse(json) as readonly StateChange[];
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
