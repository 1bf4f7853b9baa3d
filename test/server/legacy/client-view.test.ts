import { describe, expect, it } from "vitest";
import { ClientView } from "../../../src/server/legacy/client-view.js";
import { NOTHING, type Held } from "../../../src/server/legacy/room-record.js";
import { todo } from "./legacy-server.js";

/** A room of one entity, and what one client is told of it. */
class Line {
  room: Held | undefined;
  readonly view = new ClientView(() => this.room);
  #mark = 0;

  /** The room changes; what the client has to be told is not sent yet. */
  change(title: string | undefined): this {
    const before = this.room;
    this.room = held(title);
    this.view.changed("t1", before);
    return this;
  }

  write(title: string): this {
    this.view.wrote("t1", held(title));
    return this;
  }

  decide(): this {
    this.view.decided("t1", false);
    return this;
  }

  send(): this {
    if (this.view.next() !== undefined) this.view.sent("t1", ++this.#mark);
    return this;
  }

  answer(): this {
    this.view.answered(this.#mark);
    return this;
  }

  get owes(): boolean {
    return this.view.next() !== undefined;
  }

  get shown(): unknown {
    const shown = this.view.shown("t1");
    return shown === undefined ? "unknown" : (shown.entity?.["data"] as { title: string } | undefined)?.title;
  }
}

const held = (title: string | undefined): Held =>
  title === undefined ? NOTHING : { entity: todo("t1", { title }) };
const told = (title: string) => new Line().change(title).send().answer();

describe("what a legacy client shows", () => {
  it("is what it was told once it has answered, and what it had until then", () => {
    const line = told("a").change("b");
    expect([line.shown, line.owes]).toEqual(["a", true]);
    line.send();
    expect([line.shown, line.owes]).toEqual(["a", false]);
    expect(line.answer().shown).toBe("b");
  });

  it("is told once more where its change came before it was told: it may have been told otherwise over its last socket", () => {
    for (const isLoaded of [true, false]) {
      const line = new Line();
      line.room = held("a");
      if (isLoaded) line.view.neverTold("t1");
      line.write("b");
      if (!isLoaded) line.view.neverTold("t1");
      expect(line.owes).toBe(false);
      line.change("b").decide();
      expect(line.owes).toBe(true);
      expect(line.send().answer().shown).toBe("b");
      expect(line.write("c").change("c").decide().owes).toBe(false);
    }
  });

  it("is not known before it was told", () => {
    const line = new Line();
    line.room = held("a");
    line.view.neverTold("t1");
    expect([line.shown, line.owes]).toEqual(["unknown", true]);
    expect(line.send().shown).toBe("unknown");
    expect(line.answer().shown).toBe("a");
  });

  it("is what it wrote, from the moment at which that came", () => {
    expect(told("a").write("b").shown).toBe("b");
    expect(told("a").write("b").write("c").shown).toBe("c");
    expect(told("a").change("x").send().write("b").shown).toBe("b");
  });
});

describe("what a legacy client has to be told", () => {
  it("is not what it wrote itself", () => {
    expect(told("a").write("b").change("b").decide().owes).toBe(false);
  });

  it("is what became of what it wrote, where that is something else: merged, or refused", () => {
    expect(told("a").write("b").change("c").decide().owes).toBe(true);
    expect(told("a").write("b").decide().owes).toBe(true);
  });

  it("is nothing while its change has no verdict", () => {
    const line = told("a").write("b").change("x");
    expect(line.owes).toBe(false);
    expect(line.decide().owes).toBe(true);
  });

  it("is its own change too, where another crossed it on the way", () => {
    expect(told("a").change("x").send().write("b").change("b").decide().owes).toBe(true);
    // Not where the other was answered before.
    expect(told("a").change("x").send().answer().write("b").change("b").decide().owes).toBe(false);
  });

  it("is the last of several changes alone, and none that was taken back", () => {
    expect(told("a").change("b").change("c").send().owes).toBe(false);
    expect(told("a").change("b").change("a").owes).toBe(false);
  });
});
