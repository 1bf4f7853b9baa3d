import type { SyncChange } from "kalphite-gen/client";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { describeOperation } from "./describe-operation.js";
import { labelOf } from "./find-by-reference.js";
import { legacyChanges, type LegacyChanges } from "./legacy-changes.js";
import type { KeptChange, LegacyState } from "./legacy-store.js";

type OperationName = keyof LegacyChanges;

/** An operation whose changes were made from what the disk held, and are to be made anew from what the room holds. */
interface Draft {
  readonly what: string;
  readonly id: string;
  readonly make: () => KeptChange[];
  readonly made: readonly KeptChange[];
  /** What the changed entities were before, by id. */
  readonly before: ReadonlyMap<string, Todo | Project | undefined>;
}

/** What drafts have become: what is to be sent, and the operations whose entity is gone. */
export interface Redrafted {
  readonly made: readonly KeptChange[];
  readonly vanished: readonly Pick<Draft, "what" | "id">[];
}

/** What a legacy client holds: the entities as it shows them, and the changes without an answer. What is done here is saved. */
export class LegacyLedger {
  readonly #entities: Map<string, Todo | Project>;
  readonly #outbox: Set<KeptChange>;
  readonly #makers: LegacyChanges;
  readonly #save: (state: LegacyState) => void;
  #drafts: Draft[] = [];

  constructor({ entities, outbox }: LegacyState, save: (state: LegacyState) => void) {
    this.#entities = new Map(entities.map((entity) => [entity.id, entity]));
    this.#outbox = new Set(outbox);
    this.#makers = legacyChanges(this.#entities);
    this.#save = save;
  }

  get operations(): readonly OperationName[] {
    return Object.keys(this.#makers) as OperationName[];
  }

  get outbox(): ReadonlySet<KeptChange> {
    return this.#outbox;
  }

  /** Ordered by id. */
  ofType<Type extends "todo" | "project">(type: Type): Extract<Todo | Project, { type: Type }>[] {
    return [...this.#entities.values()]
      .filter((entity): entity is Extract<Todo | Project, { type: Type }> => entity.type === type)
      .sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  /** The room holds something else than before. */
  receive({ type, entityId, entity }: SyncChange): void {
    if (type === "delete") this.#entities.delete(entityId);
    else this.#entities.set(entityId, entity as Todo | Project);
  }

  /** Does an operation here, for `redraft` to do it to what the room holds. */
  draft(name: OperationName, args: readonly unknown[]): void {
    const id = String(args[0]);
    const what = describeOperation(name, args, (of) => {
      const entity = this.#entities.get(of);
      return entity && labelOf(entity);
    });
    const maker = this.#makers[name] as (...args: readonly unknown[]) => ReturnType<LegacyChanges["addTodo"]>;
    const make = (): KeptChange[] =>
      maker(...args).map((change) => ({ change, operationId: crypto.randomUUID(), what, id }));
    const made = make();
    const before = new Map(
      made.map(({ change: { entityId } }) => [entityId, this.#entities.get(entityId)] as const),
    );
    this.#keep(made);
    this.#drafts.push({ what, id, make, made, before });
    this.save();
  }

  /** Makes the drafts anew, since the room has arrived. */
  redraft(): Redrafted {
    const drafts = this.#drafts;
    this.#drafts = [];
    if (drafts.length === 0) return { made: [], vanished: [] };
    for (const draft of drafts.toReversed()) this.#takeBack(draft);
    const made: KeptChange[] = [];
    const vanished: Draft[] = [];
    for (const draft of drafts) {
      const again = draft.make();
      if (again.length === 0) vanished.push(draft);
      this.#keep(again);
      made.push(...again);
    }
    this.save();
    return { made, vanished };
  }

  /** A change has its verdict. */
  settle(kept: KeptChange): void {
    if (this.#outbox.delete(kept)) this.save();
  }

  save(): void {
    this.#save({ entities: [...this.#entities.values()], outbox: [...this.#outbox] });
  }

  #keep(made: readonly KeptChange[]): void {
    for (const kept of made) {
      const { type, entityId, entity } = kept.change;
      if (type === "delete") this.#entities.delete(entityId);
      else this.#entities.set(entityId, entity as Todo | Project);
      this.#outbox.add(kept);
    }
  }

  /** What the room has told since stands. */
  #takeBack({ made, before }: Draft): void {
    for (const kept of made) {
      this.#outbox.delete(kept);
      const { entityId, entity } = kept.change;
      if (this.#entities.get(entityId) !== entity) continue;
      const old = before.get(entityId);
      if (old === undefined) this.#entities.delete(entityId);
      else this.#entities.set(entityId, old);
    }
  }
}
