/**
 * Packs the package, installs the tarball into an empty project, and does there what a newcomer would: `init`,
 * `generate`, compile, import every entry, and one round trip between a client and a server.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "kalphite-package-"));
const app = join(folder, "my app");

const say = (text) => console.log(`- ${text}`);

/** Standard output of a command that must succeed. */
function run(command, args, cwd) {
  const stdio = ["ignore", "pipe", "pipe"];
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio, shell: process.platform === "win32" });
  } catch (error) {
    throw new Error(`\`${command} ${args.join(" ")}\` failed:\n${error.stdout}${error.stderr}`, {
      cause: error,
    });
  }
}

function write(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}

/** Every file of the tarball is one of these, and each of these is there. */
function checkFiles(paths) {
  const named = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  const declared = Object.entries(manifest.exports).filter(([path, { types }]) => path !== "." && types);
  // What resolutions that know no `exports` find must be the same.
  assert.deepEqual(
    manifest.typesVersions["*"],
    Object.fromEntries(declared.map(([path, { types }]) => [path.slice(2), [types]])),
  );
  const wanted = [
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "bin/kalphite-gen.js",
    "dist/cli.js",
    "dist/config.js",
    "dist/fresh.js",
    ...named.map((path) => path.replace(/^\.\//, "")),
  ];
  const missing = wanted.filter((path) => !paths.includes(path));
  assert.deepEqual(missing, [], "the tarball lacks files");
  const inner = [/^dist\/chunks\/[\w-]+\.js$/, /^dist\/types\/(src|templates)\/[\w/-]+\.d\.ts$/];
  const extra = paths.filter((path) => !wanted.includes(path) && !inner.some((form) => form.test(path)));
  assert.deepEqual(extra, [], "the tarball holds files that nobody needs");
}

const application = `import { MemoryServerStore, startNodeServer } from "kalphite-gen/server";
import { createClient } from "./generated/client.gen.js";
import { createServer } from "./generated/server.gen.js";

const server = await startNodeServer(createServer({ store: new MemoryServerStore(), allowAnonymous: true }));
const ada = createClient({ url: server.url });
const ben = createClient({ url: server.url });
await ada.connect();
ada.mutate.addTodo("t1", "Buy milk");
const first = await ada.mutate.completeTodo("t1").confirmed;
const arrived = new Promise<void>((resolve) => {
  const stop = ben.subscribe(() => {
    if (ben.todo.get("t1") === undefined) return;
    stop();
    resolve();
  });
});
await ben.connect();
await arrived;
const second = await ben.mutate.addTodo("t1", "Again").confirmed;
console.log(JSON.stringify([first, ben.todo.get("t1")?.data, second.ok ? "" : second.code]));
await Promise.all([ada.disconnect(), ben.disconnect()]);
await server.close();
`;

const imports = `import { createRequire } from "node:module";
const { exports } = createRequire(import.meta.url)("kalphite-gen/package.json");
const names = [];
for (const [path, target] of Object.entries(exports)) {
  if (typeof target === "string") continue;
  const name = path.replace(".", "kalphite-gen");
  if (Object.keys(await import(name)).length === 0) throw new Error(name + " exports nothing");
  names.push(name);
}
console.log(names.join(" "));
`;

const tsconfig = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    lib: ["es2023", "dom", "dom.iterable"],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    outDir: "dist",
    rootDir: ".",
  },
  include: ["*.ts", "generated", "handlers"],
};

function main() {
  const packed = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root),
  );
  const [{ filename, files, size }] = Array.isArray(packed) ? packed : Object.values(packed);
  checkFiles(files.map(({ path }) => path));
  say(`${filename} holds ${files.length} files, ${Math.round(size / 1024)} KiB packed`);
  const tarball = join(folder, filename);

  const publint = join(root, "node_modules", "publint", "src", "cli.js");
  run(process.execPath, [publint, tarball, "--strict"], root);
  say("publint finds nothing");

  const {
    zod,
    typescript,
    react,
    "fast-check": fastCheck,
    "@types/node": node,
    "@types/react": reactTypes,
  } = manifest.devDependencies;
  write({
    "package.json": `${JSON.stringify({ name: "app", private: true, type: "module" })}\n`,
    "tsconfig.json": JSON.stringify(tsconfig, null, 2),
    "main.ts": application,
    "imports.mjs": imports,
  });
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball, `zod@${zod}`], app);
  const development = [
    `typescript@${typescript}`,
    `react@${react}`,
    `fast-check@${fastCheck}`,
    `@types/node@${node}`,
    `@types/react@${reactTypes}`,
  ];
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "-D", ...development], app);
  say("installed into an empty project");

  assert.equal(run("npx", ["kalphite-gen", "--version"], app), `${manifest.version}\n`);
  run("npx", ["kalphite-gen", "init"], app);
  const { scripts } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));
  assert.equal(typeof scripts.prebuild, "string", "init adds the script prebuild");
  run("npx", ["kalphite-gen", "generate"], app);
  run("npm", ["run", "kalphite:check"], app);
  say("init, generate, check");

  run("npx", ["tsc"], app);
  say("what was generated compiles strictly, our declarations included");

  say(`imports ${run(process.execPath, ["imports.mjs"], app).trim()}`);

  const told = JSON.parse(run(process.execPath, [join("dist", "main.js")], app));
  assert.deepEqual(told, [{ ok: true }, { title: "Buy milk", status: "completed" }, "already_exists"]);
  say("a client and a server agree");
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
