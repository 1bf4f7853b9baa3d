import type { Diagnostic } from "../lint/diagnostic.js";

/** What the user's handler folder holds, as far as the generator needs to know. */
export interface HandlerScan {
  /** Absolute; need not exist. */
  readonly folder: string;
  /** The folder and the folders in it that were read, absolute. */
  readonly folders: readonly string[];
  /** Every TypeScript file of the folder, sorted by path. */
  readonly files: readonly HandlerFile[];
  /** `handler-syntax` and `handler-encoding`: files that do not parse, or are not UTF-8. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface HandlerFile {
  /** Absolute. */
  readonly path: string;
  /** `server`: a `*.server.ts` file, whose exports replace the mutator on the server. */
  readonly side: "shared" | "server";
  /** As it is on disk, byte-order mark included; where it is not UTF-8, for its positions alone. */
  readonly text: string;
  /** False: the file has a syntax error or is not UTF-8, and is left alone; its exports are not known. */
  readonly parsed: boolean;
  readonly exports: readonly HandlerExport[];
  readonly imports: readonly HandlerImport[];
  /** Where the last import statement ends, an offset in `text`; undefined where there is none. */
  readonly importsEnd?: number;
}

/** A value that a handler file exports. Types are not listed, overloads count once. */
export interface HandlerExport {
  /** As other files import it; `default` for the default export. */
  readonly name: string;
  /** What it is called in this file, where it is declared here. */
  readonly local?: string;
  /** Where the exported name stands in this file, 1-based, in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** `own`: declared in this file. `forwarded`: imported from another file and exported again. */
  readonly origin: "own" | "forwarded";
}

export interface HandlerImport {
  readonly from: string;
  /** The exported name; `*` for a namespace, `default` for the default export. */
  readonly imported: string;
  readonly local: string;
  readonly isType: boolean;
}
