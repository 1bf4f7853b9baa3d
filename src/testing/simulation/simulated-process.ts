/**
 * Something that can die at any point: whatever a program does to the world goes through `reach`, and whatever the world
 * does to it through `enter`. What it goes on to compute after its death has no effect.
 */
export class SimulatedProcess {
  readonly name: string;
  #isAlive = true;
  #fuse: number | undefined;
  readonly #onDeath = new Set<() => void>();
  readonly #onEntered: () => void;

  constructor(name: string, onEntered: () => void = () => {}) {
    this.name = name;
    this.#onEntered = onEntered;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Whether what the program is about to do to the world happens. */
  reach(): boolean {
    if (this.#isAlive && this.#fuse !== undefined && --this.#fuse < 0) this.die();
    return this.#isAlive;
  }

  /** Lets the world do something to the program, if it lives. */
  enter(run: () => void): void {
    if (!this.#isAlive) return;
    run();
    this.#onEntered();
  }

  /** Makes it die right before it has reached out so many times more. */
  dieAfter(reaches: number): void {
    this.#fuse = reaches;
  }

  die(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const run of this.#onDeath) run();
    this.#onDeath.clear();
  }

  /** Returns what takes it back. */
  onDeath(run: () => void): () => void {
    if (this.#isAlive) this.#onDeath.add(run);
    else run();
    return () => void this.#onDeath.delete(run);
  }
}

/** What a call that the world swallowed gives: a promise that stays open. */
export function never<Value>(): Promise<Value> {
  return new Promise(() => {});
}
