import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The TypeScript file that a relative specifier names, as TypeScript finds it; undefined for packages and for what is not there. */
export function resolveLocalModule(specifier: string, from: string): string | undefined {
  if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
  const path = resolve(dirname(from), specifier);
  const candidates = [
    path,
    ...(path.endsWith(".js") ? [path.replace(/js$/, "ts"), path.replace(/js$/, "tsx")] : []),
    ...(path.endsWith(".mjs") ? [path.replace(/mjs$/, "mts")] : []),
    ...["ts", "tsx", "mts"].map((extension) => `${path}.${extension}`),
    ...["ts", "tsx", "mts"].map((extension) => join(path, `index.${extension}`)),
  ];
  return candidates.find(
    (candidate) =>
      /\.m?tsx?$/.test(candidate) && statSync(candidate, { throwIfNoEntry: false })?.isFile() === true,
  );
}
