import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { repository, type Workspace } from "./support/example-projects.js";
import {
  cliProgram,
  compileTodoPrograms,
  runNode,
  serverProgram,
  startNode,
  type Ended,
  type StayingProgram,
} from "./support/todo-programs.js";

let workspace: Workspace;
beforeAll(async () => void (workspace = await compileTodoPrograms()), 120_000);
afterAll(() => workspace.remove());

let folder: string;
let server: StayingProgram;
let url: string;
async function startServer(port = "0"): Promise<void> {
  const args = [serverProgram, "--port", port, "--file", join(folder, "todos.db")];
  server = startNode(workspace.path, args, { DATABASE_URL: "" });
  url = (await server.line(/^listening on/)).split(/[ ,]+/)[2]!;
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "kalphite-todo-cli-"));
  await startServer();
});
afterEach(async () => {
  await server.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const environment = (user: string) => ({
  KALPHITE_TODO_SERVER: url,
  KALPHITE_TODO_DATA: join(folder, "data"),
  KALPHITE_TODO_USER: user,
  KALPHITE_TODO_WAIT: "30",
});
const todo = (user: string, ...args: readonly string[]): Promise<Ended> =>
  runNode(workspace.path, [cliProgram, ...args], environment(user));
const list = async (user: string, ...args: readonly string[]): Promise<unknown> =>
  JSON.parse((await todo(user, "list", "--all", "--json", ...args)).stdout);
const line = (id: string, title: string, status = "pending", unconfirmed = false) => ({
  id,
  title,
  status,
  unconfirmed,
});

it(
  "keeps what was done offline, marks it, and sends it with the next command",
  { timeout: 60_000 },
  async () => {
    expect(await todo("ada", "add", "Buy", "milk", "--id", "t1", "--offline")).toEqual({
      code: 0,
      stdout: "added    Buy milk  (pending)\nkept; will be sent by the next command: --offline was given\n",
      stderr: "",
    });
    await todo("ada", "done", "milk", "--offline");
    expect((await todo("ada", "list", "--offline")).stdout).toBe("[x] Buy milk  (pending)\n");
    expect(await list("ben")).toEqual([]);
    expect((await todo("ada", "sync")).stdout).toBe("sent     2: 2 accepted, 0 refused\n");
    expect(await list("ada")).toEqual([line("t1", "Buy milk", "completed")]);
    expect(await list("ben")).toEqual([line("t1", "Buy milk", "completed")]);
  },
);

it("takes back what was refused, and says so until it was seen", { timeout: 60_000 }, async () => {
  await todo("ada", "project", "add", "House", "--id", "p1");
  await todo("ben", "project");
  await todo("ada", "project", "archive", "House", "--offline");
  await todo("ben", "project", "archive", "house");
  const synced = await todo("ada", "sync");
  expect(synced).toEqual({
    code: 1,
    stdout: "sent     1: 0 accepted, 1 refused\n",
    stderr: 'failed   archiveProject "House": This project is archived already. (already_archived)\n',
  });
  const status = JSON.parse((await todo("ada", "status", "--json", "--clear")).stdout) as object;
  expect(status).toMatchObject({
    pending: 0,
    failures: [{ what: 'archiveProject "House"', code: "already_archived" }],
  });
  expect((await todo("ada", "status")).stdout).toContain("failed   none");
});

it("gives each of many commands at once its turn", { timeout: 120_000 }, async () => {
  const ids = ["t1", "t2", "t3", "t4"];
  const ended = await Promise.all(ids.map((id) => todo("ada", "add", id, "--id", id)));
  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    ids.map(() => ({ code: 0, stderr: "" })),
  );
  expect(await list("ben")).toHaveLength(4);
});

it("outlives a kill of the server, and sends nothing twice", { timeout: 60_000 }, async () => {
  await todo("ada", "add", "One", "--id", "t1");
  await server.stop("SIGKILL");
  const kept = await todo("ada", "add", "Two", "--id", "t2");
  expect({ code: kept.code, text: kept.stdout.split("\n")[0] }).toEqual({
    code: 0,
    text: "added    Two  (pending)",
  });
  expect(await todo("ada", "sync")).toMatchObject({ code: 1, stdout: "" });
  await startServer(new URL(url).port);
  expect((await todo("ada", "sync")).stdout).toBe("sent     1: 1 accepted, 0 refused\n");
  expect((await todo("ada", "sync")).stdout).toBe("nothing to send\n");
  expect(await list("ben")).toEqual([line("t1", "One"), line("t2", "Two")]);
});

it("is a legacy client with --legacy, offline too", { timeout: 60_000 }, async () => {
  await todo("ada", "add", "Buy milk", "--id", "t1");
  expect(await list("lea", "--legacy")).toEqual([line("t1", "Buy milk")]);
  await todo("lea", "done", "milk", "--legacy", "--offline");
  expect((await todo("lea", "list", "--legacy", "--offline")).stdout).toBe("[x] Buy milk  (pending)\n");
  await todo("lea", "add", "Buy bread", "--id", "t2", "--legacy");
  const wanted = [line("t1", "Buy milk", "completed"), line("t2", "Buy bread")];
  expect(await list("ada")).toEqual(wanted);
  expect(await list("lea", "--legacy")).toEqual(wanted);
  const refused = await todo("lea", "edit", "bread", "x".repeat(201), "--legacy");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("invalid_arguments") as string });
  expect(await list("lea", "--legacy")).toEqual(wanted);
});

it.each([[[]], [["--legacy"]]])("shows what others do, with %j", { timeout: 60_000 }, async (options) => {
  await todo("ada", "add", "Buy milk", "--id", "t1");
  const watching = startNode(workspace.path, [cliProgram, "watch", ...options], environment("ben"));
  await watching.line(/^\[ \] Buy milk$/);
  await todo("ada", "add", "Buy bread", "--id", "t2");
  await watching.line(/^added {5}Buy bread$/);
  await todo("ada", "done", "bread");
  await watching.line(/^completed Buy bread$/);
  await todo("ada", "rm", "milk");
  await watching.line(/^deleted {3}Buy milk$/);
  expect(await watching.stop("SIGINT")).toBe(0);
});

it("completes todos, projects and commands", { timeout: 60_000 }, async () => {
  await todo("ada", "project", "add", "House", "--offline");
  await todo("ada", "add", "Paint the door!", "--offline");
  const complete = async (...words: readonly string[]) =>
    (await todo("ada", "--get-yargs-completions", "todo", ...words)).stdout.trim().split("\n");
  expect(await complete("done", "")).toEqual(["paint-the-door"]);
  expect(await complete("done", "b")).toEqual([""]);
  expect(await complete("project", "archive", "h")).toEqual(["house"]);
  expect(await complete("sy")).toContain("sync");
  expect((await todo("ada", "completion")).stdout).toContain("begin-todo-completions");
});

describe("says what is wrong, in a line, and does nothing", () => {
  it.each([
    [["ad", "x"], 2, /Did you mean add\?/],
    [["list", "--nope"], 2, /Unknown argument: nope/],
    [["add"], 2, /Not enough/],
    [["list", "--server", "nix"], 2, /--server is a URL such as/],
    [["list", "--wait", "x"], 2, /--wait is a number of seconds/],
    [["done", "nix"], 1, /There is no todo "nix"/],
    [["add", "x", "--project", "nix"], 1, /todo project add "nix"/],
    [["add", "x", "--data", "/proc/x"], 1, /The directory .*proc.* cannot be made/],
    [["add", "x".repeat(201)], 1, /title.*at most 200.*invalid_arguments/],
  ])("of %j", async (args, code, message) => {
    const ended = await todo("ada", ...args);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });

  it("where a reference fits several todos, and names them", { timeout: 60_000 }, async () => {
    await todo("ada", "add", "Buy milk", "--id", "t1", "--offline");
    await todo("ada", "add", "Warm milk", "--id", "t2", "--offline");
    const { code, stderr } = await todo("ada", "done", "milk", "--offline");
    expect(code).toBe(1);
    expect(stderr).toContain("t1  Buy milk\n  t2  Warm milk");
    expect((await todo("ada", "done", "buy-milk", "--offline")).code).toBe(0);
  });
});

it.each([
  [["--port", "x"], {}, /--port is a number from 0 to 65535/],
  [["--nope"], {}, /--nope/],
  [
    ["--file", "nowhere/todos.db"],
    { DATABASE_URL: "" },
    /^todo-server: --file nowhere\/todos.db cannot be opened: .*\n$/,
  ],
  [[], { DATABASE_URL: "mysql://localhost" }, /DATABASE_URL does not begin with postgres/],
  [[], { DATABASE_URL: "postgres://127.0.0.1:1/x" }, /DATABASE_URL cannot be used: .*ECONNREFUSED/],
])("todo-server says what is wrong with %j %j", async (args, environment, message) => {
  const ended = await runNode(workspace.path, [serverProgram, ...args], environment);
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(message);
});

it.runIf(process.env["KALPHITE_TEST_DATABASE_URL"])("todo-server keeps its todos in Postgres", async () => {
  const postgres = startNode(workspace.path, [serverProgram, "--port", "0"], {
    DATABASE_URL: process.env["KALPHITE_TEST_DATABASE_URL"],
  });
  expect(await postgres.line(/^listening on/)).toContain("with Postgres by DATABASE_URL");
  expect(await postgres.stop("SIGTERM")).toBe(0);
});

it("todo-server's own file is none of the repository", () => {
  expect(readFileSync(join(repository, ".gitignore"), "utf8")).toContain(
    "\nexamples/todo-server/todos.db*\n",
  );
});
