/**
 * Builds dist/: one readable ESM bundle per entry of package.json's `exports`, the two files that bin/ starts, and the
 * declarations. `--quiet` prints only failures, `--force` builds even where nothing changed, `--no-types` leaves the
 * declarations as they are. Whatever can be built is built; the exit code is 1 if anything was missing or wrong.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(root, "dist");
const stampFile = path.join(root, "node_modules", ".cache", "kalphite-gen-build", "stamp.json");
const recordedRuns = path.join(root, "node_modules", ".cache", "kalphite-gen");
const flags = new Set(process.argv.slice(2));
const withTypes = !flags.has("--no-types");

/** Entries that package.json does not name: what bin/kalphite-gen.js starts, and `defineConfig` for config files. */
const innerEntries = {
  cli: "src/generator/cli/main.ts",
  fresh: "src/generator/cli/fresh-answer.ts",
  config: "src/generator/config/define-config.ts",
};

/** One file each, sharing no chunk: bin loads `fresh` on every run, schemas and configs are bundled with the others. */
const standalone = new Set(["fresh", "config", "schema"]);

/** Runs in browsers and edge workers too, so that nothing of Node may be taken for granted. */
const isNeutral = (source) => !source.startsWith("src/generator/");

function filesBelow(folder) {
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

function fingerprintOfInputs() {
  const hash = createHash("sha256");
  const inputs = [
    ...filesBelow("src"),
    ...filesBelow("templates"),
    ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "scripts/build.js"].map(
      (file) => path.join(root, file),
    ),
  ];
  for (const file of inputs) hash.update(`${file}\0${fs.statSync(file).mtimeMs}\n`);
  return hash.digest("hex");
}

function readStamp() {
  try {
    return JSON.parse(fs.readFileSync(stampFile, "utf8"));
  } catch {
    return undefined;
  }
}

function isUpToDate(fingerprint) {
  const stamp = readStamp();
  return (
    stamp?.fingerprint === fingerprint &&
    (stamp.types || !withTypes) &&
    stamp.outputs.every((file) => fs.existsSync(path.join(dist, file)))
  );
}

/** Output name (without .js) → source, as package.json states them: the declaration's path names the source. */
function entryPoints() {
  const { exports } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const entries = { ...innerEntries };
  for (const target of Object.values(exports)) {
    if (typeof target === "string") continue;
    const out = /^\.\/dist\/(.+)\.js$/.exec(target.default)?.[1];
    const source = /^\.\/dist\/types\/(.+)\.d\.ts$/.exec(target.types)?.[1];
    if (out === undefined || source === undefined)
      throw new Error(`Cannot read the export ${JSON.stringify(target)}`);
    entries[out] = `${source}.ts`;
  }
  for (const optional of ["react", "testing"]) {
    const source = `src/${optional}/index.ts`;
    if (fs.existsSync(path.join(root, source))) entries[optional] ??= source;
  }
  return entries;
}

async function bundle(entries) {
  const { build } = await import("esbuild");
  const group = (accept) =>
    Object.fromEntries(Object.entries(entries).filter(([out, source]) => accept(out, source)));
  const shared = {
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    format: "esm",
    packages: "external",
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "silent",
    chunkNames: "chunks/[name]-[hash]",
  };
  const groups = [
    {
      entryPoints: group((out, source) => !standalone.has(out) && isNeutral(source)),
      platform: "neutral",
      target: "es2022",
      splitting: true,
    },
    {
      entryPoints: group((out, source) => !standalone.has(out) && !isNeutral(source)),
      platform: "node",
      target: "node20",
      splitting: true,
    },
    { entryPoints: group((out) => standalone.has(out)), platform: "node", target: "node20" },
  ];
  const results = await Promise.allSettled(
    groups
      .filter((options) => Object.keys(options.entryPoints).length > 0)
      .map((options) => build({ ...shared, ...options })),
  );
  const { formatMessages } = await import("esbuild");
  const problems = [];
  const files = [];
  for (const result of results) {
    if (result.status === "fulfilled") files.push(...result.value.outputFiles);
    else {
      const messages = result.reason.errors ?? [{ text: String(result.reason) }];
      problems.push(
        (await formatMessages(messages, { kind: "error", color: process.stderr.isTTY })).join(""),
      );
    }
  }
  return { files, problems };
}

/** Atomic, and only where the content differs: someone else may be running what is here. */
function writeIfChanged(file, contents) {
  if (fs.existsSync(file) && fs.readFileSync(file).equals(contents)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, contents);
  fs.renameSync(temporary, file);
}

function removeStale(outputs) {
  const kept = new Set(outputs);
  for (const folder of ["", "chunks"]) {
    const absolute = path.join(dist, folder);
    if (!fs.existsSync(absolute)) continue;
    for (const name of fs.readdirSync(absolute)) {
      if (name.endsWith(".js") && !kept.has(path.join(folder, name))) fs.rmSync(path.join(absolute, name));
    }
  }
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

/** Another build may put its own there between the removal and the renaming; either is good. */
function replaceFolder(target, next) {
  for (let attempt = 1; ; attempt++) {
    fs.rmSync(target, { recursive: true, force: true });
    try {
      return fs.renameSync(next, target);
    } catch (error) {
      if (attempt === 5 || !["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    }
  }
}

/** Users get the declarations that an export leads to; those of the inner files say nothing to them. */
function removeUnreached(folder) {
  const { exports } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const reached = new Set();
  const open = Object.values(exports).flatMap(({ types }) => types?.replace("./dist/types/", "") ?? []);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file) || !fs.existsSync(path.join(folder, file))) continue;
    reached.add(file);
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    for (const [, name] of text.matchAll(/(?:from |import |import\()"(\.[^"]+)\.js"/g)) {
      open.push(path.join(path.dirname(file), `${name}.d.ts`));
    }
  }
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !reached.has(path.relative(folder, file))) fs.rmSync(file);
  }
  removeEmptyFolders(folder);
}

function removeEmptyFolders(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(path.join(folder, entry.name));
  }
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

/** Declarations are written aside and swapped in, so that files of removed sources do not stay. */
async function declarations() {
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const next = path.join(dist, `types.${process.pid}`);
  try {
    const { code, output } = await run(process.execPath, [
      tsc,
      "-p",
      "tsconfig.build.json",
      "--outDir",
      next,
    ]);
    if (fs.existsSync(next)) {
      removeUnreached(next);
      replaceFolder(path.join(dist, "types"), next);
    }
    return code === 0 ? [] : [output];
  } finally {
    fs.rmSync(next, { recursive: true, force: true });
  }
}

async function main() {
  const startedAt = performance.now();
  const fingerprint = fingerprintOfInputs();
  if (!flags.has("--force") && isUpToDate(fingerprint)) return;
  fs.rmSync(stampFile, { force: true });
  // A recorded run trusts the version of the package; between releases the generator changes without one.
  fs.rmSync(recordedRuns, { recursive: true, force: true });

  const problems = [];
  const entries = entryPoints();
  for (const [out, source] of Object.entries(entries)) {
    if (fs.existsSync(path.join(root, source))) continue;
    problems.push(`dist/${out}.js cannot be built: ${source} does not exist.\n`);
    delete entries[out];
  }
  const types = withTypes ? declarations() : Promise.resolve([]);
  const bundled = await bundle(entries);
  for (const file of bundled.files) writeIfChanged(file.path, Buffer.from(file.contents));
  const outputs = bundled.files.map((file) => path.relative(dist, file.path));
  if (bundled.problems.length === 0) removeStale(outputs);
  problems.push(...bundled.problems, ...(await types));

  if (problems.length > 0) {
    process.stderr.write(`${problems.join("\n")}\nThe build failed.\n`);
    process.exitCode = 1;
    return;
  }
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, JSON.stringify({ fingerprint, types: withTypes, outputs }));
  if (!flags.has("--quiet")) {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`Built ${outputs.length} files in ${seconds} s.\n`);
  }
}

await main();
