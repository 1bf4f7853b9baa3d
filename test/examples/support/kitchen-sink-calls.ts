/** Calls of every operation of examples/kitchen-sink, made by hand. */
export interface Call {
  readonly name: string;
  /** Succeeds after the calls before it. */
  readonly valid: readonly unknown[];
  /** Each breaks the contract in another way. */
  readonly invalid: readonly (readonly unknown[])[];
}

export const flatId = "0b1f7a3e-6a0e-4c2e-9d5f-2a7c1f0b9e11";

const strings = [
  "any text",
  "bounded",
  "abc",
  "a-b-c",
  "id_1-2_x",
  "ada@example.org",
  "0b1f7a3e-6a0e-4c2e-9d5f-2a7c1f0b9e12",
  "https://example.org/a?b#c",
  "2026-01-02T03:04:05+01:00",
  "2024-02-29",
  "03:04:05",
  "P1DT2H",
  "::1",
  "aGk=",
  "V1StGXR8_Z5jdHi6B-myT",
  "🦎",
  "v1.5",
];

const composites = [
  true,
  null,
  { anything: [1, { goes: null }] },
  2,
  "medium",
  ["one", "two"],
  ["left", 1],
  [1, 2, 3],
  { a: 1, "b c": 2 },
  { read: true },
  { a: "strict" },
  { a: "loose", more: [1] },
  { a: "filled", b: 1 },
  ["or", "neither"].length,
  {
    kind: "arrow",
    points: [
      [0, 0],
      [1, 1, 1],
    ],
  },
  { a: "both", b: 1 },
  { text: "t", replies: [{ text: "r", replies: [] }] },
  { json: [1, { goes: null }, "deep"] },
];

/** The list with one value changed. */
const but = (list: readonly unknown[], index: number, value: unknown) => list.with(index, value);

const everyKind = [...strings, ...composites, [{ kind: "circle", radius: 1 }], 5];
const flatField = strings.length;

export const calls: readonly Call[] = [
  {
    name: "createFlat",
    valid: [flatId, "One"],
    invalid: [["no uuid", "One"], [flatId], [flatId, 1], [flatId, "One", 2]],
  },
  { name: "renameFlat", valid: [flatId, "Two", "note"], invalid: [[flatId, 1], [], [flatId, "a", "b", "c"]] },
  { name: "bumpFlat", valid: [flatId, 2.5], invalid: [[flatId, "2"], [flatId, null], [flatId]] },
  { name: "countFlat", valid: [flatId], invalid: [[], [flatId, 1], [null]] },
  { name: "tagFlat", valid: [flatId, "x"], invalid: [[flatId, ["x"]]] },
  { name: "untagFlat", valid: [flatId, "x"], invalid: [[flatId, 1]] },
  { name: "clearFlat", valid: [flatId], invalid: [[{}]] },
  {
    name: "saveFlat",
    valid: [flatId, "Saved", 3],
    invalid: [
      [flatId, "Saved", "3"],
      [flatId, false],
    ],
  },
  { name: "removeFlat", valid: [flatId], invalid: [["x"]] },
  { name: "stamp", valid: ["s1"], invalid: [[], [1]] },
  {
    name: "addTotal",
    valid: ["s1", 3],
    invalid: [
      ["s1", "3"],
      ["s1", {}],
    ],
  },
  {
    name: "writeStrings",
    valid: ["t1", ...strings],
    invalid: [
      ["t1", ...but(strings, 0, 1)],
      ["t1", ...but(strings, 1, "b")],
      ["t1", ...but(strings, 2, "abcd")],
      ["t1", ...but(strings, 3, "a--b")],
      ["t1", ...but(strings, 4, "12_x")],
      ["t1", ...but(strings, 5, "ada@")],
      ["t1", ...but(strings, 6, "not-a-uuid")],
      ["t1", ...but(strings, 7, "no url")],
      ["t1", ...but(strings, 8, "2026-13-02T03:04:05Z")],
      ["t1", ...but(strings, 9, "2023-02-29")],
      ["t1", ...but(strings, 10, "25:00:00")],
      ["t1", ...but(strings, 11, "P")],
      ["t1", ...but(strings, 12, "1.2.3")],
      ["t1", ...but(strings, 13, "a")],
      ["t1", ...but(strings, 14, "short")],
      ["t1", ...but(strings, 15, "x")],
      ["t1", ...but(strings, 16, "v1")],
      ["t1"],
    ],
  },
  {
    name: "writeNumbers",
    valid: ["n1", 1.5, 3, 7, 0.5, 0.5, 0.75],
    invalid: [
      ["n1", "1", 3, 7, 0.5, 0.5, 0.75],
      ["n1", 1.5, 3.5, 7, 0.5, 0.5, 0.75],
      ["n1", 1.5, 3, 2 ** 31, 0.5, 0.5, 0.75],
      ["n1", 1.5, 3, 7, 1.01, 0.5, 0.75],
      ["n1", 1.5, 3, 7, 0.5, 1, 0.75],
      ["n1", 1.5, 3, 7, 0.5, 0.5, 0.8],
      ["n1", null, 2 ** 60, 7, -2, 0, 0.75],
    ],
  },
  {
    name: "writeWrappers",
    valid: ["w1", null, null, ["a"], "branded", {}, 0, "optional", 5, "p"],
    invalid: [
      ["w1", 1, null, ["a"], "branded", {}, 0],
      ["w1", "", 1, ["a"], "branded", {}, 0],
      ["w1", "", "", [1], "branded", {}, 0],
      ["w1", "", "", [], 5, {}, 0],
      ["w1", "", "", [], "", { deep: { deeper: 1 } }, 0],
      ["w1", "", "", [], "", {}, "caught"],
      ["w1", "", "", [], "", {}, 0, "", "5"],
      ["w1", "", "", [], "", {}, 0, "", 5, ""],
    ],
  },
  {
    name: "writeCode",
    valid: ["c1", 2, "  trimmed ", { value: "12345678", repeated: "12345678" }],
    invalid: [
      ["c1", 3, "", { value: "12345678", repeated: "12345678" }],
      ["c1", 2, 1, { value: "12345678", repeated: "12345678" }],
      ["c1", 2, "", { value: "12345678", repeated: "different" }],
      ["c1", 2, "", { value: "1", repeated: "1" }],
    ],
  },
  {
    name: "everyKind",
    valid: everyKind,
    invalid: [
      but(everyKind, flatField, "true"),
      but(everyKind, flatField + 1, 0),
      but(everyKind, flatField + 3, "two"),
      but(everyKind, flatField + 4, "Medium"),
      but(everyKind, flatField + 5, []),
      but(everyKind, flatField + 6, ["left"]),
      but(everyKind, flatField + 7, [1, 2, "3"]),
      but(everyKind, flatField + 8, { a: "1" }),
      but(everyKind, flatField + 9, { other: true }),
      but(everyKind, flatField + 10, { a: "strict", b: 1 }),
      but(everyKind, flatField + 11, { more: 1 }),
      but(everyKind, flatField + 12, { a: "filled", b: "no number" }),
      but(everyKind, flatField + 13, true),
      but(everyKind, flatField + 14, { kind: "hexagon" }),
      but(everyKind, flatField + 15, { a: "both" }),
      but(everyKind, flatField + 16, { text: "t", replies: [{ text: 1, replies: [] }] }),
      but(everyKind, flatField + 18, [{ kind: "circle", radius: 0 }]),
      but(everyKind, flatField + 19, 0),
      but(everyKind, flatField + 19, 1.5),
    ],
  },
  { name: "default", valid: ["k4"], invalid: [[0]] },
  { name: "new-class", valid: ["k1", "text"], invalid: [["k1", 1]] },
  { name: "new class", valid: ["k2"], invalid: [["k2", 1]] },
  { name: "newClass", valid: ["k3"], invalid: [["k3", "more"]] },
  { name: "it's `${a}` */", valid: ["e1", "class"], invalid: [["e1"], ["e1", "class", 1]] },
  {
    name: "await",
    valid: ["k9", "tx", 1, true, "p9"],
    invalid: [
      ["k9", "tx", "1", true],
      ["k9", "tx", 1, 1],
    ],
  },
  { name: "hasOwnProperty", valid: ["u1"], invalid: [[]] },
  { name: "delete", valid: ["k1"], invalid: [["k1", "k2"]] },
  { name: "переименовать", valid: ["z1", "имя"], invalid: [["z1", null]] },
  { name: "toString", valid: ["p1"], invalid: [[[]]] },
  { name: "constructor", valid: ["x1"], invalid: [[true]] },
];
