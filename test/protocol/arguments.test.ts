import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeArguments,
  encodeArguments,
  findOperation,
  type RuntimeOperation,
} from "../../src/protocol/index.js";
import { acceptAnything } from "./accept-anything.js";

const operation: RuntimeOperation = {
  name: "move",
  touches: [],
  argumentNames: ["id", "from", "to", "note"],
  nullIsAbsent: [1, 2],
  args: acceptAnything,
  mutate: () => {},
};

describe("arguments on the wire", () => {
  it.each<[readonly unknown[], readonly unknown[]]>([
    [
      ["a", undefined, "x"],
      ["a", null, "x"],
    ],
    [["a", undefined, undefined], ["a"]],
    [[], []],
  ])("encodes %j", (args, encoded) => {
    expect(encodeArguments(args)).toEqual(encoded);
  });

  it("turns null back into absent only where the argument takes no null", () => {
    expect(decodeArguments(operation, ["a", null, "x", null])).toEqual({
      ok: true,
      value: ["a", undefined, "x", null],
    });
    expect(decodeArguments(operation, ["a", null, null])).toEqual({ ok: true, value: ["a"] });
  });

  it("comes back as it went, through JSON", () => {
    const optionalString = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(fc.string(), optionalString, optionalString, (id, from, to) => {
        const decoded = decodeArguments(
          operation,
          JSON.parse(JSON.stringify(encodeArguments([id, from, to]))),
        );
        expect(decoded.ok && [decoded.value[0], decoded.value[1], decoded.value[2]]).toEqual([id, from, to]);
      }),
    );
  });

  it.each(["constructor", "__proto__", "toString", "nothing"])(
    "finds no operation %s off the prototype",
    (name) => {
      const contract = { fingerprint: "", entities: {}, operations: { move: operation } };
      expect(findOperation(contract, name)).toBeUndefined();
      expect(findOperation(contract, "move")).toBe(operation);
    },
  );
});
