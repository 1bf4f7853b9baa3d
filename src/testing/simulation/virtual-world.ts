interface ScheduledEvent {
  readonly at: number;
  readonly serial: number;
  run: (() => void) | undefined;
}

/** When simulated time begins, in milliseconds since the epoch. */
const BEGINNING = Date.UTC(2030, 0, 1);

/**
 * Time that passes only from one event to the next. Between two events everything that was going to happen without
 * time passing has happened: promises are settled, and whoever is interested is told.
 */
export class VirtualWorld {
  #now = BEGINNING;
  #serial = 0;
  readonly #heap: ScheduledEvent[] = [];
  readonly #onSettled: () => void;

  constructor(onSettled: () => void) {
    this.#onSettled = onSettled;
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    return this.#now;
  }

  /** Milliseconds since the beginning of the history. */
  get elapsedMs(): number {
    return this.#now - BEGINNING;
  }

  /** Runs once after so many milliseconds; events of one moment in the order of their scheduling. Returns what cancels it. */
  schedule(delayMs: number, run: () => void): () => void {
    const event: ScheduledEvent = { at: this.#now + Math.max(0, delayMs), serial: this.#serial++, run };
    this.#push(event);
    return () => void (event.run = undefined);
  }

  /** Resolves after so many milliseconds. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.schedule(delayMs, resolve));
  }

  /** Lets time pass. @throws what an event throws */
  async advance(byMs: number): Promise<void> {
    const end = this.#now + byMs;
    await this.#settle();
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (next.run === undefined) continue;
      this.#now = next.at;
      next.run();
      await this.#settle();
    }
    this.#now = end;
  }

  /** Node runs everything that promises have waiting before it comes to this. */
  async #settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#onSettled();
  }

  #push(event: ScheduledEvent): void {
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(event, heap[parent] as ScheduledEvent)) break;
      heap[place] = heap[parent] as ScheduledEvent;
      place = parent;
    }
    heap[place] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as ScheduledEvent;
    if (heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as ScheduledEvent)) child++;
      if (!isBefore(heap[child] as ScheduledEvent, last)) break;
      heap[place] = heap[child] as ScheduledEvent;
      place = child;
    }
    heap[place] = last;
  }
}

function isBefore(left: ScheduledEvent, right: ScheduledEvent): boolean {
  return left.at < right.at || (left.at === right.at && left.serial < right.serial);
}
