import { isPending, type Awaitable } from "../awaitable.js";

/** Lets one task at a time into each room, in the order of their coming. Where the room is free a task runs at once. */
export class RoomLock {
  readonly #tails = new Map<string, Promise<void>>();

  run<Value>(roomId: string, task: () => Awaitable<Value>): Promise<Value> {
    const tail = this.#tails.get(roomId);
    if (tail !== undefined) return this.#hold(roomId, tail.then(task));
    try {
      const result = task();
      return isPending(result) ? this.#hold(roomId, Promise.resolve(result)) : Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #hold<Value>(roomId: string, result: Promise<Value>): Promise<Value> {
    const release = () => {
      if (this.#tails.get(roomId) === tail) this.#tails.delete(roomId);
    };
    const tail: Promise<void> = result.then(release, release);
    this.#tails.set(roomId, tail);
    return result;
  }
}
