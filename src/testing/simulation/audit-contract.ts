import type {
  Entity,
  MutationContext,
  RuntimeContract,
  RuntimeOperation,
  Transaction,
} from "../../protocol/index.js";
import type { OperationHandlers, ServerTransactionCollection } from "../../server/index.js";
import type { Validator } from "../../validation/index.js";
import type { FinishedRoom, SimulationOptions } from "./simulation-options.js";

const anything: Validator<unknown, unknown> = {
  is: () => true,
  issues: () => [],
  parse: (value) => ({ ok: true, value }),
  "~standard": { version: 1, vendor: "kalphite-gen", validate: (value) => ({ value }) },
};

/** Positional arguments, each of the given JavaScript type. */
function places(...types: readonly ("string" | "number")[]): RuntimeOperation["args"] {
  const wrong = (args: readonly unknown[]): number =>
    types.findIndex((type, index) => typeof args[index] !== type);
  const issues = (value: unknown) => {
    const place = wrong(value as readonly unknown[]);
    return place < 0
      ? []
      : [{ code: "invalid_type" as const, path: [place], message: `Expected ${types[place]}` }];
  };
  return {
    is: (value): value is readonly unknown[] => issues(value).length === 0,
    issues,
    parse: (value) => {
      const found = issues(value);
      return found.length > 0
        ? { ok: false, issues: found }
        : { ok: true, value: value as readonly unknown[] };
    },
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) => ({ value: value as readonly unknown[] }),
    },
  };
}

type Mutate = (tx: Transaction, args: never, context: MutationContext) => void;

function operation(
  name: string,
  argumentNames: readonly string[],
  args: RuntimeOperation["args"],
  mutate: Mutate,
): RuntimeOperation {
  const touches = ["log", "note", "tag"];
  return { name, touches, argumentNames, args, mutate: mutate as RuntimeOperation["mutate"] };
}

const marksOf = (note: Entity): readonly string[] =>
  (note["data"] as { readonly marks: readonly string[] }).marks;

/** Every operation that writes leaves its token in a log that nothing takes it out of. */
function record(tx: Transaction, id: string, token: string): void {
  const known = tx["log"]!.get(id);
  const tokens = (known?.["tokens"] ?? []) as readonly string[];
  tx["log"]!.upsert(id, { tokens: [...tokens, token], total: Number(known?.["total"] ?? 0) + 1 });
}

/**
 * A contract whose effects can be counted. Entities come and go, change their types, are read by others and by scans; every
 * success leaves its own token, so that one too many, one too few and one out of order all show.
 */
export const auditContract: RuntimeContract = {
  fingerprint: "a".repeat(64),
  entities: {
    log: { type: "log", shape: "flat", validator: anything },
    note: { type: "note", shape: "enveloped", createdAt: "number", updatedAt: "number", validator: anything },
    tag: { type: "tag", shape: "flat", validator: anything },
  },
  operations: Object.fromEntries(
    [
      operation("record", ["id", "token"], places("string", "string"), (tx, [id, token]: [string, string]) =>
        record(tx, id, token),
      ),
      operation(
        "addNote",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => {
          tx["note"]!.insert(id, { marks: [token], isHidden: false });
          record(tx, "notes", token);
        },
      ),
      operation(
        "markNote",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => {
          const note = tx["note"]!.require(id);
          tx["note"]!.update(id, { marks: [...marksOf(note), token] });
          record(tx, "notes", token);
        },
      ),
      operation(
        "hideNote",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => {
          tx["note"]!.update(id, { isHidden: true });
          record(tx, "notes", token);
        },
      ),
      operation(
        "removeNote",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => {
          tx["note"]!.delete(id);
          record(tx, "notes", token);
        },
      ),
      operation(
        "retype",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => {
          const note = tx["note"]!.get(id);
          if (note !== undefined) tx["note"]!.delete(id);
          else tx["tag"]!.delete(id);
          if (note === undefined) tx["note"]!.insert(id, { marks: [token], isHidden: false });
          else tx["tag"]!.insert(id, { name: marksOf(note).join() });
          record(tx, "notes", token);
        },
      ),
      operation(
        "addTag",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string], context) => {
          tx["tag"]!.upsert(id, { name: token, by: context.userId, at: context.now });
          record(tx, "tags", token);
        },
      ),
      operation(
        "number",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string], context) => {
          tx["tag"]!.upsert(id, { name: `${context.clientId}/${context.operationId}` });
          record(tx, "tags", token);
        },
      ),
      operation(
        "sweep",
        ["most", "token"],
        places("number", "string"),
        (tx, [most, token]: [number, string], context) => {
          const notes = tx["note"]!.all();
          if (notes.length > most) context.reject("too_many", `${notes.length} are too many`);
          for (const { id } of notes) tx["note"]!.delete(id);
          record(tx, "sweeps", token);
        },
      ),
      operation("count", ["id", "token"], places("string", "string"), (tx, [id, token]: [string, string]) => {
        record(tx, id, token);
        const sum = tx["log"]!.all().reduce((total, log) => total + Number(log["total"]), 0);
        tx["tag"]!.upsert("sum", { name: String(sum) });
      }),
      operation(
        "refuse",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string], context) => {
          record(tx, id, token);
          if (context.side === "server") context.reject("no_thanks", "The server does not want this");
        },
      ),
      operation(
        "explode",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => {
          record(tx, id, token);
          throw new Error("Simulated: a mutator's bug");
        },
      ),
      operation(
        "onServer",
        ["id", "token"],
        places("string", "string"),
        (tx, [id, token]: [string, string]) => record(tx, id, token),
      ),
    ].map((each) => [each.name, each]),
  ),
};

interface HandlerTx {
  readonly log: ServerTransactionCollection<
    Entity,
    { readonly tokens: readonly string[]; readonly total: number }
  >;
  readonly tag: ServerTransactionCollection<Entity, { readonly name: string }>;
}

const handlers: OperationHandlers = {
  /** The server knows better than the client's guess, and takes its time. */
  onServer: async (tx: HandlerTx, { id, token }: { readonly id: string; readonly token: string }) => {
    const known = await tx.log.get(id);
    const tokens = (known?.["tokens"] ?? []) as readonly string[];
    if (tokens.length % 5 === 4) throw new Error("Simulated: a handler's bug");
    await tx.log.upsert(id, { tokens: [...tokens, token], total: tokens.length + 1 });
    await tx.tag.upsert("server", { name: `${tokens.length + 1} in ${id}` });
  },
};

/** What an operation leaves in the logs, undefined where it is a legacy client's deletion; an upsert carries it in the entity. */
function tokenOf(argument: unknown): string | undefined {
  if (typeof argument !== "object" || argument === null) return argument as string | undefined;
  const entity = argument as Entity;
  return String((entity["data"] as Entity | undefined)?.["token"] ?? entity["token"]);
}

/** Each token is in the logs exactly once where its operation succeeded, and nowhere where it failed. */
function* verify(room: FinishedRoom): Iterable<string> {
  const found = new Map<string, number>();
  for (const log of room.entities.filter(({ type }) => type === "log")) {
    const tokens = log["tokens"] as readonly string[];
    if (log["total"] !== tokens.length)
      yield `${log.id} counts ${String(log["total"])} of ${tokens.length} tokens`;
    for (const token of tokens) found.set(token, (found.get(token) ?? 0) + 1);
  }
  for (const { name, args, settled, outcome, process } of room.operations) {
    const token = tokenOf(args[1]);
    if (token === undefined) continue;
    const times = found.get(token) ?? 0;
    const wanted = settled === undefined || settled.failure !== undefined ? 0 : 1;
    if (times !== wanted)
      yield `${name} of ${process} left its token ${token} ${times} times instead of ${wanted}`;
    if (outcome?.ok === true && times !== 1)
      yield `${name} of ${process} was told as done and left ${token} ${times} times`;
    if (outcome?.ok === false && times !== 0 && outcome.code !== "outcome_unknown") {
      yield `${name} of ${process} was told as failed and left ${token} ${times} times`;
    }
  }
}

type Operations = SimulationOptions["operations"];

/** What `npm run simulate` and the tests simulate unless told otherwise: `auditContract` and users who use all of it. */
export const auditSimulation: SimulationOptions = {
  contract: auditContract,
  operations: {
    record: ({ pick, token }) => [pick(["one", "two"]), token()],
    addNote: ({ id, token }) => [id("note"), token()],
    markNote: ({ id, token }) => [id("note"), token()],
    hideNote: ({ id, token }) => [id("note"), token()],
    removeNote: ({ id, token }) => [id("note"), token()],
    retype: ({ id, pick, token }) => [id(pick(["note", "tag"])), token()],
    addTag: ({ id, token }) => [id("tag"), token()],
    number: ({ id, token }) => [id("tag"), token()],
    sweep: ({ integer, token }) => [integer(0, 5), token()],
    count: ({ pick, token }) => [pick(["one", "two"]), token()],
    refuse: ({ pick, token }) => [pick(["one", "two"]), token()],
    explode: ({ pick, token }) => [pick(["one", "two"]), token()],
    onServer: ({ pick, token, chance }) => [chance(0.05) ? 0 : pick(["one", "three"]), token()],
  } satisfies Operations,
  server: { handlers },
  visible: (entity, { user }, generation) => {
    if (entity.type === "tag") return generation % 2 === 0;
    const isHidden = (entity["data"] as { readonly isHidden?: boolean } | undefined)?.isHidden === true;
    return !isHidden || user?.id === "ann";
  },
  verify: ({ rooms }) => rooms.flatMap((room) => [...verify(room)]),
};
