import type { Contract, Documented } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import { isSameList, unchanged } from "../../contract/keep-unchanged.js";
import type { SchemaSources } from "../load/loaded-schema.js";
import type { SchemaIntrospection } from "./schema-introspection.js";
import { saysAll, wordsOf, type SchemaWords } from "./zod/schema-words.js";

/** A part of the schema that was introspected, with all that it was made from. */
interface KnownPart {
  readonly words: SchemaWords;
  /** The models that it was made with. */
  readonly basis: readonly unknown[];
  /** What its sources were asked for, and said. */
  readonly comments: readonly Comment[];
  readonly made: object | undefined;
  /** The number of the last run that had it. */
  run: number;
}

type Comment = readonly [path: SchemaPath, said: Documented];

/**
 * What introspection keeps for the next time. A schema that is run again makes all of its objects anew; of parts that say
 * what they said, the models are taken from here. It holds parts without findings that words can stand for. Those have no
 * recursive types in them, so that no model here speaks of a definition.
 */
export class IntrospectionMemory {
  /** Of the last time. */
  contract: Contract | undefined;
  readonly #parts = new Map<string, KnownPart>();
  #run = 0;
  #comments: Comment[] | undefined;

  /** To be called before the first part. Gives the sources, which remember what they are asked for. */
  begin(sources: SchemaSources): SchemaSources {
    this.#run += 1;
    this.#comments = undefined;
    return {
      ...sources,
      documentation: (path) => {
        const said = sources.documentation(path);
        this.#comments?.push([path, said]);
        return said;
      },
    };
  }

  /**
   * What `make` made of the part the last time, or else makes now.
   *
   * @param path tells one part from the others
   * @param part all that `make` looks at, but for the models
   * @param basis the models that `make` looks at
   */
  recall<Made extends object | undefined>(
    path: SchemaPath,
    part: unknown,
    basis: readonly unknown[],
    introspection: SchemaIntrospection,
    make: () => Made,
  ): Made {
    const name = path.join("\0");
    const known = this.#parts.get(name);
    const isSame = known !== undefined && isSameList(known.basis, basis) && saysAll(part, known.words);
    if (isSame && isSaid(known, introspection)) {
      known.run = this.#run;
      return known.made as Made;
    }
    const comments: Comment[] = [];
    const { findingCount } = introspection;
    this.#comments = comments;
    const next = make();
    this.#comments = undefined;
    const words = introspection.findingCount === findingCount ? wordsOf(part) : undefined;
    if (words === undefined) {
      this.#parts.delete(name);
      return next;
    }
    const made = next && unchanged(known?.made as (Made & object) | undefined, next);
    this.#parts.set(name, { words, basis, comments, made, run: this.#run });
    return made;
  }

  /** To be called when all parts were introspected. */
  finish(contract: Contract): void {
    this.contract = contract;
    for (const [name, { run }] of this.#parts) if (run !== this.#run) this.#parts.delete(name);
  }
}

function isSaid({ comments }: KnownPart, { sources }: SchemaIntrospection): boolean {
  return comments.every(([path, said]) => {
    const { doc, deprecated } = sources.documentation(path);
    return doc === said.doc && deprecated === said.deprecated;
  });
}
