import type { ConformanceCheck } from "../conformance-check.js";
import { upsert } from "../room-client.js";
import { RoomModel } from "../room-model.js";
import { NoSampleError } from "../../samples/create-samples.js";
import { argumentsVerdict } from "../../samples/verdict.js";
import { demandRoom } from "./exactly-once.js";

/** P8: failures leave nothing behind, and do not block. */
export const failures: ConformanceCheck = {
  id: "failures",
  title: "a bad operation fails by itself, is told why, and does not block the ones behind it",
  clauses: ["P8"],
  run: async (session) => {
    const client = session.client();
    const model = new RoomModel();
    const [before, behind] = [session.entity(), session.entity()];
    const { name } = upsert(before);
    const spare = [session.entity(), session.entity()] as const;
    const known = new Set(session.parts.samples.operations);
    const unknown = ["noSuchOperation", "constructor", "__proto__"].filter((each) => !known.has(each));
    const bad = [
      ...unknown.map((each) => ({ change: { name: each, args: [] }, code: "unknown_operation" })),
      { change: { name, args: [] }, code: "invalid_arguments" },
      { change: { name, args: [spare[0].id, spare[0], "one too many"] }, code: "invalid_arguments" },
      {
        change: { name, args: [spare[1].id, { id: spare[1].id, type: "no such type" }] },
        code: "invalid_arguments",
      },
    ];
    const changes = [upsert(before), ...bad.map(({ change }) => change), upsert(behind)];
    const confirmations = await client.confirm(client.number(...changes));
    bad.forEach(({ code }, index) => {
      const confirmation = confirmations[index + 1]!;
      session.demand("P8", !confirmation.success, `Operation ${index + 2} must fail with ${code}`);
      session.demand(
        "P8",
        confirmation.code === code,
        `The code must be ${code}, and is ${confirmation.code}`,
      );
      session.demand("P8", typeof confirmation.error === "string", "A failure must have an error text");
    });
    const others = [confirmations[0]!, confirmations.at(-1)!];
    session.demand(
      "P8",
      others.every(({ success }) => success),
      "The operations around a failure must succeed",
    );
    model.put(before);
    model.put(behind);
    await demandRoom(session, client, model, "P8", "After failures");
  },
};

const CODES_OF_ARGUMENTS = new Set(["invalid_arguments", "unknown_operation"]);

/** P8: every declared operation, with arguments that the contract takes and such that it does not. */
export const contractArguments: ConformanceCheck = {
  id: "contract-arguments",
  title: "every operation of the contract is known, and takes what the contract says",
  clauses: ["P8"],
  run: async (session) => {
    const client = session.client();
    const { samples, contract } = session.parts;
    for (const { name, args: parameters } of contract.operations) {
      const nodes = parameters.map(({ node }) => node);
      for (const kind of ["args", "invalidArgs"] as const) {
        let args: readonly unknown[];
        try {
          args = samples[kind](name);
        } catch (error) {
          if (!(error instanceof NoSampleError)) throw error;
          session.note(error.message);
          continue;
        }
        const [confirmation] = await client.confirm(client.number({ name, args }));
        const { success, code = "" } = confirmation!;
        if (kind === "args") {
          // Whether the application lets it succeed is its own matter.
          const isCertain = argumentsVerdict(nodes, args, contract.definitions) === 1;
          if (!isCertain)
            session.note(`${name}: whether arguments are valid is decided by code in the schema`);
          const isTaken = !isCertain || success || !CODES_OF_ARGUMENTS.has(code);
          session.demand("P8", isTaken, `The contract takes these arguments of ${name}: ${code}`);
        } else {
          const isRefused = !success && code === "invalid_arguments";
          session.demand(
            "P8",
            isRefused,
            `The contract refuses these arguments of ${name}: ${success ? "it succeeded" : code}`,
          );
        }
      }
    }
  },
};

/** P31 */
export const legacyOperations: ConformanceCheck = {
  id: "legacy-operations",
  title: "every entity type has its upsert<type> and delete<type>",
  clauses: ["P31"],
  run: async (session) => {
    const client = session.client();
    for (const { type } of session.parts.contract.entities) {
      if (!session.parts.types.includes(type)) {
        session.note(`${type}: no entity could be written, see --samples`);
        continue;
      }
      const entity = session.entity(type);
      const model = new RoomModel();
      model.put(entity);
      for (const change of [upsert(entity), { name: `delete${type}`, args: [entity.id] }]) {
        const [confirmation] = await client.confirm(client.number(change));
        const { success, code } = confirmation!;
        if (code === "operation_forbidden" || code === "legacy_refused") {
          session.note(`${change.name} is refused: ${code}`);
          break;
        }
        session.demand("P31", success, `${change.name} must succeed: ${code}`);
        const { entities } = await client.pullAll();
        const difference = model.difference(entities);
        session.demand("P31", difference === undefined, `After ${change.name} ${difference}`);
        model.delete(entity.id);
      }
    }
  },
};
