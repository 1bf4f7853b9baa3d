import { Node, type CallExpression, type SourceFile, SyntaxKind } from "ts-morph";
import type { Contract, EntityModel, OperationModel } from "../../../contract/contract.js";
import { createPositions } from "../../handlers/text-position.js";
import { type ClientReference, type ClientName } from "./client-reference.js";
import { constantOf, isNewId, isSimple, isValueUnused, symbolOf } from "./expressions.js";
import type { FoundCall, LegacyMethod, Rewrite } from "./found-call.js";
import type { Candidate } from "./candidate.js";
import { changeOfSending, changeOfStoreCall, type LegacyChange, type Unreadable } from "./legacy-change.js";
import { matchingMutator, mutatorsOf } from "./matching-mutator.js";

/** A found call, and what to do with it where that is certain. */
export interface ScannedCall {
  readonly found: FoundCall;
  readonly rewrite?: Rewrite;
  readonly client?: ClientName;
}

/** What the calls of one file become, given how many stores and engines there are. */
export function judgeCalls(
  source: SourceFile,
  candidates: readonly Candidate[],
  circumstances: Circumstances,
): ScannedCall[] {
  const position = createPositions(source.getFullText());
  return candidates.map((candidate): ScannedCall => {
    const { call, entity } = candidate;
    const place = {
      file: source.getFilePath(),
      ...position(call.getStart()),
      call: call.getExpression().getText().replace(/\s+/g, ""),
      ...(entity && { entity: entity.type }),
    };
    const verdict = judge(candidate, circumstances);
    if ("reason" in verdict)
      return {
        found: { ...place, replacement: choices(candidate, circumstances.contract), reason: verdict.reason },
      };
    const { text, name } = verdict;
    const rewrite = { start: call.getStart(), end: call.getEnd(), text };
    return { found: { ...place, replacement: text }, rewrite, ...(name && { client: name }) };
  });
}

export interface Circumstances {
  readonly contract: Contract;
  readonly client: ClientReference | undefined;
  readonly stores: number;
  readonly engines: number;
}

/** The text of the typed call where it is certain to do the same, or why it is not. */
function judge(
  candidate: Candidate,
  { contract, client, stores, engines }: Circumstances,
): { readonly text: string; readonly name?: ClientName } | Unreadable {
  const { call, method, entity, doubt, store } = candidate;
  if (doubt !== undefined || entity === undefined) return { reason: doubt ?? "its entity type is not known" };
  if (call.hasQuestionDotToken() || hasOptionalStep(call.getExpression()))
    return { reason: "it is called only where the store is there" };
  if (candidate.isInTest) return { reason: "a test has a store of its own" };
  if (store === undefined) return { reason: "which store it is called on is not written here" };
  const count = method === "sendChange" ? engines : stores;
  if (count > 1) return { reason: `it is one of ${count} ${method === "sendChange" ? "engines" : "stores"}` };
  if (isSilenced(call)) return { reason: "the compiler is told to overlook errors here" };
  if (!isValueUnused(call)) return { reason: "what it gives is used" };
  const change = readChange(call, method, entity);
  if ("reason" in change) return change;
  const isNew = change.kind === "put" && isNewIn(change.id, call);
  const match = matchingMutator(contract, entity, change, isNew);
  if ("reason" in match) return match;
  const order = orderProblem(change, match.args);
  if (order !== undefined) return { reason: order };
  if (losesComment(call, match.args)) return { reason: "there is a comment among its arguments" };
  const args = match.args.map((node) => node?.getText() ?? "undefined").join(", ");
  const { name } = match.operation;
  if (client === undefined) return { text: `client.mutate.${name}(${args})` };
  if (!client.operations.has(name)) return { reason: `the client has no ${name}: generate first` };
  const named = client.nameAt(call);
  return "reason" in named ? named : { text: `${named.name}.mutate.${name}(${args})`, name: named };
}

function readChange(
  call: CallExpression,
  method: LegacyMethod,
  entity: EntityModel,
): LegacyChange | Unreadable {
  if (method !== "sendChange") return changeOfStoreCall(call, method, entity);
  const [argument, ...others] = call.getArguments();
  if (!Node.isObjectLiteralExpression(argument) || others.length > 0)
    return { reason: "the change is not written out here" };
  return changeOfSending(argument, entity);
}

function hasOptionalStep(node: Node): boolean {
  if (Node.isPropertyAccessExpression(node) || Node.isElementAccessExpression(node))
    return node.hasQuestionDotToken() || hasOptionalStep(node.getExpression());
  return false;
}

/** Where errors are not told, the compiler cannot say whether the rewritten call is right. */
function isSilenced(call: CallExpression): boolean {
  const text = call.getSourceFile().getFullText();
  if (/^\s*(\/\/|\/\*)\s*@ts-nocheck/m.test(text)) return true;
  const lines = text.slice(0, call.getEnd()).split("\n");
  const first = call.getStartLineNumber() - 1;
  return lines.slice(Math.max(0, first - 1)).some((line) => /@ts-(ignore|expect-error)/.test(line));
}

/** An id made in the call, or by a constant of the same block that no other call of the file passes on. */
function isNewIn(id: Node, call: CallExpression): boolean {
  if (isNewId(id)) return true;
  const constant = constantOf(id);
  const initializer = constant?.getInitializer();
  if (constant === undefined || initializer === undefined || !isNewId(initializer)) return false;
  const block = constant.getVariableStatement()?.getParent();
  if (call.getParentOrThrow().getParent() !== block) return false;
  const symbol = symbolOf(id);
  const passed = constant
    .getSourceFile()
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter(
      (node) =>
        node.getText() === id.getText() && node !== constant.getNameNode() && symbolOf(node) === symbol,
    );
  const before = passed.filter((node) => node.getStart() < id.getStart() && !isWithin(node, call));
  return before.length === 0;
}

function isWithin(node: Node, outer: Node): boolean {
  return node.getStart() >= outer.getStart() && node.getEnd() <= outer.getEnd();
}

/** Values that do something when they are read must be read in the order in which they were. */
function orderProblem(change: LegacyChange, args: readonly (Node | undefined)[]): string | undefined {
  const given = args.filter((node) => node !== undefined);
  const isPlain = given.every((node) => isSimple(node) || isNewId(node));
  const inOrder = given.every((node, index) => index === 0 || given[index - 1]!.getStart() < node.getStart());
  return change.kind === "delete" || isPlain || inOrder
    ? undefined
    : "its values would be read in another order";
}

/** A comment between the brackets that is no part of a value that stays. */
function losesComment(call: CallExpression, args: readonly (Node | undefined)[]): boolean {
  const kept = args.filter((node) => node !== undefined);
  const comments = call
    .getDescendants()
    .flatMap((node) => [...node.getLeadingCommentRanges(), ...node.getTrailingCommentRanges()]);
  return comments.some(
    (range) =>
      range.getPos() > call.getStart() &&
      range.getEnd() <= call.getEnd() &&
      !kept.some((node) => range.getPos() >= node.getStart() && range.getEnd() <= node.getEnd()),
  );
}

/** The mutators among which a person chooses. */
function choices({ call, method, entity }: Candidate, contract: Contract): string {
  if (entity === undefined) return "client.mutate";
  const isDelete =
    method === "delete" || (method === "sendChange" && /\btype\s*:\s*["']delete["']/.test(call.getText()));
  const wanted: readonly string[] = isDelete ? ["remove"] : ["create", "upsert", "update"];
  const operations = mutatorsOf(contract, entity.type).filter(({ effect }) => wanted.includes(effect.kind));
  const custom = mutatorsOf(contract, entity.type).filter(({ effect }) => effect.kind === "custom");
  const shown = operations.length > 0 ? operations : custom;
  return shown.length === 0
    ? `client.mutate (no operation of the schema does this to a ${entity.type})`
    : shown.map(signature).join(" | ");
}

function signature({ name, args }: OperationModel): string {
  return `client.mutate.${name}(${args.map((argument) => `${argument.name}${argument.optional ? "?" : ""}`).join(", ")})`;
}
