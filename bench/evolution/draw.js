/** `npm run bench:evolution`: runs the comparison, prints it, and puts it into docs/evolution.svg and docs/migration.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { drawChart } from "./chart.js";
import { figures, run } from "./index.js";
import { drawTable, replaceTable } from "./table.js";

const chart = new URL("../../docs/evolution.svg", import.meta.url);
const page = new URL("../../docs/migration.md", import.meta.url);
const rows = await run();
writeFileSync(chart, drawChart(rows, figures));
writeFileSync(page, replaceTable(readFileSync(page, "utf8"), drawTable(rows, figures)));
console.log("docs/evolution.svg and the table in docs/migration.md are new.");
