import type { Finding, SchemaPath } from "../../contract/finding.js";
import { isSameList } from "../../contract/keep-unchanged.js";
import type { SchemaSources } from "../load/loaded-schema.js";
import { readablePath, sourcePath } from "./finding-path.js";
import { createZodIntrospection, type ZodIntrospection } from "./zod/introspection.js";

/** What reading one schema collects. */
export class SchemaIntrospection {
  readonly zod: ZodIntrospection;
  readonly sources: SchemaSources;
  readonly #findings: Finding[] = [];
  readonly #aliases: { readonly from: SchemaPath; readonly to: SchemaPath }[] = [];

  constructor(sources: SchemaSources, reservedNames: Iterable<string>) {
    this.sources = sources;
    this.zod = createZodIntrospection(reservedNames, (path) => sources.documentation(sourcePath(path)));
  }

  report(rule: string, path: SchemaPath, message: string, fix?: string): void {
    this.#findings.push({ rule, path, message, ...(fix !== undefined && { fix }) });
  }

  get findingCount(): number {
    return this.#findings.length + this.zod.findings.length;
  }

  /** A member of a union is known by its type, not by its place in the union. */
  alias(from: SchemaPath, to: SchemaPath): void {
    if (!isSameList(from, to)) this.#aliases.push({ from, to });
  }

  /** All findings, with the paths that people know. */
  findings(): Finding[] {
    return [...this.#findings, ...this.zod.findings].map((finding) => ({
      ...finding,
      path: readablePath(this.#resolve(finding.path)),
    }));
  }

  #resolve(path: SchemaPath): SchemaPath {
    const alias = this.#aliases.find(({ from }) => from.every((segment, index) => path[index] === segment));
    return alias ? [...alias.to, ...path.slice(alias.from.length)] : path;
  }
}
