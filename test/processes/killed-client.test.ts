import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../server/postgres-database.js";
import type { ClientInput } from "./client-program.js";
import { buildProgram, nextLine, type Program } from "./program.js";
import type { ServerInput } from "./server-program.js";
import { numbersTo, openReader, shownTokens } from "./tokens.js";

const KILLS = 15;

type Shown = ReturnType<typeof shownTokens>[number];
const byRun = ([left]: Shown, [right]: Shown) => Number(left.slice(1)) - Number(right.slice(1));

const folder = mkdtempSync(join(tmpdir(), "kalphite-killed-client-"));
let serverProgram: Program;
let clientProgram: Program;
beforeAll(async () => {
  [serverProgram, clientProgram] = await Promise.all([
    buildProgram("server-program"),
    buildProgram("client-program"),
  ]);
});
afterAll(async () => {
  await Promise.all([serverProgram, clientProgram].map((program) => program.remove()));
  rmSync(folder, { recursive: true, force: true });
});

it(`P4 P5 P6 P20 P25 does once what a client killed ${KILLS} times had on disk, some of them together with its server`, async () => {
  const serverInput: ServerInput = { port: await freePort(), store: { file: join(folder, "server.db") } };
  let server = serverProgram.start(serverInput);
  const url = await nextLine(server);
  const input: ClientInput = { url, directory: join(folder, "client") };

  const confirmed = new Map<string, number>();
  const held: Shown[][] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const run = `r${kill}`;
    const client = clientProgram.start({ ...input, run });
    held.push(JSON.parse(await nextLine(client)) as never);
    const enough = 1 + ((kill * 7) % 25);
    for await (const line of client.lines) {
      expect(Number(line), line).toBeGreaterThan(0);
      confirmed.set(run, Number(line));
      if (Number(line) !== enough) continue;
      const restart = kill % 3 === 2;
      await Promise.all([client.kill(), restart && server.kill()]);
      if (!restart) continue;
      server = serverProgram.start(serverInput);
      await nextLine(server);
    }
  }
  const last = clientProgram.start(input);
  held.push(JSON.parse(await nextLine(last)) as never);
  expect(JSON.parse(await nextLine(last))).toEqual({ ok: true });
  await last.ended;

  const reader = await openReader(url);
  const final = shownTokens(reader).toSorted(byRun);
  await reader.disconnect();
  await server.kill();

  // What a killed run has left on disk, the next one found there; neither more nor less of it reached the server.
  held.forEach((tokens, runs) => {
    expect(tokens.toSorted(byRun)).toEqual(final.slice(0, runs));
  });
  expect(final.map(([id]) => id)).toEqual([...confirmed.keys()]);
  for (const [id, tokens, count] of final) {
    // Written one after the other: a number, its count, the next number. So what is there is a beginning of that.
    expect(tokens).toEqual(numbersTo(tokens.length));
    expect(tokens.length).toBeGreaterThanOrEqual(confirmed.get(id)!);
    expect([tokens.length, tokens.length - 1]).toContain(count);
  }
}, 60_000);
