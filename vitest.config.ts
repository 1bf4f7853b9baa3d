import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(`./src/${path}/index.ts`, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^kalphite-gen\/(schema|validation|protocol|client|server|react|testing)$/,
        replacement: source("$1"),
      },
      { find: /^kalphite-gen$/, replacement: source("generator") },
    ],
  },
  test: {
    include: [
      "test/**/*.test.ts",
      "src/**/*.test.ts",
      "templates/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
    ],
    testTimeout: 30_000,
    pool: "forks",
  },
});
