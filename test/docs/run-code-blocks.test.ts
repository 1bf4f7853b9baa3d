import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { documents, type CodeBlock } from "./support/documents.js";
import { createReadmeProject, type ReadmeProject } from "./support/readme-project.js";

const run = promisify(execFile);

/** Whole programs in TypeScript; what is for browsers alone is run in one, by test/browser. */
const programs = documents
  .flatMap(({ blocks }) => blocks)
  .filter(
    ({ language, marks }) =>
      language === "ts" && !["fragment", "generated", "browser"].some((mark) => marks.has(mark)),
  );

/** What a block takes for granted, as it stands in front of it here. */
const surroundings: { readonly [name: string]: string } = {
  client: `
    import { createClient as createItsClient } from "./generated/client.gen.js";
    const client = createItsClient({ url: world.url });
    await client.connect();`,
  server: `
    import { MemoryServerStore as ItsStore } from "kalphite-gen/server";
    import { createServer as createItsServer } from "./generated/server.gen.js";
    const server = createItsServer({ store: new ItsStore(), allowAnonymous: true });`,
};

/** Addresses that nobody has become those of a server that runs, and values that are only declared are there. */
function inThisWorld({ text, marks }: CodeBlock): string {
  const body = text
    .replace(
      /"(http|ws)s?:\/\/(?:example\.org(?:\/api)?|127\.0\.0\.1:8787)([^"]*)"/g,
      (_, scheme: string, rest: string) => `(world.${scheme === "ws" ? "wsUrl" : "url"} + "${rest}")`,
    )
    .replace(/"postgres:\/\/[^"]*"/g, "world.databaseUrl")
    .replace(/\b(port: |listen\()8787/g, "$10")
    .replace(/histories: \d+/g, "histories: 20")
    .replace(/declare const (\w+): ([^;]+);/g, "const $1: $2 = world.$1;");
  return `declare const world: any;${surroundings[marks.get("with") ?? ""] ?? ""}\n${body}\nexport {};\n`;
}

/** Starts the world of a block, then runs it: whatever it leaves open ends with the process. */
const HARNESS = `
  import { createServer } from "./generated/server.gen.js";
  import { MemoryServerStore, startNodeServer } from "kalphite-gen/server";
  import { ModernSyncEngine } from "kalphite-gen/client";
  import { WebSocket } from "ws";

  globalThis.WebSocket ??= WebSocket;
  const { url } = await startNodeServer(createServer({ store: new MemoryServerStore(), allowAnonymous: true }));
  const todo = { id: "t1", type: "todo", data: { title: "Buy milk", status: "pending" }, updatedAt: 1, createdAt: 1 };
  globalThis.world = {
    url,
    wsUrl: url.replace("http", "ws"),
    databaseUrl: process.env["KALPHITE_TEST_DATABASE_URL"] ?? "postgres://127.0.0.1:1/none",
    text: JSON.stringify({ projects: [{ files: [], orphans: [], diagnostics: [] }] }),
    installationId: "installation",
    entitiesOfOldServer: [todo],
    engine: new ModernSyncEngine({ baseUrl: url, clientId: "c", userId: "ada" }),
    todo,
  };
  await import(process.argv[2]);
  // What fails behind its back fails now.
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.exit(0);
`;

let project: ReadmeProject;
const fileOf = ({ place }: CodeBlock): string => `${place.replace(/[^\w]+/g, "-")}.run`;

beforeAll(async () => {
  project = await createReadmeProject();
  project.write("harness.ts", HARNESS);
  const entries: { in: string; out: string }[] = [{ in: join(project.path, "harness.ts"), out: "harness" }];
  for (const block of programs) {
    const file = fileOf(block);
    // Blocks that are a file of the project stand where that file does.
    const folder = block.marks.get("file")?.includes("/") ? "handlers/" : "";
    project.write(`${folder}${file}.ts`, inThisWorld(block));
    entries.push({ in: join(project.path, `${folder}${file}.ts`), out: file });
  }
  await build({
    entryPoints: entries,
    outdir: project.path,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "silent",
  });
}, 120_000);
afterAll(() => project.remove());

it("finds the programs", () => expect(programs.length).toBeGreaterThan(40));

it.each(programs.map((block) => [block.place, block] as const))(
  "runs %s",
  async (_, block) => {
    const { stderr } = await run(process.execPath, ["harness.mjs", `./${fileOf(block)}.mjs`], {
      cwd: project.path,
      timeout: 50_000,
    }).catch((error: { readonly stderr?: string; readonly message: string }) => {
      throw new Error(error.stderr || error.message);
    });
    expect(stderr).not.toMatch(/^\s*at .*\.run\.mjs/m);
  },
  60_000,
);
