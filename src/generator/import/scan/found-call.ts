/** How legacy code changes entities. */
export const legacyMethods = ["upsert", "delete", "push", "sendChange"] as const;
export type LegacyMethod = (typeof legacyMethods)[number];

/** A call of legacy code, with what replaces it. */
export interface FoundCall {
  /** Absolute; in reports relative to the working folder. */
  readonly file: string;
  /** 1-based, as the column, which counts UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** `store.todo.upsert` */
  readonly call: string;
  readonly entity?: string;
  /** The typed call, or the calls that there are to choose from. */
  readonly replacement: string;
  /** Why a person has to rewrite it; absent where `--fix` does. */
  readonly reason?: string;
}

/** A call that is certain: the text that takes the place of a range, by offsets. */
export interface Rewrite {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
