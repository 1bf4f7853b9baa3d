/**
 * The page of the browser test: a client of the todo example with IndexedDB and tabs, under `window.app`, and React over
 * it. Bundled with the built package, as an application would be.
 */
import { createElement, memo, StrictMode, useEffect, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { createTabChannel, IndexedDbStorage } from "kalphite-gen/client";
import { useEntities, useEntity, useStatus } from "kalphite-gen/react";
import { createClient } from "../../examples/todo/generated/client.gen.js";

const url = location.origin;
const client = createClient({
  url,
  storage: new IndexedDbStorage("kalphite/todos"),
  tabs: createTabChannel(),
  environment: { random: () => 0.02 },
});

/** Listeners of the collections that hooks have not given back. */
let listening = 0;
const counted = {
  ...client.todo,
  subscribe: (...args: Parameters<typeof client.todo.subscribe>) => {
    const stop = client.todo.subscribe(...args);
    listening++;
    return () => {
      listening--;
      stop();
    };
  },
} as typeof client.todo;

/** How often each todo was rendered, by id. */
const renders: { [id: string]: number } = {};

const Todo = memo(({ id }: { readonly id: string }): ReactNode => {
  const todo = useEntity(counted, id);
  useEffect(() => void (renders[id] = (renders[id] ?? 0) + 1));
  return createElement("li", { id: `todo-${id}` }, todo?.data.title ?? "none");
});

function App(): ReactNode {
  const pending = useEntities(counted, { status: "pending" });
  const { online } = useStatus(client);
  return createElement(
    "ul",
    { id: "app", "data-pending": pending.length, "data-online": online },
    ["a", "b"].map((id) => createElement(Todo, { key: id, id })),
  );
}

let root: Root | undefined;

const app = {
  client,
  /** What is to be the same in every tab, as text. */
  view: () =>
    JSON.stringify({
      todos: client.todo.all().map(({ id, data }) => [id, data.title, data.status, data.tagIds]),
      counts: client.project.all().map(({ id, data }) => [id, data.todosCompleted]),
    }),
  status: () => client.status,
  pendingIds: () => client.engine.pendingOperations.map(({ id }) => id),
  renderReact: () => {
    root = createRoot(document.body.appendChild(document.createElement("div")));
    root.render(createElement(StrictMode, null, createElement(App)));
  },
  unmountReact: () => root?.unmount(),
  reactCounts: () => ({ renders, listening }),
};

/** What the test calls in the page. */
export type App = typeof app;

declare global {
  interface Window {
    app: App;
  }
}

await client.connect();
window.app = app;
