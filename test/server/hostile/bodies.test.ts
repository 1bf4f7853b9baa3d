import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contract } from "../../../examples/todo/generated/contract.gen.js";
import { createServer } from "../../../examples/todo/generated/server.gen.js";
import { ERROR_CODES, parsePushResponse, parseStateSyncResponse } from "../../../src/protocol/index.js";
import { bearerToken, startNodeServer } from "../../../src/server/index.js";
import { send, type HttpReply } from "../http-client.js";
import { everyStore } from "../every-store.js";
import { expectCoded } from "./coded-error.js";

const RUNS = 200;
const EVIL_TEXTS = [
  "__proto__",
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00\ud800",
  "'; DROP TABLE kalphite_entities; --",
  '"\\u0000"',
  "../../etc/passwd",
  "${process.exit(1)}",
  "\u2028\u202e",
  "x".repeat(257),
  "x".repeat(20_000),
];

const text = fc.oneof(
  fc.constantFrom(...EVIL_TEXTS),
  fc.string({ unit: "binary" }),
  fc.constantFrom("a", "b"),
);
const evil = fc.oneof(
  text,
  fc.jsonValue(),
  fc.constantFrom(-1, 0, 0.5, 2 ** 53, 1e308, -0, true, null),
  // Written as text, since an object literal would set the prototype.
  fc
    .constantFrom('{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}')
    .map((source) => JSON.parse(source) as unknown),
  fc
    .integer({ min: 65, max: 2_000 })
    .map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown),
);

/** `often`, and now and then anything at all. */
const mostly = <Value>(often: fc.Arbitrary<Value>) =>
  fc.oneof<fc.MaybeWeightedArbitrary<unknown>[]>(
    { arbitrary: often, weight: 15 },
    { arbitrary: evil, weight: 1 },
  );

/** An argument of the right kind, by its name in the example. */
function argument(name: string): fc.Arbitrary<unknown> {
  if (["by", "before", "priority"].includes(name)) return fc.integer();
  return name === "todoIds" ? fc.array(text, { maxLength: 3 }) : text;
}

const declared = fc.constantFrom(...Object.values(contract.operations)).chain(({ name, argumentNames }) =>
  fc.record({
    name: fc.constant(name),
    args: fc.tuple(...argumentNames.map((each) => mostly(argument(each)))),
  }),
);
const todo = fc.record({
  title: text,
  status: fc.constant("pending"),
  tagIds: fc.array(text, { maxLength: 2 }),
  priority: fc.constant(0),
});
const upserted = fc
  .tuple(text, mostly(todo), fc.dictionary(text, evil, { maxKeys: 2 }))
  .map(([id, data, more]) => ({
    name: "upserttodo",
    args: [id, { id, type: "todo", data, updatedAt: 0, createdAt: 0, ...more }],
  }));
const undeclared = fc.record({ name: mostly(text), args: mostly(fc.array(evil, { maxLength: 4 })) });

/** Mostly what a client would send, with anything in any place of it. */
const pushed = fc
  .tuple(
    fc.oneof({ arbitrary: declared, weight: 6 }, { arbitrary: upserted, weight: 2 }, undeclared),
    fc.record({
      clientId: mostly(fc.constantFrom("mallory", "mallory", "mallory", "victim", "__proto__")),
      timestamp: mostly(fc.constant(0)),
    }),
  )
  .map(([called, sender]) => ({ ...called, ...sender }));
const pulled = fc.record(
  {
    stateVersion: evil,
    entityTypes: fc.oneof(fc.array(text, { maxLength: 3 }), evil),
    clientId: evil,
    limit: evil,
  },
  { requiredKeys: [] },
);

describe.each(await everyStore())("P3 P8 P10 P36 on %s", (_name, createStore) => {
  it.skipIf(createStore === undefined)(
    "answers whatever it is sent with results and codes, harms nobody, and tells nothing of its inside",
    async () => {
      const server = await startNodeServer(
        createServer({
          store: await createStore!(),
          authenticate: (request) => ({ id: bearerToken(request) ?? "mallory" }),
          log: () => {},
        }),
      );
      const ask = async (path: string, body: string | Buffer, user = "mallory"): Promise<HttpReply> => {
        const headers = { "content-type": "application/json", authorization: `Bearer ${user}` };
        const reply = await send(`${server.url}/sync/${path}`, { headers, body });
        const code = expectCoded(reply);
        // Nothing that a client sends is a failure of the server, or one to come back after.
        expect([200, 400, 403, 409]).toContain(reply.status);
        if (code === undefined) expectResult(path, reply);
        return reply;
      };
      const victim = (id: number, name: string, ...args: unknown[]) =>
        ask("operations", JSON.stringify([{ id, name, args, clientId: "victim", timestamp: 0 }]), "victim");
      expect((await victim(1, "addTodo", "mine", "Mine")).json).toMatchObject([{ success: true }]);

      // Each client counts on, so that its operations are not all told of a gap.
      const next = new Map<unknown, number>();
      const pushOne = async (value: { readonly clientId: unknown; readonly name: unknown }) => {
        const id = next.get(value.clientId) ?? 1;
        const { status } = await ask("operations", JSON.stringify({ operations: [{ ...value, id }] }));
        if (status === 200) next.set(value.clientId, id + 1);
        if (value.clientId === "victim") expect(status).not.toBe(200);
      };
      await fc.assert(fc.asyncProperty(pushed, pushOne), { numRuns: RUNS });
      await fc.assert(
        fc.asyncProperty(pulled, (value) => ask("state", JSON.stringify(value)).then(() => {})),
        { numRuns: RUNS },
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom("operations", "state"),
          fc.oneof(
            fc.json(),
            fc.string(),
            fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
            fc.integer({ min: 1_000, max: 9_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
            fc.integer({ min: 1_000, max: 9_000 }).map((depth) => '{"operations":'.repeat(depth)),
          ),
          (path, body) => ask(path, body).then(() => {}),
        ),
        { numRuns: RUNS },
      );

      expect(Object.prototype).not.toHaveProperty("polluted");
      expect((await victim(2, "updateTitle", "mine", "Still mine")).json).toMatchObject([{ success: true }]);
      const state = await ask("state", '{"clientId":"victim"}', "victim");
      expect(state.json).toMatchObject({ lastOperationId: 2 });
      const { entities } = state.json as { entities: { id: string; data: unknown }[] };
      expect(entities.find(({ id }) => id === "mine")?.data).toMatchObject({ title: "Still mine" });
      await server.close();
    },
    60_000,
  );
});

/** Holds an answer to its message, and refusals to codes of the table or of the example's own handlers. */
function expectResult(path: string, { json }: HttpReply): void {
  if (path === "state") return expect(parseStateSyncResponse(json).ok).toBe(true);
  const parsed = parsePushResponse(json);
  expect(parsed.ok).toBe(true);
  const codes: readonly string[] = [...Object.keys(ERROR_CODES), "too_many_projects", "already_archived"];
  for (const { success, code } of parsed.ok ? parsed.value.confirmations : []) {
    expect(success || codes.includes(code!)).toBe(true);
    // A handler that throws is the server's own mistake.
    expect(code).not.toBe("handler_failed");
  }
}
