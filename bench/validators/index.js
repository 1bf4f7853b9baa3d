import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import * as hand from "./by-hand.js";
import { bundle, createFolder, write } from "./bundle.js";
import { measure, millions } from "./measure.js";
import * as typebox from "./peers/typebox.js";
import * as typia from "./peers/typia.js";

const here = import.meta.dirname;
const load = (path) => import(pathToFileURL(path).href);

/** Compiled validators against zod, typia, typebox and code written by hand: speed, size, and start. */
export async function run() {
  const folder = createFolder();
  try {
    const external = ["zod", "zod/*"];
    const { generateModule } = await load(
      await bundle(join(here, "generate-module.ts"), join(folder.path, "generate.mjs"), { external }),
    );
    const subjects = await load(
      await bundle(join(here, "subjects.ts"), join(folder.path, "subjects.mjs"), { external }),
    );
    await speed(folder, generateModule, subjects);
    await size(folder, generateModule, subjects);
    await start(folder, generateModule, subjects);
  } finally {
    folder.remove();
  }
}

async function speed(folder, generateModule, subjects) {
  const text = generateModule([
    { name: "editTodo", schema: subjects.operation, itemNames: Object.keys(subjects.operationArguments) },
    { name: "todo", schema: subjects.entity },
  ]);
  const ours = await load(await bundle(write(folder, "speed.ts", text), join(folder.path, "speed.mjs")));
  // Every contender is called from a function of its own, as an application calls it.
  const many = (make) => Array.from({ length: 16 }, (_, index) => make(index));
  const table = [
    [
      "valid operation",
      many(subjects.validOperation),
      {
        "by hand": (value) => hand.isOperation(value),
        "kalphite is": (value) => ours.editTodo.is(value),
        "kalphite parse": (value) => ours.editTodo.parse(value).ok,
        typia: (value) => typia.isOperation(value),
        typebox: (value) => typebox.isOperation(value),
        zod: (value) => subjects.operation.safeParse(value).success,
      },
    ],
    [
      "valid entity",
      many(subjects.validEntity),
      {
        "by hand": (value) => hand.isEntity(value),
        "kalphite is": (value) => ours.todo.is(value),
        "kalphite parse": (value) => ours.todo.parse(value).ok,
        typia: (value) => typia.isEntity(value),
        typebox: (value) => typebox.isEntity(value),
        zod: (value) => subjects.entity.safeParse(value).success,
      },
    ],
    [
      "issues of a wrong operation",
      many(subjects.wrongOperation),
      {
        "by hand": (value) => hand.operationIssues(value).length === 3,
        "kalphite issues": (value) => ours.editTodo.issues(value).length === 3,
        typia: (value) => typia.operationIssues(value).errors.length === 3,
        zod: (value) => subjects.operation.safeParse(value).error.issues.length === 3,
      },
    ],
    [
      "issues of a wrong entity",
      many(subjects.wrongEntity),
      {
        "by hand": (value) => hand.entityIssues(value).length === 3,
        "kalphite issues": (value) => ours.todo.issues(value).length === 3,
        typia: (value) => typia.entityIssues(value).errors.length === 3,
        zod: (value) => subjects.entity.safeParse(value).error.issues.length === 3,
      },
    ],
  ];
  for (const [title, inputs, contenders] of table) {
    for (const [name, check] of Object.entries(contenders)) {
      if (!inputs.every((input) => check(input))) throw new Error(`${name} is wrong about: ${title}`);
    }
    const rates = measure(contenders, inputs);
    console.log(`\n${title}`);
    for (const [name, perSecond] of Object.entries(rates)) {
      const toHand = (rates["by hand"] / perSecond).toFixed(2);
      const toZod = (perSecond / rates.zod).toFixed(1);
      console.log(
        `  ${name.padEnd(16)} ${millions(perSecond).padStart(11)}   ${toHand} × by hand's time   ${toZod} × zod's speed`,
      );
    }
  }
}

const words =
  "todo project tag user comment review task note file label board list card step plan team sprint issue page post".split(
    " ",
  );
const verbs = "edit rename move close".split(" ");

/** Operations of one shape with other names and bounds, as a large schema has them. */
function operations(count, subjects) {
  return Array.from({ length: count }, (_, index) => {
    const name = `${verbs[Math.floor(index / words.length) % verbs.length]}${words[index % words.length]}${index >= 80 ? index : ""}`;
    return { name, schema: subjects.operation, itemNames: Object.keys(subjects.operationArguments) };
  });
}

/** Each with its own schema objects: nothing is shared by identity. */
async function size(folder, generateModule, subjects) {
  const bytes = async (name, text, options) => {
    const outfile = join(folder.path, `${name}.min.mjs`);
    await bundle(write(folder, `${name}.ts`, text), outfile, {
      minify: true,
      platform: "browser",
      ...options,
    });
    return gzipSync(readFileSync(outfile), { level: 9 }).length;
  };
  const uses = (items) => `export { ${items.map(({ name }) => name).join(", ")} } from "./items.js";\n`;
  const sizes = [];
  for (const count of [1, 2, 11, 101]) {
    const items = operations(count, subjects);
    write(folder, "items.ts", generateModule(items));
    sizes.push([count, await bytes(`size-${count}`, uses(items))]);
  }
  console.log("\nsize, minified and gzipped (esbuild, level 9)");
  for (const [count, size] of sizes)
    console.log(`  ${String(count).padStart(3)} operations ${String(size).padStart(6)} B`);
  const [[, one], [, two], [, eleven], [, hundred]] = sizes;
  console.log(
    `  further operation: ${two - one} B the second, ${((eleven - one) / 10).toFixed(1)} B each of ten, ${((hundred - one) / 100).toFixed(1)} B each of a hundred`,
  );
  const zod = await bytes(
    "zod",
    `import * as z from "zod"; export const operation = z.tuple([z.string(), z.string().min(1).max(200)]);`,
  );
  console.log(`  zod with one operation: ${zod} B`);
}

async function start(folder, generateModule, subjects) {
  const items = operations(100, subjects);
  write(folder, "items.ts", generateModule(items));
  const value = JSON.stringify(subjects.validOperation(0));
  const ours = `const start = performance.now();
const operations = await import("./cold-items.mjs");
let count = 0;
for (const operation of Object.values(operations)) if (operation.parse(${value}).ok) count++;
if (count !== 100) throw new Error(String(count));
console.log(performance.now() - start);`;
  await bundle(join(folder.path, "items.ts"), join(folder.path, "cold-items.mjs"));
  const peer = `const start = performance.now();
const { z } = await import("zod");
let count = 0;
for (let i = 0; i < 100; i++) {
  const operation = z.tuple([z.string(), z.string().min(1).max(200), z.enum(["pending", "active", "completed"]).optional(), z.object({ tags: z.array(z.string()), estimate: z.number().optional() })]);
  if (operation.safeParse(${value}).success) count++;
}
console.log(performance.now() - start);`;
  console.log("\nfirst validation of 100 operations after a cold import");
  for (const [name, text] of [
    ["kalphite", ours],
    ["zod", peer],
  ]) {
    const script = write(folder, `cold-${name}.mjs`, text);
    const times = Array.from({ length: 9 }, () =>
      Number(execFileSync(process.execPath, [script], { encoding: "utf8" })),
    );
    console.log(`  ${name.padEnd(9)} ${times.sort((a, b) => a - b)[4].toFixed(1)} ms`);
  }
}

if (process.argv[1] === import.meta.filename) await run();
