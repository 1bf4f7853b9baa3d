import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { repository, type Workspace } from "./support/example-projects.js";
import { compileTodoPrograms } from "./support/todo-programs.js";
import { TodoRoom } from "./support/todo-room.js";

const timeout = 60_000;
let workspace: Workspace;
beforeAll(async () => void (workspace = await compileTodoPrograms()), 120_000);
afterAll(() => workspace.remove());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function newRoom(): TodoRoom {
  const room = new TodoRoom(workspace);
  closing.push(() => room.close());
  return room;
}

/** Listens where nobody answers, or as the handler says. */
async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const both = [[[]], [["--legacy"]]];

describe("what a command loses", () => {
  it("is nothing that others did before a legacy client's change", { timeout }, async () => {
    const room = await newRoom().start();
    await room.todo("ada", "add", "Buy milk", "--id", "t1");
    await room.todo("lea", "list", "--legacy");
    await room.todo("ada", "edit", "milk", "Buy oat milk");
    expect((await room.todo("lea", "done", "milk", "--legacy")).stdout).toBe("done     Buy milk\n");
    expect((await room.todo("ada", "list", "--all")).stdout).toBe("[x] Buy oat milk\n");
    await room.todo("ada", "rm", "milk");
    expect(await room.todo("lea", "edit", "milk", "Buy soy milk", "--legacy")).toEqual({
      code: 1,
      stdout: "",
      stderr: 'failed   updateTitle "Buy oat milk": Somebody deleted it meanwhile (not_found)\n',
    });
    expect((await room.todo("ada", "list", "--all")).stdout).toBe("nothing to do\n");
  });

  it("is nothing of other fields where a legacy client was offline", { timeout }, async () => {
    const room = await newRoom().start();
    await room.todo("ada", "add", "Buy milk", "--id", "t1");
    await room.todo("lea", "list", "--legacy");
    await room.todo("lea", "done", "milk", "--legacy", "--offline");
    await room.todo("ada", "edit", "milk", "Buy oat milk");
    await room.todo("lea", "sync", "--legacy");
    expect((await room.todo("ada", "list", "--all")).stdout).toBe("[x] Buy oat milk\n");
    expect((await room.todo("lea", "list", "--all", "--legacy")).stdout).toBe("[x] Buy oat milk\n");
  });

  it.each(both)("is nothing when it is ended while it waits, with %j", { timeout }, async (options) => {
    const room = newRoom();
    room.url = await listen(createTcpServer((socket) => socket.on("error", () => {})));
    const waiting = room.stay("ada", "add", "Important", ...options);
    const list = async () => (await room.todo("ada", "list", "--offline", ...options)).stdout;
    await delay(4_000);
    await waiting.stop("SIGINT");
    expect(await list()).toBe("[ ] Important  (pending)\n");
  });
});

describe("watch", () => {
  it.each(both)(
    "shows what is on disk without a server, and when it comes, with %j",
    { timeout },
    async (options) => {
      const room = await newRoom().start();
      await room.todo("ada", "add", "Buy milk", ...options);
      await room.kill();
      const watching = room.stay("ada", "watch", ...options);
      await watching.line(/^\[ \] Buy milk$/);
      await room.start();
      await room.todo("ben", "add", "Buy bread");
      const { child } = watching;
      expect(await watching.line(/^(added|deleted|completed)/)).toBe("added     Buy bread");
      child.kill("SIGINT");
    },
  );

  it.each(both)("says that the server is gone, and back, with %j", { timeout }, async (options) => {
    const room = await newRoom().start();
    const watching = room.stay("ben", "watch", ...options);
    const told: string[] = [];
    watching.child.stderr!.on("data", (chunk: Buffer) => told.push(...chunk.toString().trim().split("\n")));
    await watching.line(/nothing to do/);
    await room.kill();
    await expect.poll(() => told, { timeout: 20_000 }).toEqual(["offline; waiting for the server"]);
    await room.start();
    await expect.poll(() => told, { timeout: 20_000 }).toEqual([told[0], "online again"]);
    expect(await watching.stop("SIGINT")).toBe(0);
  });

  it("ends in peace when nobody reads any more", { timeout }, async () => {
    const room = await newRoom().start();
    await room.todo("ada", "add", "Buy milk");
    const watching = room.stay("ben", "watch");
    const told: string[] = [];
    watching.child.stderr!.on("data", (chunk: Buffer) => told.push(chunk.toString()));
    await watching.line(/Buy milk/);
    watching.child.stdout!.destroy();
    const exited = once(watching.child, "exit") as Promise<[number]>;
    await room.todo("ada", "add", "Buy bread");
    const [code] = await exited;
    expect({ code, told }).toEqual({ code: 0, told: [] });
  });
});

describe("what a command says", () => {
  const answers: [string, number, string, RegExp][] = [
    [
      "a refused login",
      401,
      `{"error":{"code":"unauthenticated","message":"Who?"}}`,
      /does not let ada in \(401/,
    ],
    ["a closed room", 403, "", /does not let ada in \(403/],
    ["another address", 404, "", /there is no todo server at/],
    ["another program", 200, "<html>", /there is no todo server at/],
    ["a broken server", 500, "", /answered with an error \(500/],
  ];
  const cases = answers.flatMap((answer) => both.map(([options]) => [...answer, options!] as const));

  it.each(cases)("of %s (%i)", { timeout }, async (_, status, body, message, options) => {
    const room = newRoom();
    room.url = await listen(createHttpServer((_request, response) => response.writeHead(status).end(body)));
    const added = await room.todo("ada", "add", "Buy milk", ...options);
    expect(added).toMatchObject({ code: 1, stdout: "added    Buy milk  (pending)\n" });
    expect(added.stderr).toMatch(/^refused: .*; what was done is kept\n$/);
    expect(added.stderr).toMatch(message);
    const listed = await room.todo("ada", "list", ...options);
    expect(listed).toMatchObject({ code: 1, stdout: "[ ] Buy milk  (pending)\n" });
    expect(listed.stderr).toMatch(message);
  });

  it.each(both)("of a refused login to whoever would watch, with %j", { timeout }, async (options) => {
    const room = newRoom();
    room.url = await listen(createHttpServer((_request, response) => response.writeHead(401).end()));
    const watched = await room.todo("ada", "watch", ...options);
    expect(watched).toMatchObject({ code: 1, stdout: "" });
    expect(watched.stderr).toMatch(/^todo: refused: .* does not let ada in \(401.*\n$/);
  });

  it("of a legacy change names the change, and what is wrong with it", { timeout }, async () => {
    const room = await newRoom().start();
    await room.todo("lea", "add", "Buy bread", "--legacy");
    expect(await room.todo("lea", "edit", "bread", "x".repeat(201), "--legacy")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'failed   updateTitle "Buy bread": The arguments do not fit the operation; ' +
        "entity.data.title: Expected a length of at most 200 (invalid_arguments)\n",
    });
  });

  it("of todos that are named twice, or were deleted by others", { timeout }, async () => {
    const room = await newRoom().start();
    for (const title of ["One", "Two"]) await room.todo("ada", "add", title);
    await room.todo("ben", "list");
    await room.todo("ada", "rm", "one");
    expect(await room.todo("ben", "rm", "one", "two", "two")).toEqual({
      code: 1,
      stdout: "removed  Two\n",
      stderr: expect.stringMatching(/^failed {3}deleteTodo "One": .*\(not_found\)\n$/) as string,
    });
  });

  it("of itself", { timeout }, async () => {
    const room = newRoom();
    expect((await room.todo("ada", "--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await room.todo("ada", "add", "--help")).stdout).not.toContain("[]");
    const dashed = await room.todo("ada", "add", "--offline", "--", "--dash", "-x");
    expect(dashed.stdout).toContain("added    --dash -x  (pending)");
    const options = [
      "--server",
      "http://a",
      "--server",
      "http://127.0.0.1:1",
      "--project",
      "x",
      "--project",
      "y",
    ];
    expect((await room.todo("ada", "add", "x", ...options)).stderr).toContain('no project "y"');
  });
});

it("completes what is typed in capitals, behind options, and of projects", { timeout }, async () => {
  const room = newRoom();
  await room.todo("ada", "project", "add", "House", "--offline");
  for (const title of ["Buy milk", "🎉"]) await room.todo("ada", "add", title, "--id", title, "--offline");
  await room.todo("ada", "add", "Old milk", "--offline", "--legacy");
  const complete = async (...words: readonly string[]) =>
    (await room.todo("ada", "--get-yargs-completions", "todo", ...words)).stdout.trim().split("\n");
  expect(await complete("done", "Bu")).toEqual(["Buy-milk"]);
  expect(await complete("done", "")).toEqual(["buy-milk", "🎉"]);
  expect(await complete("--legacy", "done", "ol")).toEqual(["old-milk"]);
  expect(await complete("done", "--legacy", "ol")).toEqual(["old-milk"]);
  expect(await complete("list", "--project", "")).toEqual(["house"]);
  expect(await complete("add", "Paint", "--project", "Ho")).toEqual(["House"]);
  expect((await room.todo("ada", "done", "Buy-milk", "--offline")).stdout).toContain("done     Buy milk");
});

it("is described by its page as by its help", { timeout }, async () => {
  const room = newRoom();
  const { stdout } = await room.todo("ada", "--help");
  const help = stdout.replace(/\s+/g, " ");
  const page = readFileSync(join(repository, "examples/todo-cli/README.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([^`]+)` +\| (.*?) *\|$/gm)].map(([, name, text]) => [name!, text!]);
  const named = [...stdout.matchAll(/^ +(?:todo ([a-z]+) |(--[a-z]+) )/gm)].map(
    ([, command, option]) => command ?? option,
  );
  expect(rows.map(([name]) => name!.split(" ")[0]).toSorted()).toEqual(named.toSorted());
  for (const [name, text] of rows) {
    expect(help).toContain(name!.startsWith("--") ? `${name} ${text}` : `todo ${name} ${text}`);
  }
});
