import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient, type Client } from "../../examples/kitchen-sink/generated/client.gen.js";
import type { Mutation } from "../../src/protocol/index.js";
import { createServer } from "../../examples/kitchen-sink/generated/server.gen.js";
import { flatId as id } from "./support/kitchen-sink-calls.js";
import { startServer, type RunningServer } from "./support/running-server.js";

const serverTime = Date.UTC(2030, 0, 2, 3, 4, 5);
const clientTime = Date.UTC(2020, 0, 1);

let server: RunningServer;
let client: Client;
beforeEach(async () => {
  server = await startServer(createServer, () => serverTime);
  client = createClient({ url: server.url, userId: "me", environment: { now: () => clientTime } });
  await client.connect();
});
afterEach(async () => {
  await client.disconnect();
  await server.close();
});

/** The entity at once, and after the server's state has come: `user` and `now` differ, the rest must not. */
async function through<Value>(mutation: Mutation, read: () => Value): Promise<{ at: Value; later: Value }> {
  const at = read();
  expect(await mutation.confirmed).toEqual({ ok: true });
  await settled();
  return { at, later: read() };
}

/** Resolves when nothing is pending: the server's state shows every operation. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    if (client.status.pending === 0) return resolve();
    const stop = client.onStatus(({ pending }) => {
      if (pending > 0) return;
      stop();
      resolve();
    });
  });
}

const same = <Value>(value: Value) => ({ at: value, later: value });
const flat = () => client.flat.get(id);

describe("create", () => {
  it("takes arguments, literals and defaults, and leaves out what is optional", async () => {
    const wanted = { id, type: "flat", label: "One", count: 0, tags: ["new"] };
    expect(await through(client.mutate.createFlat(id, "One"), flat)).toEqual(same(wanted));
  });

  it("of an id that exists shows nothing, and fails with already_exists", async () => {
    await through(client.mutate.createFlat(id, "One"), flat);
    const again = client.mutate.createFlat(id, "Two");
    expect(flat()?.label).toBe("One");
    expect(await again.confirmed).toMatchObject({ ok: false, code: "already_exists" });
    expect(flat()?.label).toBe("One");
  });
});

describe.each([
  ["renameFlat", () => client.mutate.renameFlat(id, "Two")],
  ["bumpFlat", () => client.mutate.bumpFlat(id, 1)],
  ["tagFlat", () => client.mutate.tagFlat(id, "x")],
  ["clearFlat", () => client.mutate.clearFlat(id)],
  ["removeFlat", () => client.mutate.removeFlat(id)],
] as const)("%s", (_name, call) => {
  it("of an id that does not exist shows nothing, and fails with not_found", async () => {
    const mutation = call();
    expect(flat()).toBeUndefined();
    expect(await mutation.confirmed).toMatchObject({ ok: false, code: "not_found" });
    expect(flat()).toBeUndefined();
  });
});

it("upsert fails for neither", async () => {
  const created = { id, type: "flat", label: "One", count: 4, tags: [] };
  expect(await through(client.mutate.saveFlat(id, "One", 4), flat)).toEqual(same(created));
  // An argument that is left out leaves what is there.
  const changed = { ...created, label: "Two" };
  expect(await through(client.mutate.saveFlat(id, "Two"), flat)).toEqual(same(changed));
});

it("update changes what is given", async () => {
  client.mutate.createFlat(id, "One", "note", 1);
  const renamed = await through(client.mutate.renameFlat(id, undefined, "other"), flat);
  expect(renamed).toEqual(same({ id, type: "flat", label: "One", count: 1, tags: ["new"], note: "other" }));
});

it("increment adds to a number, a null and one that is not there", async () => {
  client.mutate.createFlat(id, "One");
  client.mutate.bumpFlat(id, 2.5);
  expect(await through(client.mutate.countFlat(id), () => flat()?.count)).toEqual(same(1.5));
  client.mutate.stamp("s");
  const total = () => client.stamped.get("s")?.data.total;
  expect(await through(client.mutate.addTotal("s", 3), total)).toEqual(same(3));
  expect(await through(client.mutate.addTotal("s"), total)).toEqual(same(3));
});

it("append adds at the end, without takes every equal one", async () => {
  client.mutate.createFlat(id, "One");
  client.mutate.tagFlat(id, "a");
  client.mutate.tagFlat(id, "b");
  const tags = () => flat()?.tags;
  expect(await through(client.mutate.tagFlat(id, "a"), tags)).toEqual(same(["new", "a", "b", "a"]));
  expect(await through(client.mutate.untagFlat(id, "a"), tags)).toEqual(same(["new", "b"]));
});

it("unset takes a field away", async () => {
  client.mutate.createFlat(id, "One", "note", 1);
  const cleared = await through(client.mutate.clearFlat(id), flat);
  expect(cleared).toEqual(same({ id, type: "flat", label: "One", count: 0, tags: [] }));
  expect(Object.keys(cleared.later ?? {})).not.toContain("note");
});

it("now and user are the client's at first, and the server's to say", async () => {
  const { at, later } = await through(client.mutate.stamp("s"), () => client.stamped.get("s"));
  const stampedAt = (time: number, byUser: string) => {
    const text = new Date(time).toISOString();
    return {
      id: "s",
      type: "stamped",
      data: { at: text, byUser, total: null },
      updatedAt: text,
      createdAt: text,
    };
  };
  expect(at).toEqual(stampedAt(clientTime, "me"));
  expect(later).toEqual(stampedAt(serverTime, "somebody"));
});

it("remove takes the entity away", async () => {
  await through(client.mutate.createFlat(id, "One"), flat);
  expect(await through(client.mutate.removeFlat(id), flat)).toEqual(same(undefined));
});

it("a custom operation that rejects shows nothing, and tells its own code", async () => {
  const { calls } = await import("./support/kitchen-sink-calls.js");
  const valid = calls.find(({ name }) => name === "everyKind")?.valid as unknown[];
  const everyKind = client.mutate.everyKind as (...args: unknown[]) => Mutation;
  expect(await everyKind(...valid.with(-1, 1)).confirmed).toMatchObject({ ok: false, code: "too_long" });
});
