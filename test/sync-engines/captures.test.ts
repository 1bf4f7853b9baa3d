import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { FieldClient } from "../server/legacy/field-client.js";
import { startLegacyServer } from "../server/legacy/legacy-server.js";

/** What went over a legacy client's wire, in order, and the titles that the room ended up with. */
interface Capture {
  readonly about: string;
  /** Of the upgrade request. */
  readonly query: string;
  readonly frames: readonly Frame[];
  readonly titles: { readonly [id: string]: string };
}

type Frame =
  | { readonly from: "client"; readonly message: object }
  | { readonly from: "client"; readonly reconnects: true }
  /** As far as it is given: stamps differ from run to run. */
  | { readonly from: "server"; readonly message: { readonly type: string } }
  /** An operation of a modern client in the same room. */
  | { readonly from: "others"; readonly operation: readonly [name: string, ...args: unknown[]] };

const folder = new URL("captures/", import.meta.url);
const captures = readdirSync(folder).map((name): [string, Capture] => [
  name,
  JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Capture,
]);

it.each(captures)("P32 %s is answered as it was", async (_name, { query, frames, titles }) => {
  const { connect, modern, state } = await startLegacyServer();
  let client: FieldClient = await connect(query);
  for (const frame of frames) {
    if (frame.from === "others") await modern(...frame.operation);
    else if (frame.from === "server") {
      expect(await client.next(frame.message.type)).toMatchObject(frame.message);
    } else if ("reconnects" in frame) {
      client.close();
      client = await connect(query);
    } else client.send(frame.message);
  }
  const found = (await state()).map((entity) => [entity.id, (entity["data"] as { title: string }).title]);
  expect(Object.fromEntries(found)).toEqual(titles);
});

it("there are captures of every dialect", () => {
  expect(captures.map(([name]) => name)).toEqual([
    "change-member.json",
    "data-dialect.json",
    "payload-dialect.json",
    "sent-again.json",
  ]);
});
