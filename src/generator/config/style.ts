import type { OutputStyle } from "../plan/planned-file.js";

export interface ResolvedStyle {
  readonly style: OutputStyle;
  /** The tsconfig.json that governs the output folder, where there is one. */
  readonly tsconfig?: string;
  /** Every file that was read for it (the tsconfig and what it extends), absolute. */
  readonly inputs: readonly string[];
}
