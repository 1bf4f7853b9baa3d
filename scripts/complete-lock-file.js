/**
 * Writes into package-lock.json the platform packages (`@oxfmt/binding-darwin-arm64`) that its packages name as
 * optional and that npm left out, which it does where the registry at hand lacks them. `npm ci` refuses such a file,
 * and on those platforms a package would go without its binary. Run it after an `npm install` that dropped some.
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const cpus = new Set(["arm", "arm64", "ia32", "ppc64", "riscv64", "s390x", "x64", "loong64", "wasm32"]);

/** What the name says: `binding-<os>-<cpu>` and, on Linux, what C library it was linked with. */
function platformOf(name) {
  const [os, cpu, abi = ""] = name
    .slice(name.lastIndexOf("/") + 1)
    .replace(/^binding-/, "")
    .split("-");
  if (os === undefined || !cpus.has(cpu)) throw new Error(`Which platform is ${name} for?`);
  const libc = abi.startsWith("musl") ? "musl" : abi.startsWith("gnu") ? "glibc" : undefined;
  return { os: [os], cpu: [cpu], ...(libc && os === "linux" && cpu !== "arm" && { libc: [libc] }) };
}

let added = 0;
for (const [path, { optionalDependencies = {}, engines, license, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const nested = `${path}/node_modules/${name}`;
    const hoisted = `node_modules/${name}`;
    if (path === "" || lock.packages[nested] || lock.packages[hoisted]) continue;
    lock.packages[hoisted] = {
      version,
      ...(dev && { dev }),
      license,
      optional: true,
      engines,
      ...platformOf(name),
    };
    added += 1;
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform packages were missing.`);
