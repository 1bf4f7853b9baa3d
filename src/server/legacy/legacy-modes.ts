import {
  legacyDeleteName,
  legacyUpsertName,
  OperationRejected,
  type RuntimeContract,
} from "../../protocol/index.js";

/**
 * What legacy clients may do with an entity type: read and write it, only be told of its changes, or neither. The last two
 * refuse `upsert<type>` and `delete<type>` from whomever they come (P31).
 */
export type LegacyMode = "accept" | "read-only" | "off";

/** One mode for all types, or a mode by type; types that are not named are `accept`. */
export type LegacyOption = LegacyMode | { readonly [entityType: string]: LegacyMode };

const MODES: readonly unknown[] = ["accept", "read-only", "off"] satisfies readonly LegacyMode[];

/** The modes of a server's entity types. */
export class LegacyModes {
  readonly #modes = new Map<string, LegacyMode>();
  /** Entity type by the name of its legacy operations. */
  readonly #types = new Map<string, string>();

  /** @throws TypeError where the option names a mode or a type that there is not */
  constructor(contract: RuntimeContract, option: LegacyOption = "accept") {
    const types = Object.keys(contract.entities);
    const given =
      typeof option === "string" ? types.map((type) => [type, option] as const) : Object.entries(option);
    for (const [type, mode] of given) {
      if (!Object.hasOwn(contract.entities, type)) {
        throw new TypeError(`legacy: the contract has no entity type ${JSON.stringify(type)}`);
      }
      if (!MODES.includes(mode)) {
        throw new TypeError(`legacy: ${JSON.stringify(mode)} is none of ${MODES.join(", ")}`);
      }
      this.#modes.set(type, mode);
    }
    for (const type of types) {
      this.#types.set(legacyUpsertName(type), type);
      this.#types.set(legacyDeleteName(type), type);
    }
  }

  of(entityType: string): LegacyMode {
    return this.#modes.get(entityType) ?? "accept";
  }

  /** The entity type that a legacy operation writes; undefined for any other operation. */
  typeOf(operation: string): string | undefined {
    return this.#types.get(operation);
  }

  /** @throws OperationRejected `legacy_refused` where an operation is a legacy one of a type that does not accept them */
  check(operation: string): void {
    const type = this.typeOf(operation);
    if (type === undefined || this.of(type) === "accept") return;
    const text = `Legacy changes of ${type} are not taken: the type is ${this.of(type)}`;
    throw new OperationRejected("legacy_refused", text);
  }
}
