import type { UserConfig } from "./project.js";

/** Types the default export of `kalphite-gen.config.ts`; gives it back as it is. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
