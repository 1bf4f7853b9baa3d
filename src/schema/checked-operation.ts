import type { ArgumentName, ArgumentOrderProblem } from "./argument-list.js";
import type { AssignmentProblems, DefiniteFields } from "./assignment-problems.js";
import type { CustomOperation } from "./custom.js";
import type { OperationDefinition } from "./definition.js";
import type { FieldsOf, MemberOf } from "./entities-by-name.js";
import type { RemoveOperation } from "./remove.js";
import type { WriteOperation } from "./write-operation.js";
import type { OmittableSchema } from "./zod-schema.js";

/** An operation that fits the entities as it is; in place of any other the text that says what is wrong with it. */
export type CheckedOperation<Members, Operation> = Operation extends WriteOperation
  ? OrProblem<Operation, WriteProblems<Members, Operation, Operation["entity"]>>
  : Operation extends RemoveOperation
    ? OrProblem<Operation, UnknownEntities<Members, Operation["entity"]>>
    : Operation extends CustomOperation
      ? OrProblem<Operation, UnknownEntities<Members, Operation["touches"][number]>>
      : OperationDefinition;

type OrProblem<Operation, Problem> = [Problem] extends [never] ? Operation : Problem;

/** A name that is known as `string` alone was made by code, and is the generator's to judge. */
type UnknownEntities<Members, Name extends string> = Name extends keyof Members
  ? never
  : string extends Name
    ? never
    : `Unknown entity '${Name}'`;

type WriteProblems<
  Members,
  Operation extends WriteOperation,
  Name extends string,
> = Name extends keyof Members
  ? FieldProblems<Name, FieldsOf<MemberOf<Members[Name], Name>>, Operation, ListedIn<Operation["args"]>>
  : UnknownEntities<Members, Name>;

type ListedIn<Args> = Args extends readonly (infer Listed extends string)[] ? Listed : never;

type FieldProblems<
  EntityName extends string,
  Fields,
  Operation extends WriteOperation,
  Listed extends string,
> =
  // What the compiler marked inside the call already, and what is known as `string` alone.
  [Extract<Listed, ArgumentOrderProblem>] extends [never]
    ? string extends Listed
      ? never
      : | UnknownFields<EntityName, Fields, ArgumentName<Listed> | keyof Operation["set"]>
        | (keyof Operation["set"] extends never
            ? never
            : AssignmentProblems<EntityName, Fields, Operation["args"], Operation["set"]>)
        | (Operation["kind"] extends "update"
            ? never
            : MissingFields<
                Operation["kind"],
                EntityName,
                Exclude<
                  RequiredFields<Fields>,
                  Exclude<Listed, `${string}?`> | DefiniteFields<Operation["args"], Operation["set"]>
                >
              >)
    : never;

type UnknownFields<EntityName extends string, Fields, Named> = Named extends keyof Fields
  ? never
  : string extends Named
    ? never
    : Named extends string
      ? `Unknown field '${Named}' of entity '${EntityName}'`
      : never;

type RequiredFields<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends OmittableSchema ? never : Name;
}[keyof Fields];

type MissingFields<Kind extends string, EntityName extends string, Name> = Name extends string
  ? `${Kind}("${EntityName}") leaves out the required field '${Name}'`
  : never;
