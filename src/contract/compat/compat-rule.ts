/**
 * Who breaks: old `clients` in the field with the operations that they queued, `handlers` (code that runs operations),
 * `stored` entities, `source` (code that names what the generator emits).
 */
export type Who = "clients" | "handlers" | "stored" | "source";

export const everyWho: readonly Who[] = ["clients", "handlers", "stored", "source"];

/** `critical`: it goes wrong without anybody being told. `info`: nothing breaks. */
export type CompatSeverity = "critical" | "error" | "warning" | "info";

/** What a change of the contract can break. The id is stable: configurations and comments name it. */
export interface CompatRule {
  /** kebab-case. */
  readonly id: string;
  readonly severity: CompatSeverity;
  /** What was found. */
  readonly title: string;
  /** What would go wrong, and for whom. */
  readonly protects: string;
  readonly breaks: readonly Who[];
  /** The way out that is not "don't". */
  readonly fix: string;
}
