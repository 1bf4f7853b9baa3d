import { callListeners } from "../engine/listeners.js";

type Handler = (...values: any[]) => void;

/** Handlers by event name. What one throws reaches the platform's error reporting, and no other handler and no caller. */
export class EventEmitter {
  readonly #handlers = new Map<string, Handler[]>();

  on(event: string, handler: Handler): void {
    const handlers = this.#handlers.get(event);
    if (handlers === undefined) this.#handlers.set(event, [handler]);
    else handlers.push(handler);
  }

  off(event: string, handler: Handler): void {
    const handlers = this.#handlers.get(event) ?? [];
    const index = handlers.indexOf(handler);
    if (index !== -1) handlers.splice(index, 1);
  }

  /** Nobody need listen, not even to `error`. */
  emit(event: string, ...values: readonly unknown[]): void {
    const handlers = this.#handlers.get(event) ?? [];
    callListeners(
      handlers.map((handler) => () => handler(...values)),
      undefined,
    );
  }
}
