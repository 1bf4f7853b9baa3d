/** How much may come at once, and how much per second after that. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Full buckets are as good as none; they are cleared out when this many are held. */
const MAX_BUCKETS = 10_000;

/**
 * A token bucket for each key. Whoever has anything left may go into debt, so that a batch larger than what is left
 * is let through once and paid for afterwards.
 */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes `cost`, or says in how many milliseconds to come back. `now` in milliseconds. */
  take(key: string, cost: number, now: number): number | undefined {
    const bucket = this.#fill(key, now);
    if (bucket.tokens <= 0) return Math.ceil(((1 - bucket.tokens) / this.#rate.perSecond) * 1_000);
    bucket.tokens -= cost;
    return undefined;
  }

  #fill(key: string, now: number): Bucket {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      if (this.#buckets.size >= MAX_BUCKETS) this.#clear(now);
      bucket = { tokens: this.#rate.burst, filledAt: now };
      this.#buckets.set(key, bucket);
    }
    bucket.tokens = this.#level(bucket, now);
    bucket.filledAt = now;
    return bucket;
  }

  #level({ tokens, filledAt }: Bucket, now: number): number {
    const gained = (Math.max(0, now - filledAt) / 1_000) * this.#rate.perSecond;
    return Math.min(this.#rate.burst, tokens + gained);
  }

  #clear(now: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (this.#level(bucket, now) >= this.#rate.burst) this.#buckets.delete(key);
    }
  }
}
