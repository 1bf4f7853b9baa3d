import type { EntityView } from "../../../templates/views.js";
import type { OutputState } from "../output/output-state.js";
import { sameData } from "./same-data.js";

/** What a repeated plan of one project can use again. A watching run keeps one for each project. */
export interface PlanSession {
  readonly rendering: RenderingMemory;
  /** What the last applied plan left behind; undefined before the first. */
  state: OutputState | undefined;
}

export function createPlanSession(): PlanSession {
  return { rendering: createRenderingMemory(), state: undefined };
}

/** The files of entities as they were last rendered. */
export interface RenderingMemory {
  /** Renders only where the entity, or what it `shared` with the others, differs from the last time. */
  readonly textOf: (path: string, entity: EntityView, shared: unknown, render: () => string) => string;
}

export function createRenderingMemory(): RenderingMemory {
  const files = new Map<string, { readonly entity: EntityView; readonly text: string }>();
  let lastShared: unknown;
  return {
    textOf(path, entity, shared, render) {
      if (!sameData(shared, lastShared)) files.clear();
      lastShared = shared;
      const last = files.get(path);
      if (last && sameData(last.entity, entity)) return last.text;
      const text = render();
      files.set(path, { entity, text });
      return text;
    },
  };
}
