/** What the templates see: the contract with every decision made and every name chosen. `src/generator/plan` builds it. */
import type { Documented, Effect } from "../src/contract/contract.js";
import type { Definitions } from "../src/contract/optionality.js";
import type { Json, PropertyNode, TypeNode } from "../src/contract/type-node.js";
import type { Identifier } from "./code/index.js";

export interface ContractView {
  readonly fingerprint: string;
  readonly entities: readonly EntityView[];
  /** The declared operations. */
  readonly operations: readonly OperationView[];
  /** Of all operations, legacy ones (P31) last. */
  readonly operationNames: readonly string[];
  readonly definitions: readonly DefinitionView[];
  readonly definitionNodes: Definitions;
  /** The schema file, relative to the output folder: `../schema.ts`. */
  readonly schemaFile: string;
  readonly handlers: HandlerReferences;
  readonly evolution: EvolutionView;
}

/** What the server needs to serve clients of former contracts (P35); empty where it needs nothing. */
export interface EvolutionView {
  /** Former names of operations, each with the present one. */
  readonly formerNames: readonly (readonly [former: string, present: string])[];
  /** Operations with `upgrade` in the schema. */
  readonly upgraded: readonly string[];
  /** Former contracts, by fingerprint, whose clients are met otherwise than those of this one. */
  readonly former: readonly (readonly [fingerprint: string, verdict: Json])[];
}

/** What the files over the entities' own are made of: everything by its name, and nothing of what it holds. */
export interface ContractOutline {
  readonly entities: readonly EntityOutline[];
  /** Of all operations, legacy ones (P31) last. */
  readonly operationNames: readonly string[];
  readonly hasDefinitions: boolean;
}

export interface EntityOutline
  extends Documented, Pick<EntityView, "type" | "legacy" | "file" | "isClientProperty" | "names"> {
  readonly operations: readonly { readonly name: string; readonly isCustom: boolean }[];
}

/** Where the user's handlers are exported, by operation name. */
export interface HandlerReferences {
  /** Every custom operation has its mutator here. */
  readonly mutators: ReadonlyMap<string, HandlerReference>;
  /** What runs on the server instead. */
  readonly serverHandlers: ReadonlyMap<string, HandlerReference>;
}

export interface EntityView extends Documented {
  readonly type: string;
  readonly shape: "enveloped" | "flat";
  readonly createdAt?: "number" | "string";
  readonly updatedAt?: "number" | "string";
  readonly node: TypeNode;
  readonly fields: readonly PropertyNode[];
  /** Its declared operations. */
  readonly operations: readonly OperationView[];
  /** The names of the operations that every contract has for it (P31). */
  readonly legacy: { readonly upsert: string; readonly delete: string };
  /** The stem of its files: `entities/<file>.gen.ts`. */
  readonly file: string;
  /** Whether the validator yields another type than it takes. */
  readonly hasDefaults: boolean;
  /** Whether the client has it as a property of its own; otherwise it is under `client.entities` alone. */
  readonly isClientProperty: boolean;
  readonly names: {
    /** `Todo` */
    readonly type: Identifier;
    /** `TodoData`, or `TodoFields` for a flat entity. */
    readonly fields: Identifier;
    /** `TodoOperations`: operation name → argument tuple. */
    readonly operations: Identifier;
    /** `TodoMutate` */
    readonly mutate: Identifier;
    /** `TodoMutators`: the user's mutators of its custom operations. */
    readonly mutators: Identifier;
    /** `todoValidator` */
    readonly validator: Identifier;
    /** `todoOperations`: the running operations of a contract. */
    readonly runtimeOperations: Identifier;
    /** `todoCustomOperations`: the same for custom operations, once their mutators are given. */
    readonly customOperations: Identifier;
    /** `todoEntity`: the running entity of a contract. */
    readonly runtimeEntity: Identifier;
  };
}

export interface OperationView extends Documented {
  readonly name: string;
  readonly entityType: string;
  readonly touches: readonly string[];
  readonly args: readonly ArgumentView[];
  readonly effect: Effect;
  /** Whether the validator yields another type than it takes. */
  readonly hasDefaults: boolean;
  /** Positions whose null means absent; see `RuntimeOperation.nullIsAbsent`. */
  readonly nullIsAbsent: readonly number[];
  readonly names: {
    /** `AddTodoArgs`: the tuple as callers pass it. */
    readonly args: Identifier;
    /** `AddTodoInput`: the arguments by name, as handlers get them. */
    readonly input: Identifier;
    /** `AddTodoMutator` of a custom operation. */
    readonly mutator: Identifier;
    /** `AddTodoHandler` */
    readonly handler: Identifier;
    /** `addTodoArgs` */
    readonly validator: Identifier;
    /** `addTodo`, the function that applies the declared effect. */
    readonly apply: Identifier;
  };
}

export interface HandlerReference {
  /** Relative to the output folder, with its extension: `../handlers/project.ts`. */
  readonly file: string;
  readonly exportName: string;
}

export interface ArgumentView extends Documented {
  readonly name: string;
  /** The name of the variable. */
  readonly local: Identifier;
  readonly node: TypeNode;
  readonly isOptional: boolean;
  /** Whether handlers may find it absent: no default fills it in. */
  readonly canBeAbsent: boolean;
}

export interface DefinitionView {
  readonly name: string;
  readonly node: TypeNode;
  readonly names: {
    readonly type: Identifier;
    /** The type of what the validator takes, where defaults make it another. */
    readonly input: Identifier;
    readonly check: Identifier;
    readonly copy: Identifier;
  };
}
