const HEAD = ["work", "what", "sync-change", "operations", "of it"];

/** Rows of both paths' figures as a Markdown table. */
export function drawTable(rows, figures) {
  const lines = rows.flatMap(({ name, legacy, operations }) =>
    figures.map(({ key, label, write }, index) => [
      index === 0 ? name : "",
      label,
      write(legacy[key]),
      write(operations[key]),
      (operations[key] / legacy[key]).toFixed(2),
    ]),
  );
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...lines.map((line) => line[column].length)),
  );
  const draw = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [draw(HEAD), rule, ...lines.map(draw)].join("\n");
}

/** The page with this table in place of the one of the same columns. @throws where it has none */
export function replaceTable(page, table) {
  const known = /^\| work +\| what .*\n(?:\|.*\n)+/m;
  if (!known.test(page)) throw new Error("The page has no table of these figures");
  return page.replace(known, () => `${table}\n`);
}
