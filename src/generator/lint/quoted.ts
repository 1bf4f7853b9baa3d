/** A name as messages show it: in quotes, cut, with nothing that could disturb a terminal. */
export function quoted(name: string): string {
  const text = JSON.stringify(name.length > 60 ? `${name.slice(0, 59)}…` : name);
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
