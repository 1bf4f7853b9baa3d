import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { defaultSchemaPaths } from "../../src/generator/config/default-schema.js";
import { commandNames, commandOptions, optionKinds } from "../../src/generator/cli/options.js";
import { packageFolder } from "./run-cli.js";

const page = readFileSync(join(packageFolder, "docs/cli.md"), "utf8");
const row = (name: string) => page.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";

it.each(commandNames)("docs/cli.md has the command %s", (command) => expect(row(command)).not.toBe(""));

it.each(Object.keys(optionKinds))("docs/cli.md has --%s with the commands that take it", (option) => {
  const [, , commands = ""] = row(`--${option}`).split("|");
  const named = commandNames.filter((command) => commands.includes(command));
  const documented = commands.includes("all")
    ? commandNames.filter((command) => !named.includes(command))
    : named;
  const takers = commandNames.filter((command) =>
    (commandOptions[command] as readonly string[]).includes(option),
  );
  expect(documented).toEqual(takers);
});

it("docs/cli.md names every default place of a schema", () => {
  for (const path of defaultSchemaPaths) expect(page).toContain(`\`${path}\``);
});
