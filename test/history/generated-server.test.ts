import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, expect, it } from "vitest";
import { generate } from "../../src/generator/generate.js";
import { MemoryServerStore, stateAnswerToMessage, type SyncServer } from "../../src/server/index.js";
import { createProject, removeProject, runtimeSources, typeErrors } from "../plan/generated-project.js";

const schema = (operations: string, reserved = "") => `import { z } from "zod";
import { create, defineSchema, entity, remove, update } from "kalphite-gen/schema";

export default defineSchema({
  entities: { todo: entity({ title: z.string(), list: z.string().optional() }) },
  operations: { ${operations} },
  ${reserved}
});
`;

const before = schema(`
  addTodo: create("todo", { args: ["title"] }),
  rename: update("todo", { args: { title: z.string() }, set: {} }),
  dropTodo: remove("todo"),
`);
const after = schema(`
  addTodo: create("todo", {
    args: { list: z.string(), title: z.string() },
    set: { list: arg("list"), title: arg("title") },
    upgrade: [([id, title]) => [id, "inbox", title]],
  }),
  deleteTodo: remove("todo", { renamedFrom: "dropTodo" }),
`).replace("{ create,", "{ arg, create,");

const folder = createProject({ "schema.ts": before });
afterAll(() => removeProject(folder));

async function importServer(): Promise<(options: object) => SyncServer> {
  const outfile = join(folder, "server.mjs");
  await build({
    entryPoints: [join(folder, "generated", "server.gen.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    external: ["zod", "libsql", "ws", "@opentelemetry/api"],
    alias: runtimeSources,
  });
  return ((await import(/* @vite-ignore */ outfile)) as { createServer: (options: object) => SyncServer })
    .createServer;
}

it("P35 a generated server serves clients of the contract before, upgraded, by its history", async () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "ignore" });
  const [first] = (await generate({ cwd: folder, schema: "schema.ts" })).plans;
  git("init", "--quiet");
  git("add", "generated");
  git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "First");
  writeFileSync(join(folder, "schema.ts"), after);
  const result = await generate({ cwd: folder, schema: "schema.ts" });
  expect(result.written).toBe(true);
  expect(await typeErrors(folder)).toEqual([]);

  const server = (await importServer())({ store: new MemoryServerStore(), allowAnonymous: true });
  const contract = first!.contract.fingerprint;
  const access = { roomId: "r", user: undefined, contract };
  const operation = (id: number, name: string, args: unknown[]) => {
    return { id, name, args, clientId: "old", timestamp: 0 };
  };
  const { confirmations } = await server.push(
    [
      operation(1, "addTodo", ["t1", "Milk"]),
      operation(2, "addTodo", ["t2", "Bread"]),
      operation(3, "rename", ["t1", "Oat milk"]),
      operation(4, "dropTodo", ["t2"]),
    ],
    access,
  );
  expect(confirmations.map(({ success, code }) => code ?? success)).toEqual([
    true,
    true,
    "contract_unsupported",
    true,
  ]);
  const { entities } = stateAnswerToMessage(await server.pull({}, access));
  expect(entities).toMatchObject([{ id: "t1", data: { title: "Milk", list: "inbox" } }]);
  await server.close();
});
