import { relative } from "node:path";
import { Node, type CallExpression, type SourceFile, SyntaxKind } from "ts-morph";
import type { Contract, EntityModel } from "../../../contract/contract.js";
import { entityOfReceiver } from "./entity-of-receiver.js";
import { type LegacyMethod, legacyMethods } from "./found-call.js";
import { propertiesOf } from "./legacy-change.js";
import { ownerOf } from "./owner.js";
import { storeKey } from "./store-key.js";

/** A call that may be one of Kalphite's. */
export interface Candidate {
  readonly call: CallExpression;
  readonly method: LegacyMethod;
  readonly entity: EntityModel | undefined;
  readonly isInTest: boolean;
  /** Which store or engine it is called on, where that can be told (`store-key.ts`). */
  readonly store: string | undefined;
  /** Why it cannot be certain, whatever its arguments are. */
  readonly doubt?: string;
}

/** The calls of a file that may be Kalphite's, in order; what types show to be another's is none. */
export function candidatesIn(source: SourceFile, contract: Contract, folder: string): Candidate[] {
  const isInTest = isTest(relative(folder, source.getFilePath()).replaceAll("\\", "/"));
  return source.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
    const candidate = candidateOf(call, contract);
    return candidate === undefined ? [] : [{ ...candidate, isInTest }];
  });
}

/**
 * The stores, and the engines, that the calls are on. More than one of a kind, and nobody but a person knows which of them
 * the client stands for.
 */
export function storesOf(candidates: readonly Candidate[]): {
  readonly stores: number;
  readonly engines: number;
} {
  const keys = (isEngine: boolean) =>
    new Set(
      candidates
        .filter(({ isInTest, method }) => (method === "sendChange") === isEngine && !isInTest)
        .flatMap(({ store }) => store ?? []),
    );
  return { stores: keys(false).size, engines: keys(true).size };
}

function isTest(path: string): boolean {
  return /\.(test|spec)\.[cm]?[jt]sx?$|(^|\/)(__tests__|tests?)\//.test(path);
}

function candidateOf(call: CallExpression, contract: Contract): Omit<Candidate, "isInTest"> | undefined {
  const callee = call.getExpression();
  if (!Node.isPropertyAccessExpression(callee)) return takenOut(call, callee);
  const method = legacyMethods.find((name) => name === callee.getName());
  if (method === undefined) return undefined;
  const owner = ownerOf(call, method);
  if (owner === "library") return undefined;
  const type = method === "sendChange" ? typeOfSending(call) : entityOfReceiver(callee.getExpression());
  const entity = contract.entities.find((one) => one.type === type);
  if (entity === undefined && owner !== "kalphite" && method !== "sendChange") return undefined;
  const doubt =
    owner === "project"
      ? `${method} is this project's own here, not Kalphite's`
      : owner === "unknown"
        ? "its type is not known here"
        : entity === undefined
          ? type === undefined
            ? "which entity type it is about is not written here"
            : `the schema has no entity type "${type}"`
          : undefined;
  const receiver = owner === "kalphite" ? storeKey(callee.getExpression()) : undefined;
  const store = method === "sendChange" ? receiver : receiver?.replace(/\.[^.]*$/, "");
  return { call, method, entity, store, ...(doubt !== undefined && { doubt }) };
}

/** `const { upsert } = store.todo` */
function takenOut(call: CallExpression, callee: Node): Omit<Candidate, "isInTest"> | undefined {
  const declaration = Node.isIdentifier(callee) ? callee.getSymbol()?.getValueDeclaration() : undefined;
  if (!Node.isBindingElement(declaration)) return undefined;
  const name = (declaration.getPropertyNameNode() ?? declaration.getNameNode()).getText();
  const method = legacyMethods.find((one) => one === name);
  if (method === undefined || ownerOf(call, method) !== "kalphite") return undefined;
  return {
    call,
    method,
    entity: undefined,
    store: undefined,
    doubt: "the function was taken out of its object",
  };
}

function typeOfSending(call: CallExpression): string | undefined {
  const [argument] = call.getArguments();
  const properties = Node.isObjectLiteralExpression(argument) ? propertiesOf(argument) : undefined;
  const type = properties && "values" in properties ? properties.values.get("entityType") : undefined;
  return Node.isStringLiteral(type) ? type.getLiteralValue() : undefined;
}
