import type { Definitions } from "./optionality.js";
import type { TypeNode } from "./type-node.js";

export type EnumerableValue = string | number | boolean | null | undefined;

/**
 * zod's `values`: every value the node can have, where it can name them all; undefined where it cannot. In the list,
 * `undefined` stands for a key that may be left out. Like zod, it does not look through a lazy type.
 */
export function enumerableValues(node: TypeNode): readonly EnumerableValue[] | undefined {
  switch (node.kind) {
    case "null":
      return [null];
    case "literal":
    case "enum":
      return node.values;
    case "optional": {
      const values = enumerableValues(node.inner);
      return values && (node.exact ? values : unique([...values, undefined]));
    }
    case "nullable": {
      const values = enumerableValues(node.inner);
      return values && unique([...values, null]);
    }
    case "non_optional":
      return enumerableValues(node.inner)?.filter((value) => value !== undefined);
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
      return enumerableValues(node.inner);
    case "union": {
      const lists = node.options.map(enumerableValues);
      return lists.every((list) => list !== undefined) ? unique(lists.flat()) : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * zod's `propValues`: the values of `property` by which a discriminated union tells this option from the others;
 * undefined where the option names none.
 */
export function discriminatorValues(
  node: TypeNode,
  property: string,
  definitions: Definitions,
  isOptional: (node: TypeNode) => boolean,
): readonly EnumerableValue[] | undefined {
  const inner = (next: TypeNode) => discriminatorValues(next, property, definitions, isOptional);
  switch (node.kind) {
    case "object": {
      const found = node.properties.find(({ name }) => name === property);
      const values = found && enumerableValues(found.node);
      return values && unique(isOptional(found.node) ? [...values, undefined] : values);
    }
    case "readonly":
      return inner(node.inner);
    case "zod":
      return inner(node.input ?? node.base);
    case "ref": {
      const target = definitions[node.name];
      return target && inner(target);
    }
    case "discriminated_union": {
      const lists = node.options.map(inner);
      return lists.every((list) => list !== undefined) ? unique(lists.flat()) : undefined;
    }
    default:
      return undefined;
  }
}

function unique(values: readonly EnumerableValue[]): readonly EnumerableValue[] {
  return [...new Set(values)];
}
