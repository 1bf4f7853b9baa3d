import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyServer } from "../../src/testing/index.js";
import { exampleFolder, repository } from "../examples/support/example-projects.js";
import { hasPython } from "../examples/support/python.js";
import { contractJson } from "./faulty-server.js";

describe.skipIf(!hasPython)("the server in Python", () => {
  let child: ChildProcess;
  let url: string;
  let errors = "";

  beforeAll(async () => {
    const contract = join(exampleFolder("todo"), "generated/contract.json");
    const script = join(repository, "examples/server-python/server.py");
    child = spawn("python3", ["-B", script, contract, "--port", "0", "--users", "ada,ben"]);
    child.stderr!.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    url = await new Promise<string>((resolve, fail) => {
      child.stdout!.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once("exit", (code) => fail(new Error(`server.py ended with ${code}: ${errors}`)));
    });
  });
  afterAll(() => void child.kill());

  it.each([1, 2, 3])("keeps every clause that can be seen, but for legacy sockets: seed %d", async (seed) => {
    const report = await verifyServer({
      url,
      contract: contractJson(),
      seed,
      token: "ada",
      otherToken: "ben",
    });
    const broken = report.checks.flatMap(({ id, failure }) =>
      failure ? [`${failure.clause} ${id}: ${failure.message}`] : [],
    );
    expect(broken).toEqual([]);
    const skipped = report.checks.filter(({ status }) => status === "skipped");
    expect(skipped.map(({ id, notes }) => [id, ...notes])).toEqual([
      ["legacy-sockets", "the server has no /sync/legacy: it answers 404"],
    ]);
    expect(errors).toBe("");
  });

  it("says nothing of clients that go away", async () => {
    const { hostname, port } = new URL(url);
    for (let each = 0; each < 10; each++) {
      const socket = connect(Number(port), hostname);
      socket.write("GET /sync/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await once(socket, "data");
      socket.resetAndDestroy();
      await once(socket, "close");
      expect((await fetch(`${url}/sync/health`)).status).toBe(200);
    }
    expect(errors).toBe("");
  });

  it("counts characters as zod does: an emoji is one", async () => {
    const push = async (id: number, title: string) => {
      const response = await fetch(`${url}/sync/operations?roomId=emoji`, {
        method: "POST",
        headers: { authorization: "Bearer ada", "content-type": "application/json" },
        body: JSON.stringify({
          operations: [
            { name: "addTodo", args: [`todo-${id}`, title], id, clientId: "emoji", timestamp: Date.now() },
          ],
        }),
      });
      const { confirmations } = (await response.json()) as {
        confirmations: [{ success: boolean; code?: string }];
      };
      return confirmations[0].code ?? confirmations[0].success;
    };
    expect([await push(1, "😀".repeat(200)), await push(2, "😀".repeat(201))]).toEqual([
      true,
      "invalid_arguments",
    ]);
  });
});
