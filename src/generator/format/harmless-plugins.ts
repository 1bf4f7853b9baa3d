/** Plugins for other languages: what prettier prints for TypeScript and JSON is the same with and without them. */
const otherLanguages = new Set([
  "@prettier/plugin-php",
  "@prettier/plugin-pug",
  "@prettier/plugin-ruby",
  "@prettier/plugin-xml",
  "prettier-plugin-astro",
  "prettier-plugin-java",
  "prettier-plugin-prisma",
  "prettier-plugin-sh",
  "prettier-plugin-svelte",
  "prettier-plugin-toml",
]);

/** Tailwind's plugin sorts classes in JSX, which no generated file has, and in calls of functions that it is told of. */
const tailwind = "prettier-plugin-tailwindcss";

/** Whether a plugin of the user's configuration can be left out when generated files are formatted. */
export function isHarmlessPlugin(plugin: unknown, options: Readonly<Record<string, unknown>>): boolean {
  if (typeof plugin !== "string") return false;
  return otherLanguages.has(plugin) || (plugin === tailwind && options["tailwindFunctions"] === undefined);
}
