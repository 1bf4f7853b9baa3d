import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addScripts } from "../../src/generator/cli/init/add-scripts.js";
import { applyInit } from "../../src/generator/cli/init/apply-init.js";
import { planInit, type InitOptions } from "../../src/generator/cli/init/plan-init.js";
import { renderInit } from "../../src/generator/cli/init/render-init.js";
import { createPaint } from "../../src/generator/cli/terminal.js";
import { resolveProjects } from "../../src/generator/config/resolve-projects.js";
import { temporaryFolder } from "./temporary-folder.js";

async function init(files: { readonly [path: string]: unknown }, options: InitOptions = {}) {
  const folder = temporaryFolder(files);
  const plan = await planInit(folder, options);
  applyInit(plan);
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  return { folder, plan, read, steps: plan.steps.map(({ path, action }) => `${action} ${path}`) };
}

describe("init", () => {
  it("sets up a new project", async () => {
    const { steps, read, plan } = await init({ "package.json": { name: "app" } });
    expect(steps).toEqual([
      "created schema.ts",
      "created kalphite-gen.config.ts",
      "changed package.json",
      "changed package.json",
    ]);
    expect(JSON.parse(read("package.json"))).toEqual({
      name: "app",
      scripts: { prebuild: "kalphite-gen generate", "kalphite:check": "kalphite-gen check" },
    });
    expect(read("kalphite-gen.config.ts")).toContain('schema: "schema.ts"');
    expect(plan.next[0]).toBe("npm install kalphite-gen zod");
    expect(plan.next[1]).toMatch(/^npm pkg set type=module /);
    expect(renderInit(plan, createPaint(false))).toContain("1. npm install kalphite-gen zod");
  });

  it("fits a TypeScript project with src/, its package manager and its repository", async () => {
    const { folder, steps, read, plan } = await init({
      "package.json": { name: "app", dependencies: { zod: "4" } },
      "pnpm-lock.yaml": "",
      "src/index.ts": "",
      ".git/HEAD": "",
    });
    expect(steps).toContain("created src/schema.ts");
    expect(steps).toContain("created .gitattributes");
    expect(read(".gitattributes")).toBe("src/generated/** linguist-generated eol=lf\n");
    expect(plan.next[0]).toBe("pnpm add kalphite-gen");
    const { projects } = await resolveProjects(folder, {});
    expect(projects).toMatchObject([
      { schema: join(folder, "src/schema.ts"), out: join(folder, "src/generated") },
    ]);
  });

  it("puts places from the command line into the config", async () => {
    const { folder, plan } = await init(
      { "package.json": { name: "app" } },
      { schema: "model/todo.ts", out: "gen", handlers: "server/handlers" },
    );
    const { projects } = await resolveProjects(folder, {});
    expect(projects).toMatchObject([
      {
        schema: join(folder, "model/todo.ts"),
        out: join(folder, "gen"),
        handlers: join(folder, "server/handlers"),
      },
    ]);
    expect(existsSync(projects[0]!.schema)).toBe(true);
    expect(plan.next.at(-1)).toContain("server/handlers/, and commit gen/");
  });

  it("keeps what is there, and tells it", async () => {
    const before = {
      "package.json": `{"name":"x","scripts":{"prebuild":"tsc -v","kalphite:check":"kalphite-gen check --json"}}`,
      "kalphite-gen.config.json": `{"schema":"model.ts"}`,
      "model.ts": "// mine\n",
      ".git/HEAD": "",
      ".gitattributes": "* text=auto\n",
    };
    const { steps, read, plan } = await init(before);
    expect(steps).toEqual([
      "kept model.ts",
      "kept kalphite-gen.config.json",
      "advised package.json",
      "kept package.json",
      "advised .gitattributes",
    ]);
    expect(plan.writes).toEqual([]);
    for (const [path, text] of Object.entries(before)) expect(read(path)).toBe(text);
    expect(plan.steps[2]?.detail).toContain(`"prebuild": "kalphite-gen generate && tsc -v"`);
  });

  it("tells where the configuration that is there names other places", async () => {
    const files = {
      "package.json": { name: "app", kalphite: { schema: "model.ts", out: "gen" } },
      "model.ts": "// mine\n",
    };
    const { plan, read } = await init(files, { schema: "other.ts", out: "gen", handlers: "jobs" });
    expect(plan.steps[1]).toEqual({
      path: "package.json",
      action: "advised",
      detail:
        'your configuration ("kalphite") names other places; write schema: "other.ts", handlers: "jobs" there',
    });
    expect(JSON.parse(read("package.json"))).toMatchObject(files["package.json"]);
    const same = await init(files, { schema: "model.ts", out: "gen", handlers: "handlers" });
    expect(same.steps[1]).toBe("kept package.json");
  });

  it("changes nothing the second time", async () => {
    const { folder } = await init({ "package.json": { name: "app" }, ".git/HEAD": "" });
    const again = await planInit(folder, {});
    expect(again.writes).toEqual([]);
    expect(again.steps.every(({ action }) => action === "kept")).toBe(true);
  });

  it("works without a package.json, and says what it could not do", async () => {
    const { steps, plan } = await init({});
    expect(steps).toEqual(["created schema.ts", "created kalphite-gen.config.ts", "advised package.json"]);
    expect(plan.next[0]).toBe("npm init -y");
  });

  it("refuses to overwrite what came to be meanwhile", async () => {
    const folder = temporaryFolder({ "package.json": { name: "app" } });
    const plan = await planInit(folder, {});
    writeFileSync(join(folder, "schema.ts"), "// mine");
    expect(() => applyInit(plan)).toThrow("meanwhile");
    expect(readFileSync(join(folder, "schema.ts"), "utf8")).toBe("// mine");
  });

  it("locates a broken package.json", async () => {
    const folder = temporaryFolder({ "package.json": "{ name }" });
    await expect(planInit(folder, {})).rejects.toThrow("not a JSON object");
    writeFileSync(join(folder, "package.json"), '{ "name": "app", "scripts": "tsc" }');
    await expect(planInit(folder, {})).rejects.toThrow('"scripts"');
  });
});

describe("adding scripts to a package.json", () => {
  it.each([
    [
      "two spaces",
      `{\n  "name": "x",\n  "scripts": {\n    "a": "b"\n  },\n  "files": ["a", "b"]\n}\n`,
      `{\n  "name": "x",\n  "scripts": {\n    "a": "b",\n    "n": "l"\n  },\n  "files": ["a", "b"]\n}\n`,
    ],
    [
      "tabs and CRLF",
      `{\r\n\t"scripts": {\r\n\t\t"a": "b"\r\n\t}\r\n}`,
      `{\r\n\t"scripts": {\r\n\t\t"a": "b",\r\n\t\t"n": "l"\r\n\t}\r\n}`,
    ],
    [
      "no scripts",
      `{\n    "name": "x"\n}\n`,
      `{\n    "name": "x",\n    "scripts": {\n        "n": "l"\n    }\n}\n`,
    ],
    ["empty scripts", `{\n  "scripts": {}\n}`, `{\n  "scripts": {\n    "n": "l"\n  }\n}`],
    ["an empty object", `{}`, `{\n  "scripts": {\n    "n": "l"\n  }\n}`],
    [
      "a byte-order mark, and text beyond ASCII",
      `\uFEFF{\n  "description": "é 🎉",\n  "scripts": {\n    "a": "b"\n  }\n}`,
      `\uFEFF{\n  "description": "é 🎉",\n  "scripts": {\n    "a": "b",\n    "n": "l"\n  }\n}`,
    ],
  ])("keeps the rest: %s", async (_, before, after) => {
    expect(await addScripts(before, { n: "l" })).toBe(after);
  });
});
