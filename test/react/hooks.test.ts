// @vitest-environment jsdom
import { act, createElement, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useEntities, useEntity, useStatus } from "../../src/react/index.js";
import { createSample, type SampleClient } from "../client/sample-client.js";
import { sampleContract, type Todo } from "../client/sample-contract.js";
import { SimulatedServer } from "../client/simulated-server.js";

let client: SampleClient;
let root: Root;
let renders: string[];

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  client = createSample(new SimulatedServer(sampleContract)).client;
  root = createRoot(document.createElement("div"));
  renders = [];
});
afterEach(() => act(() => root.unmount()));

const render = (node: ReactNode): Promise<void> => act(async () => root.render(node));
const titles = (todos: readonly Todo[]): string => todos.map(({ data }) => data.title).join();

function One({ id }: { readonly id: string }): ReactNode {
  const todo = useEntity(client.todo, id);
  renders.push(todo?.data.title ?? "none");
  return null;
}

function Open(): ReactNode {
  renders.push(titles(useEntities(client.todo, { done: false })));
  return null;
}

describe("useEntity", () => {
  it("shows one entity, and renders for no other", async () => {
    await render(createElement(One, { id: "a" }));
    await act(async () => void client.mutate.addTodo("b", "other"));
    expect(renders).toEqual(["none"]);
    await act(async () => void client.mutate.addTodo("a", "milk"));
    await act(async () => void client.mutate.updateTitle("a", "oat milk"));
    expect(renders).toEqual(["none", "milk", "oat milk"]);
    await render(createElement(One, { id: "b" }));
    await act(async () => void client.mutate.deleteTodo("b"));
    expect(renders.slice(3)).toEqual(["other", "none"]);
  });
});

describe("useEntities", () => {
  it("shows those that match, and renders when what it shows changes", async () => {
    await render(createElement(Open));
    await act(async () => void client.mutate.addTodo("b", "bread"));
    await act(async () => void client.mutate.addTodo("a", "milk"));
    expect(renders).toEqual(["", "bread", "milk,bread"]);
    await act(async () => void client.mutate.completeTodo("a"));
    expect(renders.at(-1)).toBe("bread");
    const before = renders.length;
    await act(async () => void client.mutate.updateTitle("a", "not shown"));
    expect(renders).toHaveLength(before);
  });

  it("shows all without a match, and takes predicates made in the render", async () => {
    function Both({ last }: { readonly last: string }): ReactNode {
      const all = useEntities(client.todo);
      const some = useEntities(client.todo, ({ id }) => id <= last);
      renders.push(`${titles(all)} / ${titles(some)}`);
      return null;
    }
    client.mutate.addTodo("a", "1");
    client.mutate.addTodo("b", "2");
    await render(createElement(Both, { last: "a" }));
    await render(createElement(Both, { last: "b" }));
    expect(renders).toEqual(["1,2 / 1", "1,2 / 1,2"]);
  });
});

describe("useStatus", () => {
  it("follows the status", async () => {
    function Pending(): ReactNode {
      renders.push(String(useStatus(client).pending));
      return null;
    }
    await render(createElement(Pending));
    await act(async () => void client.mutate.addTodo("a", "1"));
    expect(renders).toEqual(["0", "1"]);
    await act(async () => {
      await client.connect();
      await client.flush();
    });
    expect(renders.at(-1)).toBe("0");
  });
});

it("all render on a server", () => {
  client.mutate.addTodo("a", "milk");
  const Page = (): ReactNode =>
    createElement("p", null, useEntity(client.todo, "a")?.data.title, titles(useEntities(client.todo)));
  expect(renderToString(createElement(Page))).toContain("milk");
});
