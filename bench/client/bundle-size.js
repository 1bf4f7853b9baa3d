import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { report } from "./measure.js";

/** The gzipped bytes of a browser's bundle of these names of `kalphite-gen/client`, without what is loaded on demand. */
async function bundledBytes(names) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { ${names} } from "../../src/client/index.ts"; console.log(${names})`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    splitting: true,
    outdir: "out",
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  const wanted = new Set(
    outputs.filter(([, { entryPoint }]) => entryPoint === "<stdin>").map(([path]) => path),
  );
  for (const path of wanted) {
    for (const { path: imported, kind } of metafile.outputs[path].imports) {
      if (kind === "import-statement") wanted.add(imported);
    }
  }
  const files = outputFiles.filter(({ path }) => [...wanted].some((name) => path.endsWith(name)));
  return gzipSync(Buffer.concat(files.map(({ contents }) => contents)), { level: 9 }).length;
}

export async function measureBundles() {
  const core = await bundledBytes("createSyncClient");
  const full = await bundledBytes("createSyncClient, IndexedDbStorage, createTabChannel");
  report("bundle: engine, HTTP, WebSocket, memory", `${core} B`, "bar 9,000");
  report("bundle: with IndexedDB and tabs", `${full} B`, "bar 12,000");
}
