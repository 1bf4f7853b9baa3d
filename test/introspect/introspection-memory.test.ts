import { expect, it } from "vitest";
import { z } from "zod";
import type { Contract } from "../../src/contract/contract.js";
import { IntrospectionMemory } from "../../src/generator/introspect/introspection-memory.js";
import { SchemaIntrospection } from "../../src/generator/introspect/schema-introspection.js";

const contract = {} as Contract;

/** Each run introspects one part; true where `make` was called. */
function createRuns() {
  const memory = new IntrospectionMemory();
  return (part: unknown, basis: readonly object[] = [], comment = "", finding = false): boolean => {
    const documentation = () => ({ doc: comment });
    const sources = memory.begin({ locate: () => undefined, documentation });
    const introspection = new SchemaIntrospection(sources, []);
    let isMade = false;
    const made = memory.recall(["part"], part, basis, introspection, () => {
      isMade = true;
      if (finding) introspection.report("schema-shape", ["part"], "Wrong.");
      return introspection.sources.documentation(["part"]);
    });
    expect(made).toEqual({ doc: comment });
    memory.finish(contract);
    return isMade;
  };
}

it("recalls what says the same", () => {
  const run = createRuns();
  expect(run(z.string().min(1))).toBe(true);
  expect(run(z.string().min(1))).toBe(false);
  expect(run(z.string().min(2))).toBe(true);
  expect(run(z.string().min(1))).toBe(true);
});

it("makes again what stands on another model", () => {
  const run = createRuns();
  const [model, other] = [{}, {}];
  expect(run("a", [model])).toBe(true);
  expect(run("a", [model])).toBe(false);
  expect(run("a", [other])).toBe(true);
});

it("keeps the object where what is made again says the same", () => {
  const memory = new IntrospectionMemory();
  const run = (part: string): object => {
    const sources = memory.begin({ locate: () => undefined, documentation: () => ({}) });
    const introspection = new SchemaIntrospection(sources, []);
    const made = memory.recall(["part"], part, [], introspection, () => ({ length: part.length }));
    memory.finish(contract);
    return made;
  };
  const first = run("a");
  expect(run("b")).toBe(first);
  expect(run("ab")).toEqual({ length: 2 });
});

it("makes again what is documented otherwise", () => {
  const run = createRuns();
  expect(run("a", [], "One.")).toBe(true);
  expect(run("a", [], "One.")).toBe(false);
  expect(run("a", [], "Two.")).toBe(true);
});

it("makes again what there was a finding about, and what code decides", () => {
  const run = createRuns();
  expect(run("a", [], "", true)).toBe(true);
  expect(run("a")).toBe(true);
  expect(run(z.string().refine(() => true))).toBe(true);
  expect(run(z.string().refine(() => true))).toBe(true);
});

it("forgets what the last run did not ask for", () => {
  const memory = new IntrospectionMemory();
  const run = (name: string): boolean => {
    const sources = memory.begin({ locate: () => undefined, documentation: () => ({}) });
    const introspection = new SchemaIntrospection(sources, []);
    let isMade = false;
    memory.recall([name], "part", [], introspection, () => {
      isMade = true;
      return {};
    });
    memory.finish(contract);
    return isMade;
  };
  expect([run("a"), run("a"), run("b"), run("a")]).toEqual([true, false, true, true]);
});
