import type { Documented } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { SchemaDefinition } from "../../schema/definition.js";

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
  /** Where sources can tell what documentation follows from. */
  readonly parts?: PartTexts;
}

/** Tells of a part of the schema whether its documentation is what it was in earlier sources. */
export interface PartTexts {
  /**
   * To be called before documentation inside the part is asked for. The function that it gives, called behind that, tells
   * what the answers followed from; undefined where that was more than the part's own text.
   */
  watch(path: SchemaPath): () => PartText | undefined;
  /** Whether the answers that followed from `earlier` are the same here. If so, it tells of the part here from now on. */
  isSame(path: SchemaPath, earlier: PartText): boolean;
}

/** Where a part of the schema is written. Offsets are in UTF-16 units. */
export interface PartText {
  /** The whole file. */
  file: string;
  /** With the comment in front of it, where it has one. */
  start: number;
  /** Without that comment. */
  own: number;
  end: number;
  /** The names in it that were followed: none of them leads into another text. */
  readonly names: ReadonlyMap<string, PackageName | undefined>;
}

/** What a package exports. */
export interface PackageName {
  readonly specifier: string;
  readonly name: string;
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
