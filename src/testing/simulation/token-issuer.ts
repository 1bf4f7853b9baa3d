import type { User } from "../../server/index.js";

/** Gives users their tokens and takes them away: one that has expired is nobody's. */
export class TokenIssuer {
  readonly #serials = new Map<string, number>();

  issue(userId: string): string {
    return `${userId}:${this.#serials.get(userId) ?? 0}`;
  }

  expire(userId: string): void {
    this.#serials.set(userId, (this.#serials.get(userId) ?? 0) + 1);
  }

  userOf(token: string | undefined): User | undefined {
    const [id = "", serial] = token?.split(":") ?? [];
    return id !== "" && Number(serial) === (this.#serials.get(id) ?? 0) ? { id } : undefined;
  }
}
