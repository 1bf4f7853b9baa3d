import { parseStateSyncResponse, type Entity } from "../../protocol/index.js";
import type { ContractSource } from "../samples/contract-source.js";
import type { Samples } from "../samples/create-samples.js";
import type { Random } from "../samples/random.js";
import { ClauseBroken, CheckSkipped } from "./clause-broken.js";
import type { Clause } from "./conformance-report.js";
import { RoomClient } from "./room-client.js";
import type { Wire, WireReply } from "./wire.js";

/** Limits that the server is said to have (P11). */
export interface ConformanceLimits {
  readonly maxOperations: number;
  readonly maxBodyBytes: number;
}

/** What one check works with. */
export interface SessionParts {
  readonly checkId: string;
  readonly defaultClause: Clause;
  readonly wire: Wire;
  readonly random: Random;
  readonly samples: Samples;
  readonly contract: ContractSource;
  /** Entity types that can be written, and whose entities come back as they were sent. */
  readonly types: readonly string[];
  readonly limits: ConformanceLimits;
  /** How long a notification may take, in milliseconds. */
  readonly hintTimeoutMs: number;
  /** Makes names that no run before has used. */
  readonly runName: string;
  readonly makeEntity: (type: string) => Entity;
}

/** One check against the server: rooms of its own, names for entities, and demands that name their clause. */
export class CheckSession {
  readonly parts: SessionParts;
  readonly notes: string[] = [];
  #names = 0;
  readonly #ids = new Set<string>();

  constructor(parts: SessionParts) {
    this.parts = parts;
  }

  get wire(): Wire {
    return this.parts.wire;
  }

  get random(): Random {
    return this.parts.random;
  }

  /** The type that most checks use. */
  get type(): string {
    return this.parts.types[0]!;
  }

  newName(kind: string): string {
    return `verify-${this.parts.runName}-${this.parts.checkId}-${kind}${++this.#names}`;
  }

  /** A client in a room; both are new where they are not given. */
  client(roomId: string = this.newName("room"), clientId: string = this.newName("client")): RoomClient {
    return new RoomClient(this, roomId, clientId);
  }

  /** An entity whose id the check has not used. */
  entity(type: string = this.type): Entity {
    for (let attempt = 0; attempt < 200; attempt++) {
      const entity = this.parts.makeEntity(type);
      if (this.#ids.has(entity.id) || entity.id.length > 256) continue;
      this.#ids.add(entity.id);
      return entity;
    }
    throw new CheckSkipped(`no ${type} with another id could be made`);
  }

  /** Another value for an entity, under its id. */
  changed(entity: Entity): Entity {
    for (let attempt = 0; attempt < 200; attempt++) {
      const other = { ...this.parts.makeEntity(entity.type), id: entity.id };
      if (JSON.stringify(other) !== JSON.stringify(entity)) return other;
    }
    throw new CheckSkipped(`no ${entity.type} with another value could be made`);
  }

  /** The second type; the check is skipped where there is one alone. */
  otherType(): string {
    const [, other] = this.parts.types;
    if (other === undefined) throw new CheckSkipped("the contract has one entity type that can be written");
    return other;
  }

  note(text: string): void {
    this.notes.push(text);
  }

  /** @throws ClauseBroken unless the condition holds */
  demand(clause: Clause, condition: boolean, message: string): void {
    if (!condition) throw new ClauseBroken(clause, message);
  }

  /** @throws ClauseBroken with the check's own clause, unless the server says yes */
  demandStatus(reply: WireReply, status: number, clause: Clause = this.parts.defaultClause): void {
    this.demand(clause, reply.status === status, `The answer must be ${status}, and is ${reply.status}`);
  }

  /** @throws ClauseBroken unless the answer is an error of one shape, with this status and code (P36) */
  demandError(
    reply: WireReply,
    status: number,
    code: string,
    clause: Clause,
  ): { readonly [key: string]: unknown } {
    this.demandStatus(reply, status, clause);
    const { error = {} } = (reply.json ?? {}) as { readonly error?: { readonly [key: string]: unknown } };
    const hasShape =
      typeof error === "object" && typeof error["code"] === "string" && typeof error["message"] === "string";
    this.demand("P36", hasShape, "An error must be { error: { code, message } }, both texts");
    this.demand(clause, error["code"] === code, `The code must be ${code}, and is ${String(error["code"])}`);
    return error;
  }

  /** @throws ClauseBroken unless the answer is a state */
  demandState(reply: WireReply, clause: Clause = this.parts.defaultClause) {
    this.demandStatus(reply, 200, clause);
    const state = parseStateSyncResponse(reply.json);
    const issue = state.ok ? "" : `${state.issues[0]?.path.join(".")}: ${state.issues[0]?.message}`;
    if (!state.ok) throw new ClauseBroken(clause, `The answer must be a StateSyncResponse: ${issue}`);
    return state.value;
  }
}
