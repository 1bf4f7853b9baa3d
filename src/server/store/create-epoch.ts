/** A new room's epoch: 16 random hexadecimal digits (P13). */
export function createEpoch(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
