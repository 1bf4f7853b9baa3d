import type { Contract, OperationModel } from "../../src/contract/contract.js";
import type { HandlerRenderer } from "../../src/generator/handlers/handler-renderer.js";

type Declared = {
  readonly [operation: string]: string | { readonly entity: string; readonly kind: "update" };
};

/** A contract of operations: a custom one by the name of its entity, a declared one spelt out. */
export function contractOf(operations: Declared): Contract {
  return {
    version: 1,
    fingerprint: "0".repeat(64),
    entities: [],
    definitions: {},
    operations: Object.entries(operations).map(([name, given]): OperationModel => {
      const entity = typeof given === "string" ? given : given.entity;
      return {
        name,
        origin: "declared",
        entity,
        touches: [entity],
        args: [],
        effect: typeof given === "string" ? { kind: "custom" } : { kind: "update", set: [] },
      };
    }),
  };
}

const capitalized = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** Stubs as plain as can be, in a style that needs formatting. */
export const renderer: HandlerRenderer = {
  fileName: (entity) => entity.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  exportName: (operation) => (operation === "delete" ? "delete_" : operation),
  typeText: (operation, side) => `${capitalized(operation)}${side === "shared" ? "Mutator" : "Handler"}`,
  stub: ({ name, entity }) => ({
    text: `/** Does ${name}. */\nexport const ${renderer.exportName(name)}: ${capitalized(name)}Mutator = (_tx,_input,context) => { context.reject('unfinished', "${name}") }\n`,
    imports: [
      { name: `${capitalized(name)}Mutator`, from: `../generated/types/${renderer.fileName(entity)}.gen.js` },
    ],
  }),
};

/** What `renderer` comes to for one operation, formatted. */
export function stubText(name: string): string {
  return `/** Does ${name}. */\nexport const ${name}: ${capitalized(name)}Mutator = (_tx, _input, context) => {\n  context.reject("unfinished", "${name}");\n};\n`;
}
