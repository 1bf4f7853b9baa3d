import { describe, expect, it } from "vitest";
import { sessionFolder } from "../../examples/todo-cli/src/data-folder.js";
import { findByReference } from "../../examples/todo-cli/src/find-by-reference.js";
import { checkOptions } from "../../examples/todo-cli/src/global-options.js";
import { legacyChanges } from "../../examples/todo-cli/src/legacy-changes.js";
import { renderFailure, renderTodos } from "../../examples/todo-cli/src/render.js";
import { visible } from "../../examples/todo-cli/src/visible.js";
import type { Todo } from "../../examples/todo/generated/entities/todo.gen.js";

const todo = (title: string, id = title): Todo => ({
  id: `id of ${id}`,
  type: "todo",
  data: { title, status: "pending", tagIds: [], priority: 0 },
  createdAt: 0,
  updatedAt: 0,
});

describe("findByReference", () => {
  const titles = ["🎉", "!!!", "C++", "C#", "Party 🎉", "Buy milk", "Don't panic", "हिन्दी", "Café"];
  const find = (reference: string): string | undefined =>
    findByReference(
      titles.map((title) => todo(title)),
      reference,
    )?.data.title;

  it.each([
    ["🚀", undefined],
    ["", undefined],
    [" ", undefined],
    ["-", undefined],
    ["???", undefined],
    ["Buy 🚀", undefined],
    ["हन्द", undefined],
    ["🎉", "🎉"],
    ["!!!", "!!!"],
    ["c++", "C++"],
    ["C#", "C#"],
    ["party", "Party 🎉"],
    ["buy-milk", "Buy milk"],
    ["MILK", "Buy milk"],
    ["don't", "Don't panic"],
    ["हिन्दी", "हिन्दी"],
    ["cafe\u0301", "Café"],
  ])("takes %j for %j", (reference, title) => expect(find(reference)).toBe(title));

  it("asks where a symbol stands in several titles", () => {
    const todos = [todo("Party 🎉"), todo("Cake 🎉")];
    expect(() => findByReference(todos, "🎉")).toThrow("may be any of these");
  });

  it("shows what may be meant on a line each", () => {
    const todos = [todo("Buy\u001b[2J milk", "1\n2"), todo("Warm milk")];
    expect(() => findByReference(todos, "milk")).toThrow("id of 1\\n2  Buy\\u{1b}[2J milk\n  id of Warm");
  });
});

describe("what others wrote", () => {
  const hostile = "Buy\r\n[x] milk\u001b]0;title\u0007\u009b31m\u202e\u2028\u007f";
  const shown = "Buy\\r\\n[x] milk\\u{1b}]0;title\\u{7}\\u{9b}31m\\u{202e}\\u{2028}\\u{7f}";

  it("is made visible and leaves other texts alone", () => {
    expect(visible(hostile)).toBe(shown);
    expect(visible("Ünï 日本 🎉 עברית \\n")).toBe("Ünï 日本 🎉 עברית \\n");
  });

  it("steers no terminal in lists and failures", () => {
    const line = {
      id: hostile,
      title: hostile,
      status: "pending",
      unconfirmed: false,
      project: hostile,
    } as const;
    expect(renderTodos([line], { withIds: true })).toBe(`${shown}\n  ${shown}  [ ] ${shown}`);
    const failure = { at: "", what: hostile, id: "", code: hostile, message: hostile };
    expect(renderFailure(failure)).toBe(`failed   ${shown}: ${shown} (${shown})`);
  });
});

describe("sessionFolder", () => {
  const home = { server: "http://h", room: "home", user: "ada", legacy: false };
  const others = [
    { ...home, server: "http://h/base" },
    { ...home, server: "http://h-base" },
    { ...home, server: "https://h" },
    { ...home, room: "Home" },
    { ...home, room: "home/" },
    { ...home, room: ".." },
    { ...home, room: "." },
    { ...home, room: "" },
    { ...home, user: ".." },
    { ...home, legacy: true },
    { ...home, room: "x".repeat(256) },
    { ...home, room: `${"x".repeat(255)}y` },
  ];

  it("is another for each server, path, room, user and generation, inside the data folder", () => {
    const folders = [home, ...others].map((identity) => sessionFolder("/data", identity).toLowerCase());
    expect(new Set(folders).size).toBe(folders.length);
    for (const folder of folders) expect(folder).toMatch(/^\/data(\/[a-z0-9-]{1,80}){3}\/(modern|legacy)$/);
  });

  it("is the same for the same server, however it is written", () => {
    const serverOf = (server: string) =>
      checkOptions({ ...home, server, data: "d", offline: false, wait: 1, json: false }).server;
    const texts = ["http://h/base", "http://H:80/base/", "HTTP://h/base//"];
    expect(texts.map(serverOf)).toEqual(texts.map(() => "http://h/base"));
    expect(() => serverOf("http://h/?x")).toThrow("--server is a URL");
  });
});

it("says of each legacy change what it was made from", () => {
  const milk = todo("Buy milk");
  const [change] = legacyChanges(new Map([[milk.id, milk]])).updateTitle(milk.id, "Buy oat milk");
  expect(change).toMatchObject({ entity: { data: { title: "Buy oat milk" } }, base: milk });
});
