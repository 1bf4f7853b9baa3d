import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parseSync, type TSInterfaceDeclaration } from "oxc-parser";
import { expect, it } from "vitest";
import { commandHelp, optionHelp } from "../../src/generator/cli/help.js";
import { DEFAULT_LIMITS } from "../../src/server/index.js";
import { FAULT_KINDS } from "../../src/testing/index.js";
import { anchorsOf, documentAt, documents, repository, tableColumn } from "./support/documents.js";

const read = (path: string) => readFileSync(join(repository, path), "utf8");

it.each(documents.map((document) => [document.path, document] as const))(
  "%s links to what is there",
  (path, document) => {
    const links = [...document.prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), file)).replaceAll("\\", "/");
      if (!existsSync(join(repository, target))) return true;
      return anchor !== undefined && !anchorsOf(documentAt(target)).has(anchor);
    });
    expect(broken).toEqual([]);
  },
);

it("README.md links to every page of docs/", () => {
  const pages = documents.map(({ path }) => path).filter((path) => path.startsWith("docs/"));
  expect(pages.filter((path) => !documentAt("README.md").prose.includes(`](${path})`))).toEqual([]);
});

it("README.md's tables say what --help says", () => {
  const rows = documentAt("README.md")
    .text.split("\n")
    .flatMap((line) => {
      const [, first, second] = line.split("|").map((cell) => cell.trim());
      return first?.startsWith("`") && second !== undefined
        ? [[first.replaceAll("`", ""), second] as const]
        : [];
    });
  const helped = [
    ...Object.entries(commandHelp).map(([name, { describe }]) => [name, describe] as const),
    ...Object.entries(optionHelp).map(
      ([name, { describe }]) =>
        [`--${name}`, name === "rules" ? `${describe} (lint, compat)` : describe] as const,
    ),
  ];
  expect(rows.map(([name, text]) => [name, text.replaceAll("`", "")])).toEqual(helped);
});

/** The members of an exported interface, as its file declares them. */
function membersOf(path: string, name: string): string[] {
  const { program } = parseSync(path, read(path));
  const declarations = program.body.map((node) =>
    node.type === "ExportNamedDeclaration" ? node.declaration : node,
  );
  const found = declarations.find(
    (node): node is TSInterfaceDeclaration =>
      node?.type === "TSInterfaceDeclaration" && node.id.name === name,
  );
  if (found === undefined) throw new RangeError(`${path} declares no interface ${name}`);
  return found.body.body.flatMap((member) =>
    "key" in member && member.key.type === "Identifier" ? [member.key.name] : [],
  );
}

it("docs/client.md lists the client's options", () => {
  const listed = tableColumn(documentAt("docs/client.md"), "option");
  expect(listed.sort()).toEqual(membersOf("src/client/sync-client-options.ts", "SyncClientOptions").sort());
});

it("docs/client.md has the defaults that the options state", () => {
  const source = read("src/client/sync-client-options.ts");
  const stated = [...source.matchAll(/[Dd]efault ([\d,]+\d)[^\n]*\n\s+readonly (\w+)/g)];
  const rows = documentAt("docs/client.md").text.split("\n");
  const shown = stated.map(([, , name]) => {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` `));
    return [name, row?.split("|")[2]?.trim()];
  });
  expect(shown.length).toBeGreaterThan(3);
  expect(shown).toEqual(stated.map(([, value, name]) => [name, value]));
});

it("docs/server.md names every option of a server", () => {
  const { text } = documentAt("docs/server.md");
  const options = [
    ...membersOf("src/server/server-options.ts", "CommonOptions"),
    "authenticate",
    "allowAnonymous",
  ];
  const bound = ["contract", "handlers"];
  expect(
    options.filter((name) => !bound.includes(name) && !new RegExp(`\`${name}|\\b${name}: `).test(text)),
  ).toEqual([]);
});

it("docs/server.md lists the limits with their defaults", () => {
  const page = documentAt("docs/server.md");
  expect(tableColumn(page, "limit").sort()).toEqual(Object.keys(DEFAULT_LIMITS).sort());
  const mebibytes = (value: number) => (value % 2 ** 20 === 0 ? `${value / 2 ** 20} MiB` : undefined);
  const shown = (value: number) => mebibytes(value) ?? value.toLocaleString("en-US");
  for (const [name, limit] of Object.entries(DEFAULT_LIMITS)) {
    const row = page.text.split("\n").find((line) => line.startsWith(`| \`${name}\` `));
    const values = typeof limit === "number" ? [limit] : [limit.perSecond, limit.burst];
    for (const value of values) expect(row).toContain(shown(value));
  }
});

it("docs/cli.md lists what a report holds", () => {
  const listed = tableColumn(documentAt("docs/cli.md"), "property", "### The report");
  expect(listed).toEqual(membersOf("src/generator/cli/report.ts", "Report"));
});

it("docs/handlers.md lists what a transaction can do", () => {
  const listed = tableColumn(documentAt("docs/handlers.md"), "method");
  const methods = listed.flatMap((cell) => [...cell.matchAll(/(\w+)\(/g)].map(([, name]) => name!));
  const path = "src/protocol/runtime-contract.ts";
  expect(methods.sort()).toEqual(membersOf(path, "TransactionCollection").sort());
});

it("ARCHITECTURE.md names files and folders that exist", () => {
  const named = [...documentAt("ARCHITECTURE.md").prose.matchAll(/`([a-z][\w-]*\/[\w./-]*)`/g)].map(
    ([, file]) => file!,
  );
  const isPackage = (name: string) => name.startsWith("kalphite-gen/") || name === "client/node";
  const places = ["", "src", "src/generator"];
  const missing = named.filter((file) => !places.some((place) => existsSync(join(repository, place, file))));
  const written = /^(node_modules|entities)\//;
  expect(named.length).toBeGreaterThan(15);
  expect(missing.filter((file) => !isPackage(file) && !written.test(file))).toEqual([]);
});

it("ARCHITECTURE.md gives a reason for each dependency", () => {
  const { dependencies, peerDependencies } = JSON.parse(read("package.json")) as {
    readonly [kind: string]: { readonly [name: string]: string };
  };
  const listed = tableColumn(documentAt("ARCHITECTURE.md"), "package").map((name) =>
    name.replace(" (peer)", ""),
  );
  expect(listed.sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
});

it("every subpath of the package is in README.md or in a page of docs/", () => {
  const { exports } = JSON.parse(read("package.json")) as {
    readonly exports: { readonly [path: string]: unknown };
  };
  const all = documents.map(({ text }) => text).join("\n");
  const names = Object.keys(exports).map((path) => path.replace(".", "kalphite-gen"));
  expect(names.filter((name) => name !== "kalphite-gen/package.json" && !all.includes(name))).toEqual([]);
});

it("docs/testing.md names every fault and every option of a simulation", () => {
  const page = documentAt("docs/testing.md");
  const faults = Object.entries(FAULT_KINDS).map(([kind, { meaning }]) => `${kind} ${meaning}`);
  const rows = page.text
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
    .map(([, kind, meaning]) => `${kind} ${meaning}`);
  expect(faults.filter((fault) => !rows.includes(fault))).toEqual([]);
  expect(tableColumn(page, "fault")).toHaveLength(faults.length);
  const source = read("src/testing/simulation/simulation-options.ts");
  const body = source.slice(0, source.indexOf("export interface Chooser"));
  const options = [...body.matchAll(/^  readonly (\w+)\??:/gm)].map(([, name]) => name!);
  expect(tableColumn(page, "option").sort()).toEqual(options.sort());
});

it("docs/migration.md's chart and its table call both ways the same, and its last phase shows who listens", () => {
  const { text } = documentAt("docs/migration.md");
  const legend = [...read("docs/evolution.svg").matchAll(/y="20" >([^<]+)</g)].map(([, name]) => name);
  expect(legend).toHaveLength(2);
  expect(text.replace(/ +/g, " ")).toContain(`| ${legend.join(" | ")} |`);
  expect(text).toContain("of sockets) console.log");
});
