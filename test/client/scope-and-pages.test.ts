import { expect, it } from "vitest";
import { MemoryStorage } from "../../src/client/index.js";
import { createSample, settled } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";
import { SimulatedServer } from "./simulated-server.js";

const todo = (id: string) => ({ id, type: "todo", data: { title: id, done: false } });

it("P16 starts again without a version when it changes its scope, and keeps its queue", async () => {
  const server = new SimulatedServer(sampleContract);
  server.put(todo("a"));
  const storage = new MemoryStorage();
  const entityTypes = ["todo"];
  const first = createSample(server, { storage, entityTypes });
  await first.client.connect();
  await settled();
  await first.client.disconnect();

  server.pulls.length = 0;
  const again = createSample(server, { storage, entityTypes });
  await again.client.connect();
  await settled();
  expect(server.pulls).toMatchObject([{ stateVersion: "e1.1", entityTypes }]);
  again.transport.failure = new Error("no network");
  again.client.mutate.addTodo("b", "b");
  await settled();
  await again.client.disconnect();

  server.pulls.length = 0;
  const wider = createSample(server, { storage, entityTypes: ["todo", "counter"] });
  await wider.client.connect();
  expect(await wider.client.flush()).toEqual({ ok: true });
  expect(server.pulls[0]).toMatchObject({ entityTypes: ["todo", "counter"] });
  expect(server.pulls[0]).not.toHaveProperty("stateVersion");
  expect(wider.client.todo.all().map(({ id }) => id)).toEqual(["a", "b"]);
});

it("P17 P21 changes its view once, with the last of many pages", async () => {
  const server = new SimulatedServer(sampleContract);
  const { client, transport } = createSample(server);
  await client.connect();
  await settled();
  const ids = ["a", "b", "c", "d", "e", "f", "g"];
  for (const id of ids) server.put(todo(id));
  const seen: number[] = [];
  client.subscribe(() => seen.push(client.todo.count()));
  const held: number[] = [];
  const { pull } = transport;
  transport.pull = async (...request) => {
    held.push(client.todo.count());
    return pull(...request);
  };
  client.engine.pull();
  await settled();
  // Three pages of three were asked for, and nothing was shown in between.
  expect(held).toEqual([0, 0, 0]);
  expect(seen).toEqual([7]);
  expect(client.todo.all().map(({ id }) => id)).toEqual(ids);
});

it("P27 asks every 60 seconds by itself", async () => {
  const server = new SimulatedServer(sampleContract);
  const { client, environment } = createSample(server);
  await client.connect();
  await settled();
  server.put(todo("a"));
  await environment.advance(59_999);
  expect(client.todo.get("a")).toBeUndefined();
  await environment.advance(1);
  expect(client.todo.get("a")).toBeDefined();
});
