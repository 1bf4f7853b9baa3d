import { jsonText, type JsonEntries } from "../../contract/json-entries.js";

/** One file as the templates rendered it, before formatting. */
export interface PlannedFile extends RenderedText {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
}

/** A JSON file before formatting, whose text need not be put together where it can be formatted by entry. */
export interface PlannedJson extends RenderedJson {
  readonly path: string;
}

export interface RenderedText {
  readonly text: string;
}

export interface RenderedJson {
  readonly entries: JsonEntries;
}

/** The text before formatting. */
export function renderedText(rendered: RenderedText | RenderedJson): string {
  return "text" in rendered ? rendered.text : jsonText(rendered.entries);
}

/** A file before it is rendered. */
export interface RenderableFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  /** All that the text depends on: where it is the same, so is the text, and nothing need be rendered. */
  readonly key: string;
  readonly render: () => RenderedText | RenderedJson;
}

/** What the user's compiler options ask of the output. */
export interface OutputStyle {
  /** What a relative import of `x.ts` ends in. */
  readonly importExtension: ".js" | ".ts" | "";
}
