import { code, join, literalKey, type Code, type Identifier } from "../code/index.js";

export interface Binding {
  readonly name: string;
  readonly local: Identifier;
}

/** `const { title, "first-name": firstName } = value;` */
export function bindingLines(bindings: readonly Binding[], value: Code, from: Code): readonly Code[] {
  // TypeScript gives names that every object has the type that they have there.
  const own = bindings.filter(({ name }) => !(name in Object.prototype));
  const inherited = bindings.filter(({ name }) => name in Object.prototype);
  const list = (some: readonly Binding[]) =>
    join(
      some.map(({ name, local }) => (name === local ? code`${local}` : code`${literalKey(name)}: ${local}`)),
      ", ",
    );
  const types = join(
    inherited.map(({ name }) => code`${literalKey(name)}: unknown`),
    ", ",
  );
  return [
    ...(own.length > 0 ? [code`const { ${list(own)} } = ${from};`] : []),
    ...(inherited.length > 0 ? [code`const { ${list(inherited)} } = ${value} as { ${types} };`] : []),
  ];
}
