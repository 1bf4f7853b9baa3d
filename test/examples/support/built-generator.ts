type Generator = typeof import("../../../src/generator/index.js");

/** The generator as users have it: from dist, where the authoring functions are a file of the package. */
export const { generate, loadContract, plan, GeneratorError } = (await import(
  /* @vite-ignore */ new URL("../../../dist/generator.js", import.meta.url).href
)) as Generator;
