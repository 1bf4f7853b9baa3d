import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createChangeQueue } from "../../src/generator/cli/watch/change-queue.js";
import { appFolder, plainSchema, runCli, schemaText, startCli } from "./run-cli.js";

interface Watching {
  readonly child: ChildProcess;
  /** The text on stderr from the last call to the first match; waits for it. */
  readonly until: (pattern: RegExp) => Promise<string>;
}

function startWatching(app: string, argv: readonly string[] = []): Watching {
  const child = startCli(app, ["--watch", ...argv]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text);
        if (!match) return;
        child.stderr?.off("data", look);
        const end = match.index + match[0].length;
        resolve(text.slice(0, end));
        text = text.slice(end);
      };
      child.stderr?.on("data", look);
      child.once("close", () => reject(new Error(`It ended. It had said: ${text}`)));
      look();
    });
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, until };
}

describe("watch", () => {
  it("generates again after every change, tells errors and recovers from them, and ends cleanly", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    const { child, until } = startWatching(app);
    expect(await until(/Watching for changes/)).toMatch(/\d+ created in/);

    writeFileSync(join(app, "schema.ts"), plainSchema.replace("Adds a todo.", "Adds one."));
    expect(await until(/\d+ updated.*\n/)).toContain("(schema.ts)");
    expect(readFileSync(join(app, "generated/contract.json"), "utf8")).toContain("Adds one.");

    writeFileSync(join(app, "schema.ts"), "export default {{");
    expect(await until(/cannot be read.*\n/)).toContain("error[schema-syntax]");

    writeFileSync(join(app, "schema.ts"), schemaText(`addTodo: create("nope", { args: [] }),`));
    expect(await until(/Nothing was written.*\n/)).toContain("unknown-entity");

    const moved = `import { z } from "zod";\nexport const title = z.string().max(77);\n`;
    writeFileSync(
      join(app, "schema.ts"),
      `import { title } from "./fields/title.js";\n${schemaText(`addTodo: create("todo", { args: ["title"] }),`, "title")}`,
    );
    await until(/cannot be read.*\n/);
    mkdirSync(join(app, "fields"));
    writeFileSync(join(app, "fields/title.ts"), moved);
    expect(await until(/\d+ unchanged.*\n/)).toMatch(/updated/);
    writeFileSync(join(app, "fields/title.ts"), moved.replace("77", "78"));
    expect(await until(/\d+ updated.*\n/)).toContain("fields/title.ts");

    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect((await runCli(app, ["check"])).code).toBe(0);
  });

  it("follows handlers and the config, and says nothing of the stubs that it wrote itself", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    const { until } = startWatching(app);
    await until(/Watching for changes/);
    const custom = plainSchema.replace(
      "addProject:",
      `archiveTodo: custom({ args: { todoId: z.string() }, touches: ["todo"] }),\n    addProject:`,
    );
    writeFileSync(join(app, "schema.ts"), custom);
    expect(await until(/created.*\n/)).toContain("(schema.ts)");
    const handler = join(app, "handlers/todo.ts");
    expect(existsSync(handler)).toBe(true);

    writeFileSync(handler, `${readFileSync(handler, "utf8")}// mine\n`);
    expect(await until(/unchanged in.*\n/)).toContain("(handlers/todo.ts)");

    writeFileSync(join(app, "kalphite-gen.config.json"), `{ "schema": "schema.ts", "out": "gen" }`);
    expect(await until(/created in.*\n/)).toContain("kalphite-gen.config.json");
    expect(existsSync(join(app, "gen/client.gen.ts"))).toBe(true);
    rmSync(join(app, "kalphite-gen.config.json"));
    await until(/unchanged in.*kalphite-gen\.config\.json.*\n/);
  });
});

describe("the queue of changes", () => {
  it("gives what came in one burst at once, and nothing after its end", async () => {
    const queue = createChangeQueue(1);
    queue.add("a");
    queue.add("b");
    queue.add("a");
    expect([...(await queue.next())]).toEqual(["a", "b"]);
    const waiting = queue.next();
    queue.end();
    expect([...(await waiting)]).toEqual([]);
    expect([...(await queue.next())]).toEqual([]);
  });

  it("keeps what comes while nobody waits", async () => {
    const queue = createChangeQueue(1);
    const first = queue.next();
    queue.add("a");
    await first;
    queue.add("b");
    await new Promise(setImmediate);
    queue.add("c");
    expect([...(await queue.next())]).toEqual(["b", "c"]);
    queue.end();
  });
});
