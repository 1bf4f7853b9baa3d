import type { InitReport } from "../report.js";
import type { Colour, Paint } from "../terminal.js";

const colours: { readonly [action: string]: Colour } = {
  created: "green",
  changed: "yellow",
  kept: "dim",
  advised: "cyan",
};

/** What `init` did, or would do, and what comes next. */
export function renderInit(init: InitReport, paint: Paint): string {
  const steps = init.steps.map(
    ({ path, action, detail }) => `${paint(colours[action] ?? "dim", action.padEnd(8))} ${path}: ${detail}\n`,
  );
  const next = init.next.map((step, index) => `  ${index + 1}. ${step}\n`);
  return `${steps.join("")}\nNext:\n${next.join("")}`;
}
