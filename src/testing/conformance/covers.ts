/** Whether what came back holds all that was sent: a server may fill in defaults, and changes nothing else. */
export function covers(got: unknown, sent: unknown): boolean {
  if (typeof sent !== "object" || sent === null || typeof got !== "object" || got === null) {
    return Object.is(got, sent) || got === sent;
  }
  if (Array.isArray(sent) !== Array.isArray(got)) return false;
  if (Array.isArray(sent)) {
    const items = got as readonly unknown[];
    return items.length === sent.length && sent.every((item, index) => covers(items[index], item));
  }
  return Object.entries(sent).every(
    ([key, value]) => Object.hasOwn(got, key) && covers(Reflect.get(got, key), value),
  );
}
