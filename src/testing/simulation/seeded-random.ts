/** Random numbers that a seed decides (sfc32): the same seed gives the same numbers on every machine. */
export class SeededRandom {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c = 0xb7e15162;
  #counter: number;

  /** @param seed any integer */
  constructor(seed: number) {
    this.#counter = seed | 0;
    this.#a ^= Math.floor(seed / 2 ** 32);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** From `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** @throws RangeError where there is nothing to pick from */
  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) throw new RangeError("There is nothing to pick from");
    return values[Math.floor(this.next() * values.length)] as Value;
  }
}
