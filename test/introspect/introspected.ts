import type { Contract, EntityModel, OperationModel } from "../../src/contract/contract.js";
import type { Finding } from "../../src/contract/finding.js";
import { introspect } from "../../src/generator/introspect/introspect.js";
import type { SchemaSources } from "../../src/generator/load/loaded-schema.js";
import type { SchemaDefinition } from "../../src/schema/definition.js";

const noSources: SchemaSources = { locate: () => undefined, documentation: () => ({}) };

export interface Introspected {
  readonly contract: Contract;
  readonly findings: readonly Finding[];
  /** `rule path/to/place`, notes left out. */
  readonly reported: readonly string[];
  readonly entity: (type: string) => EntityModel | undefined;
  readonly operation: (name: string) => OperationModel | undefined;
}

/** Introspects what a schema file exports, whatever the authoring functions and TypeScript would say of it. */
export function introspected(
  entities: unknown,
  operations: { readonly [name: string]: unknown } = {},
  sources: SchemaSources = noSources,
): Introspected {
  const definition = { kind: "kalphite-schema", entities, operations } as SchemaDefinition;
  const { contract, findings } = introspect({
    path: "schema.ts",
    definition,
    inputs: [],
    packages: {},
    diagnostics: [],
    sources,
  });
  return {
    contract,
    findings,
    reported: findings
      .filter(({ rule }) => rule !== "uncompiled-node")
      .map(({ rule, path }) => `${rule} ${path.join("/")}`),
    entity: (type) => contract.entities.find((entity) => entity.type === type),
    operation: (name) => contract.operations.find((operation) => operation.name === name),
  };
}
