interface Property {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: JsonObject | undefined;
}

interface JsonObject {
  readonly start: number;
  readonly end: number;
  readonly properties: readonly Property[];
}

/**
 * Adds scripts to the text of a package.json and changes nothing else in it: order, indentation, line ends and a
 * byte-order mark stay. `scripts` are taken as absent from it. @throws SyntaxError where the text is no JSON object
 */
export async function addScripts(
  text: string,
  scripts: { readonly [name: string]: string },
): Promise<string> {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(mark.length);
  JSON.parse(body);
  const root = await parseObject(body);
  const newLine = body.includes("\r\n") ? "\r\n" : "\n";
  const indent = /^([ \t]+)"/m.exec(body)?.[1] ?? "  ";
  const entries = Object.entries(scripts).map(
    ([name, line]) => `${JSON.stringify(name)}: ${JSON.stringify(line)}`,
  );
  const existing = root.properties.find(({ name }) => name === "scripts")?.value;
  if (existing) return mark + insert(body, existing, entries, { newLine, indent, depth: 2 });
  const lines = entries.map((entry) => `${indent}${indent}${entry}`).join(`,${newLine}`);
  const whole = `"scripts": {${newLine}${lines}${newLine}${indent}}`;
  return mark + insert(body, root, [whole], { newLine, indent, depth: 1 });
}

function insert(
  text: string,
  object: JsonObject,
  entries: readonly string[],
  style: { readonly newLine: string; readonly indent: string; readonly depth: number },
): string {
  const { newLine, indent, depth } = style;
  const lines = entries.map((entry) => newLine + indent.repeat(depth) + entry).join(",");
  const last = object.properties.at(-1);
  if (last) return `${text.slice(0, last.end)},${lines}${text.slice(last.end)}`;
  return `${text.slice(0, object.start + 1)}${lines}${newLine}${indent.repeat(depth - 1)}${text.slice(object.end - 1)}`;
}

/** JSON is an expression; the parenthesis makes it a statement and moves every offset by one. */
async function parseObject(text: string): Promise<JsonObject> {
  const { parseSync } = await import("oxc-parser");
  const [statement] = parseSync("package.ts", `(${text}\n)`).program.body;
  const expression = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
  const object = objectOf(
    expression?.type === "ParenthesizedExpression" ? expression.expression : expression,
  );
  if (!object) throw new SyntaxError("A package.json is an object.");
  return object;
}

function objectOf(node: unknown): JsonObject | undefined {
  if (!isNode(node) || node.type !== "ObjectExpression" || !Array.isArray(node["properties"]))
    return undefined;
  const properties = node["properties"].filter(isNode).flatMap((property): Property[] => {
    const key = property["key"];
    if (!isNode(key)) return [];
    const value = objectOf(property["value"]);
    return [{ name: String(key["value"]), start: property.start - 1, end: property.end - 1, value }];
  });
  return { start: node.start - 1, end: node.end - 1, properties };
}

type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
