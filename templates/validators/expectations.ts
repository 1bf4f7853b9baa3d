import type { NumberCheck, StringCheck } from "../../src/contract/type-node.js";

/** Formats as a sentence names them: "Expected an email address". */
const formats: { readonly [format: string]: string } = {
  base64: "base64 text",
  base64url: "base64url text",
  cidrv4: "an IPv4 range",
  cidrv6: "an IPv6 range",
  credit_card: "a credit card number",
  cuid: "a cuid",
  cuid2: "a cuid2",
  date: "a date (YYYY-MM-DD)",
  datetime: "an ISO 8601 date and time",
  duration: "an ISO 8601 duration",
  e164: "a phone number (E.164)",
  email: "an email address",
  emoji: "emoji",
  guid: "a GUID",
  hex: "hexadecimal digits",
  hostname: "a host name",
  iban: "an IBAN",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  jwt: "a JSON Web Token",
  ksuid: "a KSUID",
  lowercase: "no uppercase letters",
  mac: "a MAC address",
  nanoid: "a nanoid",
  regex: "text of the expected pattern",
  time: "an ISO 8601 time",
  ulid: "a ULID",
  uppercase: "no lowercase letters",
  url: "a URL",
  uuid: "a UUID",
  xid: "an xid",
};

export function expectedFormat(check: Extract<StringCheck, { check: "format" }>): string {
  const { prefix, suffix, includes } = check.options ?? {};
  if (typeof prefix === "string") return `text that starts with ${JSON.stringify(prefix)}`;
  if (typeof suffix === "string") return `text that ends with ${JSON.stringify(suffix)}`;
  if (typeof includes === "string") return `text that includes ${JSON.stringify(includes)}`;
  return formats[check.format] ?? `text in the format ${JSON.stringify(check.format)}`;
}

const listed = 12;

export function expectedValues(values: readonly (string | number | boolean | null)[]): string {
  if (values.length === 0) return "nothing";
  const shown = values.slice(0, listed).map((value) => JSON.stringify(value));
  if (values.length > listed) return `one of ${shown.join(", ")} and ${values.length - listed} more`;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)!}`;
}

type NumberFormat = Extract<NumberCheck, { check: "format" }>["format"];

export const numberFormats: {
  readonly [format in NumberFormat]: { readonly expected: string; readonly range: readonly number[] };
} = {
  safeint: { expected: "an integer", range: [] },
  int32: { expected: "an integer", range: [-2147483648, 2147483647] },
  uint32: { expected: "an integer", range: [0, 4294967295] },
  float32: { expected: "a number", range: [-3.4028234663852886e38, 3.4028234663852886e38] },
  float64: { expected: "a number", range: [] },
};
