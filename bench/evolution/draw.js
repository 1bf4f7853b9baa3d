/** `npm run bench:evolution`: runs the comparison, prints it, and draws docs/evolution.svg. */
import { writeFileSync } from "node:fs";
import { drawChart } from "./chart.js";
import { figures, run } from "./index.js";

const chart = new URL("../../docs/evolution.svg", import.meta.url);
writeFileSync(chart, drawChart(await run(), figures));
console.log("drawn in docs/evolution.svg");
