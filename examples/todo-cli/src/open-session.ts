import { openLegacySession } from "./legacy-session.js";
import { openModernSession, type SessionOptions } from "./modern-session.js";
import type { TodoSession } from "./todo-session.js";

/** A session of the generation that the options name. */
export function openSession(options: SessionOptions): Promise<TodoSession> {
  return options.legacy ? openLegacySession(options) : openModernSession(options);
}
