/** A review from draft to merge: its author and a reviewer, each with a client, against one server over HTTP. */
import { bearerToken, MemoryServerStore, startNodeServer } from "kalphite-gen/server";
import { createClient, type Client } from "../generated/client.gen.js";
import { createServer } from "../generated/server.gen.js";

const server = await startNodeServer(
  createServer({
    store: new MemoryServerStore(),
    authenticate: (request) => {
      const name = bearerToken(request);
      return name === undefined ? undefined : { id: name };
    },
  }),
);

const open = async (userId: string): Promise<Client> => {
  const client = createClient({ url: server.url, userId, getAuthToken: () => userId });
  await client.connect();
  return client;
};
const ada = await open("ada");
const ben = await open("ben");

ada.mutate.saveReviewer("ben", "Ben", "ben@example.org", "server");
ada.mutate.draftReview("r1", "Keep the queue on disk");
ada.mutate.addFile("f1", "r1", "src/queue.ts", "modified", 120, 14);
ada.mutate.askReviewer("r1", "ben");
ada.mutate.addTask("k1", "r1", "Test a torn write");
ada.mutate.openReview("r1");
await ada.flush();
await seen(ben, () => status(ben) === "open");
console.log(`ben  is asked for ${ben.review.get("r1")?.data.title}, +${ben.file.get("f1")?.data.additions}`);

ben.mutate.addComment("c1", "r1", "What if the power fails here?", "f1", [40, 52]);
ben.mutate.requestChanges("r1", "c2", "A torn write loses the queue.");
await ben.flush();
await seen(ada, () => status(ada) === "changes_requested");
console.log(`ada  reads ${ada.comment.where({ reviewId: "r1" }).map((comment) => comment.data.body)}`);

const tooEarly = await ben.mutate.approveReview("r1").confirmed;
console.log(`ben  approves: ${tooEarly.ok ? "approved" : tooEarly.message}`);

ada.mutate.openReview("r1");
await ada.flush();
await seen(ben, () => status(ben) === "open");
ben.mutate.approveReview("r1");
await ben.flush();
await seen(ada, () => status(ada) === "approved");

const withTasks = await ada.mutate.mergeReview("r1").confirmed;
console.log(`ada  merges: ${withTasks.ok ? "merged" : withTasks.message}`);
ada.mutate.finishTask("k1");
const merged = await ada.mutate.mergeReview("r1").confirmed;
console.log(`ada  finishes the task and merges: ${merged.ok ? "merged" : merged.message}`);

await seen(ben, () => status(ben) === "merged");
console.log(`ben  sees ${status(ben)}, ${ben.review.get("r1")?.data.approvals} approval`);
await Promise.all([ada.disconnect(), ben.disconnect()]);
await server.close();

function status(client: Client): string | undefined {
  return client.review.get("r1")?.data.status;
}

/** Resolves when the condition holds; the client says when anything changed. */
function seen(client: Client, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    if (holds()) return resolve();
    const timeout = setTimeout(() => reject(new Error("Nothing came within ten seconds")), 10_000);
    const stop = client.subscribe(() => {
      if (!holds()) return;
      clearTimeout(timeout);
      stop();
      resolve();
    });
  });
}
