import {
  createTransaction,
  decodeArguments,
  findOperation,
  OperationRejected,
  reject,
  type Entity,
  type EntityView,
  type OperationConfirmation,
  type PendingOperation,
  type RuntimeContract,
  type StateChangedHint,
  type StateSyncRequest,
  type StateSyncResponse,
} from "../../src/protocol/index.js";
import { TransportError } from "../../src/client/index.js";

interface Row {
  readonly id: string;
  readonly version: number;
  readonly entity: Entity | undefined;
}

/** One room that keeps the protocol in the plainest way, all in memory and without waiting. */
export class SimulatedServer {
  readonly contract: RuntimeContract;
  epoch = "e1";
  version = 0;
  now = 1_000_000;
  pageSize = 3;
  readonly rows = new Map<string, Row>();
  readonly outcomes = new Map<string, OperationConfirmation[]>();
  /** Every operation that took effect, in order: `client/id`. */
  readonly applied: string[] = [];
  /** The same operations, whole. */
  readonly appliedOperations: PendingOperation[] = [];
  readonly pulls: StateSyncRequest[] = [];
  /** What there was at each version, and each client's last operation that had changed something. */
  readonly history = new Map<string, { readonly entities: Entity[]; readonly last: Map<string, number> }>();
  readonly #last = new Map<string, number>();
  /** The hint of every change, with the client that made it (P28). */
  readonly hints: {
    readonly clientId: string | undefined;
    readonly hint: Required<StateChangedHint>;
    /** For the client that made the change (P15). */
    readonly lastOperationId: number | undefined;
  }[] = [];

  constructor(contract: RuntimeContract) {
    this.contract = contract;
  }

  entities(): Entity[] {
    return [...this.rows.values()].flatMap(({ entity }) => entity ?? []);
  }

  put(entity: Entity): void {
    this.#commit(new Map([[entity.id, entity]]), undefined);
  }

  /** @throws TransportError `operation_gap` (P7) */
  push(operations: readonly PendingOperation[]): OperationConfirmation[] {
    const confirmations: OperationConfirmation[] = [];
    for (const operation of operations) {
      const outcomes = this.outcomes.get(operation.clientId) ?? [];
      this.outcomes.set(operation.clientId, outcomes);
      if (operation.id > outcomes.length + 1) {
        const expectedOperationId = outcomes.length + 1;
        throw new TransportError("operation_gap", "A gap", {
          status: 409,
          detail: { code: "operation_gap", message: "A gap", expectedOperationId, confirmations },
        });
      }
      if (operation.id > outcomes.length) outcomes.push(this.#run(operation));
      confirmations.push(outcomes[operation.id - 1]!);
    }
    return confirmations;
  }

  /** What a backup would keep; `restore` goes back to it. */
  backUp(): () => void {
    const rows = new Map(this.rows);
    const outcomes = [...this.outcomes].map(([name, list]) => [name, list.slice()] as const);
    const lasts = new Map(this.#last);
    const { applied, version } = this;
    const counts = [applied.length, this.appliedOperations.length] as const;
    return () => {
      this.rows.clear();
      for (const [id, row] of rows) this.rows.set(id, row);
      this.outcomes.clear();
      for (const [name, list] of outcomes) this.outcomes.set(name, list.slice());
      this.#last.clear();
      for (const [name, last] of lasts) this.#last.set(name, last);
      this.applied.length = counts[0];
      this.appliedOperations.length = counts[1];
      this.version = version;
      this.epoch += "+";
    };
  }

  /** By pages of `pageSize`, in the order of versions (P14, P15, P17). */
  pull(request: StateSyncRequest): StateSyncResponse {
    this.pulls.push(request);
    const [epoch, position = "0"] = (request.stateVersion ?? "").split(".");
    const since = epoch === this.epoch ? Number(position) : 0;
    const reset = request.stateVersion !== undefined && epoch !== this.epoch;
    const found = [...this.rows.values()]
      .filter(({ version, entity }) => version > since && (since > 0 || entity !== undefined))
      .sort((left, right) => left.version - right.version);
    const rows = found.slice(0, this.pageSize);
    const hasMore = found.length > rows.length;
    return {
      stateVersion: `${this.epoch}.${hasMore ? rows.at(-1)!.version : this.version}`,
      entities: structuredClone(rows.flatMap(({ entity }) => entity ?? [])),
      deletedEntityIds: rows.flatMap(({ id, entity }) => (entity ? [] : id)),
      syncTimestamp: this.now,
      ...(reset && { reset }),
      ...(hasMore
        ? { hasMore }
        : { lastOperationId: this.outcomes.get(request.clientId ?? "")?.length ?? 0 }),
    };
  }

  #run(operation: PendingOperation): OperationConfirmation {
    const { clientId, id: operationId } = operation;
    const head = { operationId, clientId, serverTimestamp: this.now };
    const changes = new Map<string, Entity | undefined>();
    try {
      const model = findOperation(this.contract, operation.name);
      if (!model) throw new OperationRejected("unknown_operation", operation.name);
      const args = decodeArguments(model, operation.args);
      if (!args.ok) throw new OperationRejected("invalid_arguments", operation.name, args.issues);
      const context = { now: this.now, userId: "u", roomId: "default", clientId, operationId, reject };
      const tx = createTransaction(this.contract, this.#overlay(changes), context);
      (model.mutate as (...values: readonly unknown[]) => void)(tx, args.value, {
        ...context,
        side: "server",
      });
    } catch (error) {
      const code = error instanceof OperationRejected ? error.code : "handler_failed";
      return { ...head, success: false, code, error: code };
    }
    this.applied.push(`${clientId}/${operationId}`);
    if (changes.size > 0) this.#last.set(clientId, operationId);
    this.#commit(changes, clientId);
    this.appliedOperations.push(operation);
    return { ...head, success: true };
  }

  #overlay(changes: Map<string, Entity | undefined>): EntityView {
    const find = (id: string): Entity | undefined =>
      changes.has(id) ? changes.get(id) : this.rows.get(id)?.entity;
    return {
      get: (type, id) => (find(id)?.type === type ? find(id) : undefined),
      typeOf: (id) => find(id)?.type,
      values: (type) =>
        [...new Set([...this.rows.keys(), ...changes.keys()])].flatMap((id) =>
          find(id)?.type === type ? find(id)! : [],
        ),
      put: (entity) => changes.set(entity.id, entity),
      delete: (_type, id) => changes.set(id, undefined),
    };
  }

  /** A version of its own for each row, so that a page can end between any two. */
  #commit(changes: ReadonlyMap<string, Entity | undefined>, clientId: string | undefined): void {
    if (changes.size === 0) return;
    const from = `${this.epoch}.${this.version}`;
    for (const [id, entity] of changes) {
      this.rows.delete(id);
      this.rows.set(id, { id, version: ++this.version, entity });
    }
    const entities = structuredClone([...changes.values()].filter((entity) => entity !== undefined));
    const deletedEntityIds = [...changes.keys()].filter((id) => changes.get(id) === undefined);
    const stateVersion = `${this.epoch}.${this.version}`;
    this.history.set(stateVersion, { entities: this.entities(), last: new Map(this.#last) });
    this.hints.push({
      clientId,
      hint: { stateVersion, entityTypes: [], patch: { from, entities, deletedEntityIds } },
      lastOperationId: this.#last.get(clientId ?? ""),
    });
  }
}
