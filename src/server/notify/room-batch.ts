/**
 * Collects rooms while the send before is under way, so that however often a room changes it waits once. A send that fails is
 * forgotten: these are hints.
 */
export class RoomBatch {
  readonly #send: (roomIds: readonly string[]) => Promise<unknown>;
  readonly #waiting = new Set<string>();
  #sending: Promise<void> | undefined;

  constructor(send: (roomIds: readonly string[]) => Promise<unknown>) {
    this.#send = send;
  }

  add(roomId: string): void {
    this.#waiting.add(roomId);
    this.#sending ??= this.#run();
  }

  /** Resolves once nothing waits. */
  async settle(): Promise<void> {
    await this.#sending;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const roomIds = [...this.#waiting];
      this.#waiting.clear();
      await this.#send(roomIds).catch(() => {});
    }
    this.#sending = undefined;
  }
}
