/**
 * An application that does every operation of `schemaOfSize` once and reads every entity, whichever client it is given.
 * @param {number} entities how many entities; five operations each
 * @param {string} clientModule what to import `createClient` from
 * @returns {string} TypeScript
 */
export function appOfSize(entities, clientModule) {
  const lines = [
    `import { createClient } from ${JSON.stringify(clientModule)};`,
    "",
    'const client = createClient({ url: "/api" });',
    "const shown: (string | number | boolean | null | undefined)[] = [];",
  ];
  for (let index = 0; index < entities; index++) {
    const rename = index === entities - 1 ? "renameLast" : `renameThing${index}`;
    lines.push(
      `client.mutate.addThing${index}("id", "title", "owner");`,
      `client.mutate.${rename}("id", "other");`,
      `client.mutate.completeThing${index}("id");`,
      `client.mutate.tagThing${index}("id", "tag");`,
      `client.mutate.removeThing${index}("id");`,
      `for (const { id, data } of client.thing${index}.where({ status: "active" })) {`,
      "  shown.push(id, data.title, data.priority, data.address?.city, data.email, data.done, ...data.tags);",
      "}",
      `shown.push(client.thing${index}.get("id")?.data.ownerId);`,
    );
  }
  lines.push("export { shown };", "");
  return lines.join("\n");
}
