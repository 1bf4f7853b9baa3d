export interface UrlOptions {
  readonly normalize?: true;
  readonly hostname?: RegExp;
  readonly protocol?: RegExp;
}

export interface ReadUrl {
  /** What zod goes on with: trimmed, or normalized. */
  readonly text: string;
  /** How many issues zod finds. */
  readonly wrong: number;
}

/** What zod yields for a URL: trimmed, or normalized; undefined where it is none. */
export function urlText(text: string, options?: UrlOptions): string | undefined {
  const url = readUrl(text, options);
  return url.wrong === 0 ? url.text : undefined;
}

export function readUrl(text: string, options?: UrlOptions): ReadUrl {
  const trimmed = text.trim();
  const url = parsedUrl(trimmed);
  const wantsSlashes = !options?.normalize && options?.protocol?.source === "^https?$";
  if ((wantsSlashes && !/^https?:\/\//i.test(trimmed)) || !url) return { text, wrong: 1 };
  const wrongHost = isMismatch(options?.hostname, url.hostname);
  const wrongProtocol = isMismatch(options?.protocol, url.protocol.replace(/:$/, ""));
  return {
    text: options?.normalize ? url.href : trimmed.replace(/[\t\n\r]/g, ""),
    wrong: Number(wrongHost) + Number(wrongProtocol),
  };
}

function isMismatch(pattern: RegExp | undefined, text: string): boolean {
  if (!pattern) return false;
  pattern.lastIndex = 0;
  return !pattern.test(text);
}

/** Not every browser in use has `URL.canParse`. */
export function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
