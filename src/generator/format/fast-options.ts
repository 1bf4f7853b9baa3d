import { isHarmlessPlugin } from "./harmless-plugins.js";

/** prettier's options for one file, as `resolveConfig` yields them. */
export type PrettierOptions = Readonly<Record<string, unknown>>;

/** oxfmt's own defaults differ from prettier's (it breaks lines at 100), so all that matter here are said. */
export const prettierDefaults: PrettierOptions = {
  printWidth: 80,
  tabWidth: 2,
  useTabs: false,
  semi: true,
  singleQuote: false,
  jsxSingleQuote: false,
  quoteProps: "as-needed",
  trailingComma: "all",
  bracketSpacing: true,
  bracketSameLine: false,
  objectWrap: "preserve",
  arrowParens: "always",
  singleAttributePerLine: false,
  experimentalOperatorPosition: "end",
  embeddedLanguageFormatting: "auto",
};

/** Options that never bear on TypeScript or JSON, or that hold for every file of ours whatever they say. */
const withoutEffect = new Set([
  "endOfLine",
  "filepath",
  "htmlWhitespaceSensitivity",
  "insertPragma",
  "proseWrap",
  "vueIndentScriptAndStyle",
]);

const widestLine = 320;

/** What oxfmt is asked for these options, or why it cannot be. */
export function fastOptions(
  options: PrettierOptions,
): { readonly options: PrettierOptions } | { readonly refusal: string } {
  const result: Record<string, unknown> = { ...prettierDefaults, endOfLine: "lf" };
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null) continue;
    if (name === "insertPragma" && value === true) return { refusal: `the option ${name}` };
    if (withoutEffect.has(name)) continue;
    if (name === "plugins") {
      const plugin = (Array.isArray(value) ? value : [value]).find((one) => !isHarmlessPlugin(one, options));
      if (plugin !== undefined) return { refusal: `the plugin ${pluginName(plugin)}` };
    } else if (name === "parser") {
      if (value !== "typescript" && value !== "json")
        return { refusal: `the parser ${JSON.stringify(value)}` };
    } else if (name in prettierDefaults) {
      if (!isUsable(name, value)) return { refusal: `the option ${name}: ${String(value)}` };
      result[name] = value;
    } else if (value !== false && !name.startsWith("tailwind")) return { refusal: `the option ${name}` };
  }
  return { options: result };
}

function isUsable(name: string, value: unknown): boolean {
  if (typeof value !== typeof prettierDefaults[name]) return false;
  if (name === "printWidth") return (value as number) >= 1 && (value as number) <= widestLine;
  if (name === "tabWidth") return (value as number) >= 1 && (value as number) <= 16;
  return true;
}

function pluginName(plugin: unknown): string {
  return typeof plugin === "string" ? plugin : "given as an object";
}
