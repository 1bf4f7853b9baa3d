import type { ArgumentName, ArgumentOrderProblem } from "./argument-list.js";
import type { AssignmentProblems, DefiniteFields } from "./assignment-problems.js";
import type { CustomOperation } from "./custom.js";
import type { OperationDefinition } from "./definition.js";
import type { RemoveOperation } from "./remove.js";
import type { WriteOperation } from "./write-operation.js";
import type { OmittableSchema } from "./zod-schema.js";

/**
 * An operation that fits the entities as it is; in place of any other the text that says what is wrong with it.
 * `Members` holds the fields of each entity, by its name.
 */
export type CheckedOperation<Members, Operation> =
  Operation extends WriteOperation<infer Kind, infer EntityName, infer Args, infer Assignments>
    ? EntityName extends keyof Members
      ? OrProblem<
          Operation,
          FieldProblems<Kind, EntityName, Members[EntityName], Args, Assignments, ListedIn<Args>>
        >
      : OrProblem<Operation, UnknownEntities<Members, EntityName>>
    : Operation extends RemoveOperation<infer EntityName>
      ? OrProblem<Operation, UnknownEntities<Members, EntityName>>
      : Operation extends CustomOperation<infer Touches>
        ? OrProblem<Operation, UnknownEntities<Members, Touches[number]>>
        : OperationDefinition;

type OrProblem<Operation, Problem> = [Problem] extends [never] ? Operation : Problem;

/** A name that is known as `string` alone was made by code, and is the generator's to judge. */
type UnknownEntities<Members, Name extends string> = Name extends keyof Members
  ? never
  : string extends Name
    ? never
    : `Unknown entity '${Name}'`;

type ListedIn<Args> = Args extends readonly (infer Listed)[] ? Listed : never;

type FieldProblems<Kind, EntityName extends string, Fields, Args, Assignments, Listed> =
  Exclude<ArgumentName<Listed> | keyof Assignments, keyof Fields> extends infer Unknown
    ? [Unknown] extends [never]
      ? | (keyof Assignments extends never
            ? never
            : AssignmentProblems<EntityName, Fields, Args, Assignments>)
        | (Kind extends "update"
            ? never
            : MissingFields<
                Kind,
                EntityName,
                RequiredFields<Fields>,
                Listed | DefiniteFields<Args, Assignments>
              >)
      : UnknownFields<EntityName, Fields, Unknown>
    : never;

/** Nothing for what the compiler marked inside the call already, for what code made, and for fields beyond knowledge. */
type UnknownFields<EntityName extends string, Fields, Name> = [Fields] extends [never]
  ? never
  : Name extends ArgumentOrderProblem
    ? never
    : string extends Name
      ? never
      : Name extends string
        ? `Unknown field '${Name}' of entity '${EntityName}'`
        : never;

type RequiredFields<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends OmittableSchema ? never : Name;
}[keyof Fields];

/** Fields that are known as `string` alone were made by code, and are the generator's to judge. */
type MissingFields<Kind, EntityName extends string, Required, Present> = Required extends Present
  ? never
  : string extends Required
    ? never
    : Required extends string
      ? `${Kind & string}("${EntityName}") leaves out the required field '${Required}'`
      : never;
