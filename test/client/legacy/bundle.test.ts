import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const client = fileURLToPath(new URL("../../../src/client/index.ts", import.meta.url));

/** Bytes of each source in the bundle of an application that imports these names. */
async function bytesOf(names: string): Promise<[string, number][]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(client)};`, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output!.inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
}

it("the engine classes weigh nothing in the bundle of who does not import them", async () => {
  const isLegacy = ([path, bytes]: [string, number]) => path.includes("client/legacy/") && bytes > 0;
  expect((await bytesOf("createSyncClient, IndexedDbStorage")).filter(isLegacy)).toEqual([]);
  expect((await bytesOf("ModernSyncEngine")).filter(isLegacy).length).toBeGreaterThan(5);
});

it("NetworkSyncEngine alone brings neither HTTP nor the client engine", async () => {
  const paths = (await bytesOf("NetworkSyncEngine")).flatMap(([path, bytes]) => (bytes > 0 ? path : []));
  expect(paths.filter((path) => /client\/(state|storage|transport|tabs)\//.test(path))).toEqual([]);
});
