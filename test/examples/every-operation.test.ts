import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type Client } from "../../examples/kitchen-sink/generated/client.gen.js";
import { contract } from "../../examples/kitchen-sink/generated/contract.gen.js";
import { operationNames } from "../../examples/kitchen-sink/generated/operations.gen.js";
import { createServer } from "../../examples/kitchen-sink/generated/server.gen.js";
import schema from "../../examples/kitchen-sink/schema.js";
import type { SchemaDefinition } from "../../src/schema/definition.js";
import type { Mutation } from "../../src/protocol/index.js";
import { argumentSchema } from "./support/argument-schema.js";
import { calls } from "./support/kitchen-sink-calls.js";
import { startServer, type RunningServer } from "./support/running-server.js";

const definition: SchemaDefinition = schema;
const envelope = (type: string, id: string, data: unknown) => ({
  id,
  type,
  data,
  updatedAt: 1,
  createdAt: 1,
});

let server: RunningServer;
let client: Client;
beforeAll(async () => {
  server = await startServer(createServer);
  client = createClient({ url: server.url, userId: "somebody" });
  await client.connect();
  for (const entity of [
    envelope("задача", "z1", { название: "название" }),
    envelope("Promise", "p1", { text: "" }),
    envelope("constructor", "x1", { text: "" }),
  ]) {
    expect(await server.push(`upsert${entity.type}`, [entity.id, entity])).toMatchObject({ success: true });
  }
});
afterAll(async () => {
  await client.disconnect();
  await server.close();
});

const mutate = (name: string, args: readonly unknown[]) =>
  (Reflect.get(client.mutate, name) as (...args: readonly unknown[]) => Mutation)(...args);

it("calls every declared operation", () => {
  const declared = operationNames.filter((name) => Object.hasOwn(definition.operations, name));
  expect(calls.map(({ name }) => name).sort()).toEqual(declared.sort());
  expect(declared).toHaveLength(Object.keys(definition.operations).length);
});

describe.each(calls)("$name", ({ name, valid, invalid }) => {
  const validator = () => contract.operations[name]!.args;

  it("is taken by client and server with valid arguments", async () => {
    const wanted = argumentSchema(definition, name).safeParse(valid);
    expect(wanted.error).toBeUndefined();
    expect(validator().parse(valid)).toEqual({ ok: true, value: wanted.data });
    expect(await mutate(name, valid).confirmed).toEqual({ ok: true });
  });

  it.each(invalid.map((args) => ({ args })))(
    "is refused by both, as zod would, with $args",
    async ({ args }) => {
      const error = argumentSchema(definition, name).safeParse(args).error;
      const wanted = error?.issues.map(({ code, path }) => ({ code, path }));
      expect(wanted?.length).toBeGreaterThan(0);
      expect(validator().is(args)).toBe(false);
      expect(
        validator()
          .issues(args)
          .map(({ code, path }) => ({ code, path })),
      ).toEqual(wanted);

      const paths = wanted?.map(({ path }) => path);
      const here = await mutate(name, args).confirmed;
      expect(here).toMatchObject({ ok: false, code: "invalid_arguments" });
      expect("issues" in here && here.issues?.map(({ path }) => path)).toEqual(paths);
      const there = await server.push(name, args);
      expect(there).toMatchObject({ success: false, code: "invalid_arguments" });
      expect(there.issues?.map(({ path }) => path)).toEqual(paths);
    },
  );
});

it("speaks Standard Schema v1", async () => {
  for (const { name, valid, invalid } of calls) {
    const { version, vendor, validate } = contract.operations[name]!.args["~standard"];
    expect([version, vendor]).toEqual([1, "kalphite-gen"]);
    const accepted = await validate(valid);
    expect(accepted.issues).toBeUndefined();
    expect(accepted).toHaveProperty("value", argumentSchema(definition, name).parse(valid));
    for (const args of invalid) {
      const { issues } = await validate(args);
      expect(issues?.length).toBeGreaterThan(0);
      for (const { message, path } of issues ?? [])
        expect([typeof message, Array.isArray(path)]).toEqual(["string", true]);
    }
  }
});
