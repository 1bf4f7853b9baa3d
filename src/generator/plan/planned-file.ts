/** One file as the templates rendered it, before formatting. */
export interface PlannedFile extends RenderedText {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
}

export interface RenderedText {
  readonly text: string;
}

/** A file before it is rendered. */
export interface RenderableFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  /** All that the text depends on: where it is the same, so is the text, and nothing need be rendered. */
  readonly key: string;
  readonly render: () => RenderedText;
}

/** What the user's compiler options ask of the output. */
export interface OutputStyle {
  /** What a relative import of `x.ts` ends in. */
  readonly importExtension: ".js" | ".ts" | "";
}
