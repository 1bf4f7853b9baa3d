/** Collects changes until nothing more comes for a moment: an editor's save is several events. */
export interface ChangeQueue {
  readonly add: (path: string) => void;
  /** The paths that changed since the last call, once it is quiet; none after `end`. */
  readonly next: () => Promise<ReadonlySet<string>>;
  readonly end: () => void;
}

export function createChangeQueue(quietMs: number): ChangeQueue {
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let waiting: ((paths: ReadonlySet<string>) => void) | undefined;
  let isQuiet = false;
  let hasEnded = false;
  const deliver = () => {
    if (!waiting || !(hasEnded || (isQuiet && changed.size > 0))) return;
    const resolve = waiting;
    waiting = undefined;
    resolve(hasEnded ? new Set() : changed);
    changed = new Set();
  };
  return {
    add(path) {
      changed.add(path);
      isQuiet = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isQuiet = true;
        deliver();
      }, quietMs);
    },
    next: () =>
      new Promise((resolve) => {
        waiting = resolve;
        deliver();
      }),
    end() {
      hasEnded = true;
      clearTimeout(timer);
      deliver();
    },
  };
}
