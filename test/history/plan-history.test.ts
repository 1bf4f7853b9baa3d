import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { contractJson } from "../../src/contract/contract-json.js";
import type { Contract, OperationModel } from "../../src/contract/contract.js";
import { fingerprintOf } from "../../src/contract/fingerprint.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { readCheckout } from "../../src/generator/compat/git.js";
import { readContract } from "../../src/generator/compat/read-contract.js";
import { withChanges } from "../../src/generator/history/contract-changes.js";
import { historyText, type ContractHistory } from "../../src/generator/history/contract-history.js";
import { planHistory, type HistoryOptions } from "../../src/generator/history/plan-history.js";
import { GeneratorError } from "../../src/generator/lint/diagnostic.js";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const text: TypeNode = { kind: "string" };

function operation(name: string, node: TypeNode = text, more: Partial<OperationModel> = {}): OperationModel {
  const args = [{ name: "a", node, optional: false }];
  return { name, origin: "declared", entity: "t", touches: ["t"], args, effect: { kind: "custom" }, ...more };
}

function contractOf(operations: readonly OperationModel[], more: Partial<Contract> = {}): Contract {
  const node: TypeNode = {
    kind: "object",
    properties: [
      { name: "id", node: text },
      { name: "type", node: { kind: "literal", values: ["t"] } },
    ],
    unknownKeys: "strip",
  };
  const contract = {
    version: 1 as const,
    entities: [{ type: "t", shape: "flat" as const, node, fields: [] }],
    operations,
    definitions: {},
    ...more,
  };
  return { fingerprint: fingerprintOf(contract), ...contract };
}

async function planned(contract: Contract, out: string, options: HistoryOptions = {}) {
  return planHistory(contract, out, await readCheckout(out), options);
}

/** An output folder, in a repository or not, as `generate` leaves it. */
function outputFolder(isRepository = true) {
  const root = mkdtempSync(join(tmpdir(), "kalphite-history-"));
  folders.push(root);
  const out = join(root, "app", "generated");
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
  if (isRepository) git("init", "--quiet");
  const generate = async (contract: Contract): Promise<ContractHistory> => {
    const { history } = await planned(contract, out);
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "contract.json"), contractJson(contract));
    writeFileSync(join(out, "contract.history.json"), historyText(history));
    return history;
  };
  const commit = () => {
    git("add", "--all");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "Change");
  };
  return { out, generate, commit };
}

const fingerprints = ({ former }: ContractHistory) => former.map(({ fingerprint }) => fingerprint);

const first = contractOf([operation("add")]);
const second = contractOf([operation("add"), operation("drop")]);
const third = contractOf([operation("add", { kind: "number" }), operation("drop")]);

describe("in a repository", () => {
  it("keeps what was committed, and nothing of what was tried in between", async () => {
    const { generate, commit } = outputFolder();
    expect((await generate(first)).former).toEqual([]);
    expect((await generate(second)).former).toEqual([]);
    expect((await generate(first)).former).toEqual([]);
    commit();
    expect(fingerprints(await generate(second))).toEqual([first.fingerprint]);
    expect(fingerprints(await generate(third))).toEqual([first.fingerprint]);
    expect(fingerprints(await generate(second))).toEqual([first.fingerprint]);
    commit();
    expect(fingerprints(await generate(second))).toEqual([first.fingerprint]);
    expect(fingerprints(await generate(third))).toEqual([second.fingerprint, first.fingerprint]);
    commit();
    const back = await generate(second);
    expect(fingerprints(back)).toEqual([third.fingerprint, first.fingerprint]);
    expect(await generate(second)).toEqual(back);
  });

  it("has every former contract again, from what changed", async () => {
    const { generate, commit } = outputFolder();
    const chain = [first, second, third, contractOf([operation("other")], { reserved: ["add"] })];
    for (const contract of chain) {
      await generate(contract);
      commit();
    }
    const last = chain.at(-1)!;
    let contract = last;
    const { former } = await generate(last);
    expect(former).toHaveLength(3);
    former.forEach(({ fingerprint, changes }, index) => {
      contract = withChanges(contract, fingerprint, changes);
      const wanted = chain[chain.length - 2 - index]!;
      expect(fingerprint).toBe(wanted.fingerprint);
      expect(fingerprintOf(contract)).toBe(wanted.fingerprint);
    });
  });

  it("says how clients of each are met", async () => {
    const { generate, commit } = outputFolder();
    await generate(first);
    commit();
    await generate(second);
    commit();
    expect((await generate(third)).former.map(({ verdict }) => verdict)).toEqual([
      { refused: true, operations: ["add"] },
      { refused: true, operations: ["add"] },
    ]);
    const upgraded = contractOf([
      operation("add", { kind: "number" }, { upgrades: 1 }),
      operation("remove", text, { renamedFrom: ["drop"] }),
    ]);
    expect((await generate(upgraded)).former.map(({ verdict }) => verdict)).toEqual([
      { upgrades: { add: 0 } },
      { upgrades: { add: 0 } },
    ]);
    const gone = contractOf([operation("add")]);
    expect((await generate(gone)).former.map(({ verdict }) => verdict)).toEqual([
      { refused: true, operations: ["drop"] },
    ]);
  });
});

it("without a repository what lies there counts", async () => {
  const { generate } = outputFolder(false);
  await generate(first);
  await generate(second);
  expect(fingerprints(await generate(third))).toEqual([second.fingerprint, first.fingerprint]);
});

it("a session takes what lay there when it began, and what is committed while it runs", async () => {
  const plain = outputFolder(false);
  await plain.generate(first);
  const { base } = await planned(second, plain.out);
  await plain.generate(second);
  expect(fingerprints((await planned(third, plain.out, { base: base! })).history)).toEqual([
    first.fingerprint,
  ]);

  const { out, generate, commit } = outputFolder();
  await generate(first);
  commit();
  const before = (await planned(second, out)).base!;
  await generate(second);
  commit();
  const { history } = await planned(third, out, { base: before });
  expect(fingerprints(history)).toEqual([second.fingerprint, first.fingerprint]);
});

it("keeps the newest", async () => {
  const { out, generate } = outputFolder(false);
  for (const name of ["a", "b", "c"]) await generate(contractOf([operation(name)]));
  const { former } = (await planned(contractOf([operation("last")]), out, { kept: 2 })).history;
  expect(former.map(({ changes }) => Object.keys(changes.operations!))).toEqual([
    ["c", "last"],
    ["b", "c"],
  ]);
});

describe("damage", () => {
  const failure = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof GeneratorError) return error.message;
      throw error;
    }
    return undefined;
  };

  it.each([
    ["conflict markers", "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"],
    ["nothing", ""],
    ["another version", '{"version":2,"fingerprint":"","former":[]}'],
    ["half a contract", '{"version":1,"fingerprint":"","former":[{"fingerprint":"a"}]}'],
  ])("refuses a history of %s", async (_, damaged) => {
    const { out, generate } = outputFolder(false);
    await generate(first);
    writeFileSync(join(out, "contract.history.json"), damaged);
    expect(await failure(() => generate(second))).toMatch(/is damaged.*git checkout --ours/s);
  });

  it("refuses a contract.json that is not the one that the history speaks of", async () => {
    const { out, generate } = outputFolder(false);
    await generate(first);
    writeFileSync(join(out, "contract.json"), contractJson(second));
    expect(await failure(() => generate(third))).toContain("Take both as one commit had them");
    rmSync(join(out, "contract.json"));
    expect(await failure(() => generate(third))).toContain("Restore it");
  });
});

it("reads back what contract.json says", () => {
  const contract = contractOf(
    [operation("add", text, { renamedFrom: ["plus"], upgrades: 2, deprecatedSince: "2026-01-31" })],
    {
      reserved: ["gone"],
    },
  );
  expect(readContract(contractJson(contract), "contract.json")).toEqual(contract);
});
