import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageFolder } from "../../cli/run-cli.js";

/** A package of Kalphite's with a store and an engine, as an application had them before operations. */
const kalphite = `export interface EntityCollection<T> {
  upsert(entity: T): T;
  delete(id: string): void;
  push(entity: T): number;
  get(id: string): T | undefined;
}
export type Store<E extends { type: string }> = { readonly [K in E["type"]]: EntityCollection<Extract<E, { type: K }>> };
export declare function createStore<E extends { type: string }>(): Store<E>;
export interface SyncChange {
  type: "upsert" | "delete";
  entityType: string;
  entityId: string;
  entity?: unknown;
  timestamp?: number;
  userId?: string;
  operationId?: string;
}
export declare class NetworkSyncEngine {
  sendChange(change: SyncChange): Promise<void>;
}
`;

export const entities = `import { z } from "zod";

const Todo = z.object({
  id: z.string(),
  type: z.literal("todo"),
  data: z.object({
    title: z.string(),
    done: z.boolean().default(false),
    note: z.string().optional(),
  }),
  updatedAt: z.number(),
});
const Project = z.object({
  id: z.string(),
  type: z.literal("project"),
  data: z.object({ name: z.string() }),
  updatedAt: z.number(),
});

export const EntitySchema = z.discriminatedUnion("type", [Todo, Project]);
export type Entity = z.input<typeof EntitySchema>;
`;

export const store = `import { createStore, NetworkSyncEngine } from "kalphite";
import type { Entity } from "./entities.js";

export const store = createStore<Entity>();
export const engine = new NetworkSyncEngine();
`;

/** A folder of its own with the given files; what it imports is found. The caller removes it. */
export function legacyProject(files: { readonly [path: string]: string }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kalphite-import-")));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("package.json", JSON.stringify({ name: "app", type: "module" }));
  write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        lib: ["es2023", "dom"],
        types: [],
        strict: true,
        noUnusedLocals: true,
        jsx: "preserve",
        skipLibCheck: true,
        noEmit: true,
      },
      include: ["src"],
    }),
  );
  write(
    "node_modules/kalphite/package.json",
    JSON.stringify({
      name: "kalphite",
      version: "1.0.0",
      type: "module",
      exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    }),
  );
  write("node_modules/kalphite/index.d.ts", kalphite);
  write(
    "node_modules/nanoid/package.json",
    JSON.stringify({ name: "nanoid", version: "1.0.0", type: "module", types: "index.d.ts" }),
  );
  write("node_modules/nanoid/index.d.ts", "export declare function nanoid(size?: number): string;\n");
  symlinkSync(packageFolder, join(folder, "node_modules", "kalphite-gen"), "junction");
  symlinkSync(join(packageFolder, "node_modules", "zod"), join(folder, "node_modules", "zod"), "junction");
  for (const [path, text] of Object.entries({ "src/entities.ts": entities, "src/store.ts": store, ...files }))
    write(path, text);
  return folder;
}
