import type { Entity } from "../../protocol/index.js";
import type { BatchChanges, ContributingClient } from "../core/apply-batch.js";
import { encodeStateVersion } from "../core/state-version.js";

/** What the streams of a room are to be told next, of one commit or of several (P28). */
export class RoomHint {
  #epoch: string;
  #version: number;
  /** The version from which the changes lead on. */
  #since: number;
  /** False once something changed that is not known here. */
  #isWhole: boolean;
  readonly #entityTypes = new Set<string>();
  readonly #entities = new Map<string, Entity>();
  readonly #deletedIds = new Set<string>();
  readonly #clients = new Map<string, ContributingClient>();

  /** @param changes what led to the version from the one before; absent where that is not known here */
  constructor(epoch: string, version: number, changes: BatchChanges | undefined) {
    this.#epoch = epoch;
    this.#version = version;
    this.#since = version - 1;
    this.#isWhole = changes !== undefined;
    if (changes !== undefined) this.#merge(changes);
  }

  /** Adds another version of the room, which may be told later than it was committed. */
  add(epoch: string, version: number, changes: BatchChanges | undefined): void {
    const isKnown = epoch === this.#epoch && version <= this.#version;
    if (isKnown && changes === undefined) return;
    const isNext = epoch === this.#epoch && version === this.#version + 1;
    if (isNext && changes !== undefined && this.#isWhole) this.#merge(changes);
    else this.#isWhole = false;
    this.#version = epoch === this.#epoch ? Math.max(version, this.#version) : version;
    this.#epoch = epoch;
  }

  get stateVersion(): string {
    return this.#encode(this.#version);
  }

  /** The types of what changed; undefined where that is not known. */
  get entityTypes(): readonly string[] | undefined {
    return this.#isWhole ? [...this.#entityTypes].sort() : undefined;
  }

  /** Whom a client's patch must tell its `lastOperationId`, or it would see what it did itself once more. */
  contributor(clientId: string): ContributingClient | undefined {
    return this.#clients.get(clientId);
  }

  /** The `StatePatch` as a JSON text, unless that is not known or would take more characters. */
  patchJson(maxLength: number): string | undefined {
    if (!this.#isWhole || maxLength === 0) return undefined;
    const from = JSON.stringify(this.#encode(this.#since));
    const deletedIds = JSON.stringify([...this.#deletedIds]);
    let length = deletedIds.length;
    const entities: string[] = [];
    for (const entity of this.#entities.values()) {
      if (length > maxLength) return undefined;
      const json = JSON.stringify(entity);
      length += json.length;
      entities.push(json);
    }
    if (length > maxLength) return undefined;
    return `{"from":${from},"deletedEntityIds":${deletedIds},"entities":[${entities.join(",")}]}`;
  }

  #encode(version: number): string {
    return encodeStateVersion({ epoch: this.#epoch, version, since: version });
  }

  #merge({ puts, removals, clients }: BatchChanges): void {
    for (const { id, type } of removals) {
      this.#entityTypes.add(type);
      this.#entities.delete(id);
      this.#deletedIds.add(id);
    }
    for (const entity of puts) {
      this.#entityTypes.add(entity.type);
      this.#entities.set(entity.id, entity);
    }
    for (const client of clients) this.#clients.set(client.clientId, client);
  }
}
