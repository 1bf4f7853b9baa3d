import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract as reviewContract } from "../../examples/code-review/generated/contract.gen.js";
import { SqliteServerStore } from "../../src/server/index.js";
import {
  auditSimulation,
  FAULT_KINDS,
  runHistory,
  simulate,
  SimulationFailure,
  type SimulationOptions,
} from "../../src/testing/index.js";
import { BROKEN_INVARIANTS } from "./broken-invariants.js";

const HISTORIES = Number(process.env["KALPHITE_SIMULATED_HISTORIES"] ?? 2_000);
const TIMEOUT_MS = 600_000;

// Histories are full of errors that nobody looks at; their stacks cost more than all else about them.
const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = 0));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

describe("simulate", () => {
  it(
    `finds nothing in ${HISTORIES} histories, in which every fault happens (P4 to P9, P12 to P29)`,
    async () => {
      const { histories, counts } = await simulate(auditSimulation, { histories: HISTORIES });
      expect(histories).toBe(HISTORIES);
      expect(Object.keys(FAULT_KINDS).filter((kind) => !counts.has(kind))).toEqual([]);
      for (const status of [200, 401, 409, 413, 429, 502, 503]) {
        expect(counts.get(`answer_${status}`), `answers with ${status}`).toBeGreaterThan(0);
      }
    },
    TIMEOUT_MS,
  );

  it("finds nothing on SQLite", async () => {
    const createServerStore = () => new SqliteServerStore({ file: ":memory:" });
    await simulate({ ...auditSimulation, createServerStore }, { seed: 100_000, histories: 60 });
  }, 60_000);

  it("takes a generated contract in one call", async () => {
    const review = (choose: { id: (type: string) => string }) => choose.id("review");
    const options: SimulationOptions = {
      contract: reviewContract,
      operations: {
        draftReview: (choose) => [review(choose), choose.token()],
        openReview: (choose) => [review(choose)],
        labelReview: (choose) => [review(choose), choose.token()],
        askReviewer: (choose) => [review(choose), choose.token()],
        approveReview: (choose) => [review(choose)],
        requestChanges: (choose) => [review(choose), choose.id("comment"), choose.token()],
        mergeReview: (choose) => [review(choose)],
        addFile: (choose) => [choose.id("file"), review(choose), `${choose.token()}.ts`, "added"],
        countAdditions: (choose) => [choose.id("file"), choose.integer(1, 9)],
        markViewed: (choose) => [choose.id("file"), choose.token()],
        addTask: (choose) => [choose.id("task"), review(choose), choose.token()],
        finishTask: (choose) => [choose.id("task")],
        deleteComment: (choose) => [choose.id("comment")],
        saveReviewer: (choose) => [choose.id("reviewer"), choose.token(), `${choose.token()}@example.org`],
      },
    };
    const { counts } = await simulate(options, { seed: 200_000, histories: 100 });
    expect(counts.get("outcome_ok")).toBeGreaterThan(100);
    expect(counts.get("outcome_tasks_open")).toBeGreaterThan(0);
  }, 60_000);
});

describe("runHistory", () => {
  it("does the same again for the same seed, event by event", async () => {
    for (const seed of [1, 7, 12_345, 2 ** 40 + 3]) {
      const first = await runHistory(auditSimulation, seed, { trace: true });
      const second = await runHistory(auditSimulation, seed, { trace: true });
      expect(second).toEqual(first);
      expect(first.trace!.length).toBeGreaterThan(50);
    }
    const [one, other] = [await runHistory(auditSimulation, 1), await runHistory(auditSimulation, 2)];
    expect(one.counts).not.toEqual(other.counts);
  });

  it("does the same whether it is written down or not", async () => {
    const { trace: _, ...told } = await runHistory(auditSimulation, 99, { trace: true });
    const { trace: none, ...untold } = await runHistory(auditSimulation, 99);
    expect(none).toBeUndefined();
    expect(untold).toEqual(told);
  });
});

describe.each(BROKEN_INVARIANTS)("$name", ({ createOptions, caughtAs }) => {
  it("is caught, with a seed that shows it again", async () => {
    const failure = await simulate(createOptions(), { histories: 200 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SimulationFailure);
    const { seed, problem, trace, message, histories } = failure as SimulationFailure;
    expect(problem).toMatch(caughtAs);
    expect(message).toContain(`Seed ${seed} runs it again`);
    expect(trace.length).toBeGreaterThan(0);
    expect((await runHistory(createOptions(), seed)).problem).toBe(problem);
    if (process.env["KALPHITE_SIMULATION_REPORT"])
      console.log(`${histories} histories: ${problem.split("\n")[0]}`);
  }, 60_000);
});
