import { parsedUrl } from "./urls.js";

/* Formats that zod tests with code, tested in the same way. */

export function isIpv6(text: string): boolean {
  return /^[0-9a-fA-F:.]+$/.test(text) && parsedUrl(`http://[${text}]`) !== undefined;
}

export function isCidrv6(text: string): boolean {
  const [address, prefix, ...more] = text.split("/");
  if (!address || !prefix || more.length > 0) return false;
  const bits = Number(prefix);
  return String(bits) === prefix && bits >= 0 && bits <= 128 && isIpv6(address);
}

export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && !/\s/.test(text) && isDecodable(text);
}

export function isBase64Url(text: string): boolean {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return false;
  const base64 = text.replace(/[-_]/g, (character) => (character === "-" ? "+" : "/"));
  return isBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}

function isDecodable(base64: string): boolean {
  try {
    atob(base64);
    return true;
  } catch {
    return false;
  }
}

/** Twelve to nineteen digits, maybe grouped, with a right checksum (Luhn). */
export function isCreditCard(text: string): boolean {
  if (!/^\d(?:[ -]?\d){11,18}$/.test(text)) return false;
  const digits = text.replace(/[- ]/g, "");
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** An IBAN in its electronic form, with a right checksum (ISO 7064, mod 97). */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}(?!00|01|99)\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** The form of a JSON Web Token; its signature is not looked at. */
export function isJwt(text: string, algorithm?: string): boolean {
  try {
    const [header, ...others] = text.split(".");
    if (!header || others.length !== 2) return false;
    const parsed = JSON.parse(atob(header)) as { readonly typ?: unknown; readonly alg?: unknown };
    if ("typ" in parsed && parsed.typ !== "JWT") return false;
    return Boolean(parsed.alg) && (algorithm === undefined || parsed.alg === algorithm);
  } catch {
    return false;
  }
}

/** A pattern with state of its own (flags `g` and `y`) starts from the beginning each time. */
export function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
