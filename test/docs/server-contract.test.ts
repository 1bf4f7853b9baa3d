import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startTestServer } from "../../src/testing/index.js";
import { exampleFolder } from "../examples/support/example-projects.js";
import { hasPython } from "../examples/support/python.js";
import { createTodoServer } from "../testing/faulty-server.js";
import { documentAt, repository } from "./support/documents.js";

interface ShownExchange {
  readonly place: string;
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly status: number;
  readonly answer: unknown;
}

const exchanges = documentAt("docs/server-contract.md")
  .blocks.filter(({ language }) => language === "http")
  .map(({ place, text }): ShownExchange => {
    const parts = /^(\w+) (\S+)\n((?:[\w-]+: .*\n)*)\n(.*)\n\n(\d{3})\n\n(.*)$/s.exec(text);
    if (parts === null) throw new Error(`${place} is no exchange`);
    const [, method, path, head, body, status, answer] = parts as unknown as string[];
    const headers = Object.fromEntries(
      head!
        .trim()
        .split("\n")
        .map((line) => line.split(": ")),
    );
    return {
      place,
      method: method!,
      path: path!,
      headers,
      body: body!,
      status: Number(status),
      answer: JSON.parse(answer!) as unknown,
    };
  });

/** Texts of people and times are any, versions are remembered by their names; everything else is as it is shown. */
function differences(shown: unknown, found: unknown, versions: Map<string, string>, path = ""): string[] {
  if (/\.(serverTimestamp|syncTimestamp)$/.test(path))
    return typeof found === "number" ? [] : [`${path} is no time`];
  if (/\.(error|message)$/.test(path) && shown === "")
    return typeof found === "string" ? [] : [`${path} is no text`];
  if (typeof shown === "string" && shown.startsWith("…")) {
    versions.set(shown, String(found));
    return typeof found === "string" ? [] : [`${path} is no version`];
  }
  if (typeof shown !== "object" || shown === null || typeof found !== "object" || found === null) {
    return Object.is(shown, found)
      ? []
      : [`${path}: ${JSON.stringify(shown)} is shown, ${JSON.stringify(found)} came`];
  }
  // An empty list of deletions says what none says.
  const keys = new Set(
    [...Object.keys(shown), ...Object.keys(found)].filter(
      (key) => key !== "deletedEntityIds" || Object.hasOwn(shown, key),
    ),
  );
  return [...keys].flatMap((key) =>
    differences(Reflect.get(shown, key), Reflect.get(found, key), versions, `${path}.${key}`),
  );
}

async function play(url: string): Promise<void> {
  const versions = new Map<string, string>();
  expect(exchanges.length).toBeGreaterThan(8);
  for (const { place, method, path, headers, body, status, answer } of exchanges) {
    const sent = body.replace(/"(…\d+)"/g, (_, name: string) => JSON.stringify(versions.get(name)));
    const response = await fetch(url + path, { method, headers, body: sent });
    const found: unknown = await response.json();
    expect([response.status, ...differences(answer, found, versions)], place).toEqual([status]);
  }
}

it("docs/server-contract.md shows what our server answers", async () => {
  const createServer = await createTodoServer();
  await using server = await startTestServer(createServer);
  await play(server.url);
});

it.skipIf(!hasPython)("docs/server-contract.md shows what the server in Python answers", async () => {
  const contract = join(exampleFolder("todo"), "generated/contract.json");
  const script = join(repository, "examples/server-python/server.py");
  const child = spawn("python3", ["-B", script, contract, "--port", "0"]);
  try {
    const url = await new Promise<string>((resolve, fail) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.once("exit", () => fail(new Error("server.py ended")));
    });
    await play(url);
  } finally {
    child.kill();
  }
});
