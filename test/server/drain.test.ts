import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import {
  createSyncServer,
  SqliteServerStore,
  startNodeServer,
  stateAnswerToMessage,
} from "../../src/server/index.js";
import { send } from "./http-client.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-drain-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("P9 answers every push that was in flight when it closes, keeps all of them, and takes no other", async () => {
  const file = join(folder, "drained.db");
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  let waiting = 0;
  let allWait = (): void => {};
  const inFlight = new Promise<void>((resolve) => (allWait = resolve));
  const rooms = ["a", "b", "c", "d"];
  const server = createSyncServer({
    contract: todoContract,
    store: new SqliteServerStore({ file }),
    allowAnonymous: true,
    handlers: {
      addTodo: async (
        tx: { readonly todo: { insert(id: string, fields: { title: string }): Promise<void> } },
        { id, title }: { readonly id: string; readonly title: string },
      ) => {
        if (++waiting === rooms.length) allWait();
        await gate;
        await tx.todo.insert(id, { title });
      },
    },
  });
  const { url, close } = await startNodeServer(server);
  const push = (roomId: string, id: number) =>
    send(`${url}/sync/operations?roomId=${roomId}`, {
      body: JSON.stringify([operation(id, "addTodo", [`t${id}`, "kept"], roomId)]),
    });
  const answers = rooms.map((roomId) => push(roomId, 1));
  await inFlight;
  // This one is on its way, too, but behind the others of its room.
  answers.push(push("a", 2).catch(() => ({ status: 0, headers: {}, text: "", json: undefined })));
  const closed = close();
  await expect(
    server.push([operation(1, "addTodo", ["z", "z"], "z")], { roomId: "z", user: undefined }),
  ).rejects.toMatchObject({ code: "shutting_down", status: 503 });
  open();
  const replies = await Promise.all(answers);
  await closed;
  for (const { json } of replies.slice(0, rooms.length)) expect(json).toMatchObject([{ success: true }]);

  const store = new SqliteServerStore({ file });
  const after = createSyncServer({ contract: todoContract, store, allowAnonymous: true });
  for (const [index, roomId] of rooms.entries()) {
    const state = stateAnswerToMessage(await after.pull({ clientId: roomId }, { roomId, user: undefined }));
    // What was refused was not applied; what was taken is there.
    const isTaken = index === 0 && replies[rooms.length]?.status === 200;
    expect(state.lastOperationId).toBe(isTaken ? 2 : 1);
    expect(state.entities).toHaveLength(isTaken ? 2 : 1);
  }
  await after.close();
});
