/**
 * An application of `schemaOfSize` in three files: a client that does every operation once and reads every entity, forms
 * that check what a person typed and submit it, and a server that decides over the first operation of each entity.
 * @param {number} entities how many entities; five operations each
 * @param {object} contract what differs between the contracts
 * @param {Record<"client" | "validators" | "server", string>} contract.imports the lines that import each
 * @param {"positional" | "named"} contract.handlerArguments how the server's handlers take them
 * @returns {Record<string, string>} TypeScript by path
 */
export function appOfSize(entities, { imports, handlerArguments }) {
  const indexes = Array.from({ length: entities }, (_, index) => index);
  return {
    "app.ts": `${imports.client}

const client = createClient({ url: "/api" });
const shown: (string | number | boolean | null | undefined)[] = [];
${indexes.map((index) => used(index, operationNames(index, entities))).join("\n")}
export { shown };
`,
    "forms.ts": `${imports.client}
${imports.validators}

const client = createClient({ url: "/api" });
${indexes.map((index) => forms(index, operationNames(index, entities))).join("\n")}
`,
    "server.ts": `${imports.server}

export const handlers: ServerHandlers = {
${indexes.map((index) => handler(index, handlerArguments)).join("\n")}
};
export { createServer };
`,
  };
}

/** The names of an entity's operations: create, rename, complete, tag, remove. */
export function operationNames(index, entities) {
  const rename = index === entities - 1 ? "renameLast" : `renameThing${index}`;
  return [`addThing${index}`, rename, `completeThing${index}`, `tagThing${index}`, `removeThing${index}`];
}

function used(index, [add, rename, complete, tag, remove]) {
  return `client.mutate.${add}("id", "title", "owner");
client.mutate.${rename}("id", "other");
client.mutate.${complete}("id");
client.mutate.${tag}("id", "tag");
client.mutate.${remove}("id");
for (const { id, data } of client.thing${index}.where({ status: "active" })) {
  shown.push(id, data.title, data.priority, data.address?.city, data.email, data.done, ...data.tags);
}
shown.push(client.thing${index}.get("id")?.data.ownerId);`;
}

function forms(index, names) {
  const submits = names.map(
    (name) => `export function ${name}(form: unknown) {
  const parsed = validators.${name}Args.parse(form);
  return parsed.ok ? client.mutate.${name}(...parsed.value) : parsed.issues;
}`,
  );
  return `${submits.join("\n")}
export function titleOfThing${index}(json: unknown) {
  const parsed = validators.thing${index}Validator.parse(json);
  return parsed.ok ? parsed.value.data.title : parsed.issues;
}`;
}

function handler(index, handlerArguments) {
  const input = handlerArguments === "named" ? "{ id, title, ownerId }" : "[id, title, ownerId]";
  return `  addThing${index}: async (tx, ${input}, context) => {
    if (await tx.thing${index}.has(id)) context.reject("taken", title);
    const defaults = { status: "pending", priority: 0, tags: [], email: null, done: false } as const;
    await tx.thing${index}.insert(id, { ...defaults, tags: [], title, ownerId });
  },`;
}
