export interface UrlOptions {
  readonly normalize?: true;
  readonly hostname?: RegExp;
  readonly protocol?: RegExp;
}

/** What zod yields for a URL: trimmed, or normalized; undefined where it is none. */
export function urlText(text: string, options?: UrlOptions): string | undefined {
  const trimmed = text.trim();
  const wantsSlashes = !options?.normalize && options?.protocol?.source === "^https?$";
  if (wantsSlashes && !/^https?:\/\//i.test(trimmed)) return undefined;
  if (!URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  if (options?.hostname && !isMatch(options.hostname, url.hostname)) return undefined;
  if (options?.protocol && !isMatch(options.protocol, url.protocol.replace(/:$/, ""))) return undefined;
  return options?.normalize ? url.href : trimmed.replace(/[\t\n\r]/g, "");
}

function isMatch(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
