/** An attribute of XML, with its quotes. */
export function xmlAttribute(text: string): string {
  return `"${xmlText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`;
}

/** What XML 1.0 cannot hold is shown as its replacement. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
