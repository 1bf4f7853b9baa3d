/** Of one document: how the items of its lists were printed the last time, by layout and text. */
export class JsonMemory {
  #layout = "";
  #last: ReadonlyMap<string, string> = new Map();

  /** What was printed in this layout. */
  recall(layout: string): ReadonlyMap<string, string> {
    return layout === this.#layout ? this.#last : new Map();
  }

  keep(layout: string, printed: ReadonlyMap<string, string>): void {
    this.#layout = layout;
    this.#last = printed;
  }
}
