import { beforeEach, describe, expect, it } from "vitest";
import { Application, engineKinds, startServer, type EngineKind, type RestartableServer } from "./engines.js";

const kinds = Object.keys(engineKinds) as EngineKind[];
const pairs = kinds.flatMap((one) => kinds.map((other) => [one, other] as const));

let server: RestartableServer;
beforeEach(async () => void (server = await startServer()));

const open = (kind: EngineKind, user: string) => new Application(kind, server.url, user);
async function connected(kind: EngineKind, user: string): Promise<Application> {
  const application = open(kind, user);
  await application.engine.connect();
  return application;
}
const shows = (application: Application, wanted: readonly string[]) =>
  expect.poll(() => application.shown(), { timeout: 20_000, interval: 5 }).toEqual(wanted);

describe.each(kinds)("%s", (kind) => {
  it("confirms a change, once it is the server's", async () => {
    const ada = await connected(kind, "ada");
    await ada.put("t1", "Milk");
    await ada.remove("t2");
    await ada.engine.flush();
    await expect.poll(() => ada.confirmed).toEqual(["upserttodo", "deletetodo"]);
    await shows(await connected(kind, "ben"), ["t1 Milk"]);
  });

  it("takes upserts and deletes as operations too", async () => {
    const ada = await connected(kind, "ada");
    await ada.put("t1", "Milk");
    const entity = { id: "t2", type: "todo", data: { title: "Bread" }, updatedAt: 1, createdAt: 1 };
    await ada.engine.executeOperation("upserttodo", ["t2", entity]);
    await ada.engine.executeOperation("deletetodo", ["t1"]);
    await ada.engine.flush();
    await shows(await connected(kind, "ben"), ["t2 Bread"]);
  });

  it("tells what was refused, and keeps nothing of it", async () => {
    const ada = await connected(kind, "ada");
    await ada.put("t1", "Milk");
    await ada.engine.flush();
    // Nobody looks at what becomes of the promises, as in the field.
    void ada.put("t1", "");
    void ada.put("t3", "");
    await expect
      .poll(() => ada.failures.map(({ code }) => code))
      .toEqual(["invalid_arguments", "invalid_arguments"]);
    await ada.put("t2", "Bread");
    await ada.engine.flush();
    await shows(await connected(kind, "ben"), ["t1 Milk", "t2 Bread"]);
    // Its maker's application is told, too.
    await shows(ada, ["t1 Milk", "t2 Bread"]);
    expect(ada.failures).toHaveLength(2);
  });

  it("takes a change back in its maker's application when it is refused after it was shown for a while", async () => {
    const [ada, ben] = [await connected(kind, "ada"), await connected(kind, "ben")];
    await ada.put("t1", "Milk");
    await shows(ben, ["t1 Milk"]);
    await server.stop();
    await Promise.all([ada.put("t1", "forbidden"), ada.put("t2", "forbidden"), ada.put("t3", "Bread")]);
    await ada.put("t1", "forbidden, too");
    expect(ada.shown()).toEqual(["t1 forbidden, too", "t2 forbidden", "t3 Bread"]);
    await server.start();
    await ada.engine.connect().catch(() => {});
    const codes = () => ada.failures.map(({ code }) => code);
    await expect.poll(codes, { timeout: 20_000, interval: 5 }).toEqual(["no", "no", "no"]);
    for (const application of [ada, ben]) await shows(application, ["t1 Milk", "t3 Bread"]);
  });

  it("harms nobody by an operation that fails where nobody looks", async () => {
    const ada = await connected(kind, "ada");
    ada.engine.on("error", () => {});
    const rejected: unknown[] = [];
    const note = (error: unknown) => void rejected.push(error);
    process.on("unhandledRejection", note);
    void ada.engine.executeOperation("upserttodo", ["t1", { id: "t1", type: "todo", data: { title: "" } }]);
    void ada.engine.executeOperation("upserttodo", undefined as never);
    void ada.engine.executeOperation("nonsense", []);
    await ada.put("t2", "Bread");
    await ada.engine.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", note);
    expect(rejected).toEqual([]);
  });

  it("says which arguments are none", async () => {
    const ada = open(kind, "ada");
    ada.engine.on("error", () => {});
    const executed = ada.engine.executeOperation("upserttodo", undefined as never);
    await expect(executed).rejects.toThrow(
      new TypeError('executeOperation("upserttodo", …) takes an array of arguments, not undefined'),
    );
  });

  it("sends what was done before it connected, in order, each once", async () => {
    const ada = open(kind, "ada");
    await server.stop();
    ada.engine.on("error", () => {});
    const done = [ada.put("t1", "One"), ada.put("t1", "Two"), ada.put("t2", "Three"), ada.put("t1", "Four")];
    await Promise.all(done);
    await server.start();
    await ada.engine.connect();
    await ada.engine.flush();
    await shows(await connected(kind, "ben"), ["t1 Four", "t2 Three"]);
    expect(server.applied).toEqual(["t1", "t1", "t2", "t1"]);
  });

  it("comes back by itself when the server does, with what was done meanwhile", async () => {
    const [ada, ben] = [await connected(kind, "ada"), await connected(kind, "ben")];
    await ada.put("t1", "Milk");
    await shows(ben, ["t1 Milk"]);
    await server.stop();
    await Promise.all([ada.put("t2", "Bread"), ben.put("t3", "Salt"), ben.remove("t1")]);
    await server.start();
    await shows(ada, ["t2 Bread", "t3 Salt"]);
    await shows(ben, ["t2 Bread", "t3 Salt"]);
    expect([...server.applied].sort()).toEqual(["t1", "t2", "t3"]);
  });

  it("tells nothing to a handler that was taken off", async () => {
    const [ada, ben] = [await connected(kind, "ada"), await connected(kind, "ben")];
    const told: string[] = [];
    const handler = ({ entityId }: { readonly entityId: string }) => void told.push(entityId);
    ben.engine.on("remoteChange", handler);
    await ada.put("t1", "Milk");
    await shows(ben, ["t1 Milk"]);
    ben.engine.off("remoteChange", handler);
    await ada.put("t2", "Bread");
    await shows(ben, ["t1 Milk", "t2 Bread"]);
    expect(new Set(told)).toEqual(new Set(["t1"]));
  });
});

describe.each(pairs)("P34 %s and %s in one room", (one, other) => {
  it("show each other's changes, and end up with the same", async () => {
    const [ada, ben] = [await connected(one, "ada"), await connected(other, "ben")];
    await ada.put("t1", "Milk");
    await shows(ben, ["t1 Milk"]);
    await ben.put("t1", "Oat milk");
    await ben.put("t2", "Bread");
    await shows(ada, ["t1 Oat milk", "t2 Bread"]);
    await Promise.all([ada.remove("t1"), ben.put("t3", "Salt"), ada.put("t4", "Tea"), ben.remove("t2")]);
    for (const application of [ada, ben, await connected(one, "cem")]) {
      await shows(application, ["t3 Salt", "t4 Tea"]);
    }
  });
});
