import { afterEach, expect, it } from "vitest";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type RunningNodeServer,
} from "../../src/server/index.js";
import { expectCoded } from "./hostile/coded-error.js";
import { send } from "./http-client.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

let server: RunningNodeServer;
afterEach(() => server.close());

it("P9 P11 answers 503 and 429 with Retry-After to what is too much, and applies none of it", async () => {
  const store = new MemoryServerStore();
  let goOn = (): void => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  server = await startNodeServer(
    createSyncServer({
      contract: todoContract,
      store,
      allowAnonymous: true,
      clock: () => 1_000,
      handlers: { completeAll: () => held },
      limits: { maxConcurrentPushes: 1, clientRate: { perSecond: 1, burst: 2 } },
      log: () => {},
    }),
  );
  const push = (clientId: string, id: number, name: string, ...args: unknown[]) =>
    send(`${server.url}/sync/operations`, { body: JSON.stringify([operation(id, name, args, clientId)]) });

  const first = push("c1", 1, "completeAll");
  let second = await push("c2", 1, "addTodo", "a", "A");
  // The first may arrive behind the second.
  while (second.status === 200) second = await push("c2", 2, "addTodo", "b", "B");
  expect(expectCoded(second)).toBe("overloaded");
  goOn();
  expect((await first).status).toBe(200);

  const retried = await push("c3", 1, "addTodo", "c", "C");
  expect(retried.json).toMatchObject([{ success: true }]);
  await push("c3", 2, "addTodo", "d", "D");
  const limited = await push("c3", 3, "addTodo", "e", "E");
  expect([expectCoded(limited), Number(limited.headers["retry-after"])]).toEqual(["rate_limited", 1]);
  const { json } = await send(`${server.url}/sync/state`, { body: '{"clientId":"c3"}' });
  expect(json).toMatchObject({ lastOperationId: 2 });
});
