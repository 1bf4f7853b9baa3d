/**
 * What generated code costs the compiler, against the same contract inferred from zod by hand: one application that uses
 * every operation, compiled against each. Counts are exact; times are medians, and only their ratio means something.
 */
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { schemaOfSize } from "../generator/schema-of-size.js";
import { appOfSize } from "./app-of-size.js";
import { inferredContract } from "./inferred-contract.js";

const root = resolve(import.meta.dirname, "../..");
const size = 50;
const rounds = 7;
const bars = { instantiations: 1 / 10, checkSeconds: 1 / 5 };

const tsconfig = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    lib: ["es2023", "dom", "dom.iterable"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["app.ts", "forms.ts", "server.ts"],
};

/** Prints a table of both, and their ratios beside the bars. */
export function run() {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-bench-types-"));
  try {
    const generated = project(join(folder, "generated"), {
      ...appOfSize(size, {
        imports: {
          client: 'import { createClient } from "./generated/client.gen.js";',
          validators: 'import * as validators from "./generated/index.gen.js";',
          server: 'import { createServer, type ServerHandlers } from "./generated/server.gen.js";',
        },
        handlerArguments: "named",
      }),
      "schema.ts": schemaOfSize(size, 5),
    });
    node(join(root, "bin/kalphite-gen.js"), ["generate", "--quiet"], generated);
    const inferred = project(join(folder, "inferred"), {
      ...appOfSize(size, {
        imports: {
          client: 'import { createClient } from "./contract.js";',
          validators: 'import { validators } from "./contract.js";',
          server: 'import { createServer, type ServerHandlers } from "./contract.js";',
        },
        handlerArguments: "positional",
      }),
      "contract.ts": inferredContract(size),
    });
    console.log(`types: ${size} entities, ${size * 5} operations, an application that uses all of them`);
    compare("everything is checked, as `tsc` does it", measure([generated, inferred]));
    compare("the same in one thread", measure([generated, inferred], ["--singleThreaded"]));
    for (const file of sourcesOf(generated, "generated")) leaveUnchecked(file);
    leaveUnchecked(join(inferred, "contract.ts"));
    compare("the application's own files are checked, as an editor does", measure([generated, inferred]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(title, [ours, theirs]) {
  console.log(`\n${title}`);
  console.log("                    instantiations   check s   total s   memory MiB");
  console.log(row("generated", ours));
  console.log(row("inferred by hand", theirs));
  for (const [name, bar] of Object.entries(bars)) {
    const ratio = ours[name] / theirs[name];
    const verdict = ratio <= bar ? "reached" : "missed";
    console.log(`${name}: ${ratio.toFixed(3)} of inferred; at most ${bar.toFixed(3)} wanted: ${verdict}`);
  }
}

function sourcesOf(folder, subfolder) {
  return readdirSync(join(folder, subfolder), { recursive: true })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, subfolder, path));
}

/** The compiler still takes from it what others need; it does not look through it for errors. */
function leaveUnchecked(file) {
  writeFileSync(file, `// @ts-nocheck\n${readFileSync(file, "utf8")}`);
}

function project(folder, files) {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(root, "node_modules/zod"), join(folder, "node_modules/zod"), "junction");
  symlinkSync(root, join(folder, "node_modules/kalphite-gen"), "junction");
  const all = {
    "package.json": '{ "name": "bench", "type": "module" }\n',
    "tsconfig.json": JSON.stringify(tsconfig),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) writeFileSync(join(folder, path), text);
  return folder;
}

/** In turns, so that what else the machine does falls on all alike. */
function measure(folders, options = []) {
  const samples = folders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, folder] of folders.entries()) samples[index].push(diagnostics(folder, options));
  }
  return samples.map((own) =>
    Object.fromEntries(Object.keys(own[0]).map((key) => [key, median(own.map((each) => each[key]))])),
  );
}

function diagnostics(folder, options) {
  const args = ["-p", "tsconfig.json", "--extendedDiagnostics", ...options];
  const text = node(join(root, "node_modules/typescript/bin/tsc"), args, folder);
  const number = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(text)?.[1]);
  return {
    instantiations: number("Instantiations"),
    checkSeconds: number("Check time"),
    totalSeconds: number("Total time"),
    memoryMebibytes: number("Memory used") / 1024,
  };
}

function node(script, args, cwd) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed:\n${stdout}${stderr}`);
  return stdout;
}

function row(name, { instantiations, checkSeconds, totalSeconds, memoryMebibytes }) {
  return [
    name.padEnd(20),
    String(instantiations).padStart(14),
    checkSeconds.toFixed(3).padStart(10),
    totalSeconds.toFixed(3).padStart(10),
    memoryMebibytes.toFixed(0).padStart(13),
  ].join("");
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
