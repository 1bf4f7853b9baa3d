/** One file as the templates rendered it, before formatting. */
export interface PlannedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What the user's compiler options ask of the output. */
export interface OutputStyle {
  /** What a relative import of `x.ts` ends in. */
  readonly importExtension: ".js" | ".ts" | "";
}
