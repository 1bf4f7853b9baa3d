import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { createProject, median, root } from "./project.js";
import { schemaOfSize } from "./schema-of-size.js";

const entities = 50;
const warmEdits = 10;
const edits = 40;

/**
 * What a watching process does for one changed entity, in this process: from the moment in which the changed schema has
 * been bundled (by esbuild) and run (which is zod building its objects) to the last file written.
 * @param {number} nodeMs what `node -e 0` takes
 */
export async function watchOneEntity(nodeMs) {
  const { applyPlan, planProject, createPlanSession } = await loadSession();
  const text = schemaOfSize(entities, 5);
  const { folder, remove } = createProject(text);
  try {
    const project = {
      name: "bench",
      root: folder,
      schema: join(folder, "schema.ts"),
      out: join(folder, "generated"),
      handlers: join(folder, "handlers"),
    };
    const session = createPlanSession();
    const generate = async () => {
      let ranAt = 0;
      const onPhase = (phase) => {
        if (phase === "introspect") ranAt = performance.now();
      };
      const plan = await planProject(project, { session, onPhase });
      applyPlan(plan);
      const ownMs = performance.now() - ranAt;
      return { ownMs, updated: plan.changes.filter(({ action }) => action === "update").length };
    };
    await generate();
    const times = [];
    for (let edit = 0; edit < edits; edit++) {
      writeFileSync(project.schema, withChangedEntity(text, (edit * 7) % entities, edit));
      const { ownMs, updated } = await generate();
      if (updated === 0) throw new Error("The edit changed nothing.");
      times.push(ownMs);
    }
    const early = median(times.slice(0, warmEdits));
    const late = median(times.slice(warmEdits));
    console.log(
      `watch: one changed entity of ${entities}: ${early.toFixed(1)} ms of own work in the first ${warmEdits} edits, ` +
        `${late.toFixed(1)} ms later (5), ${(late / nodeMs).toFixed(2)} of node -e 0`,
    );
  } finally {
    remove();
  }
}

/** Each edit changes one field of one entity, and takes the last one back. */
function withChangedEntity(text, entity, edit) {
  const start = text.indexOf(`thing${entity}: entity(`);
  return text.slice(0, start) + text.slice(start).replace("max(200)", `max(${201 + edit})`);
}

async function loadSession() {
  const folder = join(root, "node_modules/.cache/kalphite-bench");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `watch-session-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "watch-session.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}
