/** The exports of bundles that ran and were not asked for yet, by the bundle's hash. */
type HandedOver = Map<string, readonly Exports[]>;
type Exports = { readonly [name: string]: unknown };

const place = Symbol.for("kalphite-gen:exports");
const handedOver: HandedOver = ((globalThis as { [place]?: HandedOver })[place] ??= new Map());

/** What esbuild ends a module with. */
const exportList = /\nexport \{\n((?: {2}[\w$]+(?: as [\w$]+)?,?\n)+)\};\n$/;

/**
 * The code of a module, changed so that it hands its exports over instead of keeping them. Node keeps every module for as
 * long as the process lives, with all that it exports: while a schema is watched, each of its states. A module that
 * exports in another way stays as it is.
 *
 * @param hash tells the module from others
 */
export function handingOver(code: string, hash: string): string {
  const list = exportList.exec(code);
  if (!list || /^export (?!\{\n)/m.test(code)) return code;
  const properties = list[1]!
    .trim()
    .split(/,?\n\s*/)
    .map((line) => {
      const [local, name = local] = line.split(" as ");
      return `  ${name}: ${local},\n`;
    });
  const map = `globalThis[Symbol.for("kalphite-gen:exports")]`;
  const handed = `{\n${properties.join("")}}`;
  return `${code.slice(0, list.index)}\n${map}.set("${hash}", [...(${map}.get("${hash}") ?? []), ${handed}]);\n`;
}

/** Runs a module, and gives what it hands over or else exports. */
export async function takeExports(hash: string, run: () => Promise<Exports>): Promise<Exports> {
  const exported = await run();
  const [first, ...others] = handedOver.get(hash) ?? [];
  if (others.length > 0) handedOver.set(hash, others);
  else handedOver.delete(hash);
  return first ?? exported;
}
