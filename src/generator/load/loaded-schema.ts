import type { Documented } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { SchemaDefinition } from "../../schema/definition.js";
import type { Diagnostic } from "../lint/diagnostic.js";

/** A schema file that was bundled and run, with all that later phases ask of its sources. */
export interface LoadedSchema {
  /** Absolute. */
  readonly path: string;
  readonly definition: SchemaDefinition;
  /** The schema file and every local file that it imports, absolute, sorted. */
  readonly inputs: readonly InputFile[];
  /** Packages that the schema imports, with the version that was resolved. */
  readonly packages: { readonly [name: string]: string };
  readonly sources: SchemaSources;
  /** What is wrong with its code, though it could be run. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface InputFile {
  readonly path: string;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
}

/** Where things stand in the schema's sources, and what their comments say. Sources are parsed on first use. */
export interface SchemaSources {
  /** The place of `path`, or of its nearest ancestor that can be found; undefined where not even the file is known. */
  locate(path: SchemaPath): SourceLocation | undefined;
  /** The JSDoc in front of the property at `path`, cleaned of its asterisks. */
  documentation(path: SchemaPath): Documented;
}

export interface SourceLocation {
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
