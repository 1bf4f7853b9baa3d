import type { Formatter } from "../format/formatter.js";
import type { PlannedFile, PlannedJson } from "../plan/planned-file.js";

/** Formats files in batches, each as soon as it is full, while the caller makes the next. */
export interface FormattingQueue {
  readonly add: (file: PlannedFile | PlannedJson) => Promise<void>;
  /** All formatted files, in the order in which they were added. @throws what the formatter throws */
  readonly end: () => Promise<readonly PlannedFile[]>;
}

/** UTF-16 units; enough to keep the formatter's threads busy while more is rendered. */
const batchSize = 40_000;

export function createFormattingQueue(formatter: Formatter): FormattingQueue {
  const batches: Promise<readonly PlannedFile[]>[] = [];
  let waiting: (PlannedFile | PlannedJson)[] = [];
  let size = 0;
  let running = 0;
  const start = () => {
    if (waiting.length === 0) return;
    running += 1;
    const batch = formatter.format(waiting).finally(() => (running -= 1));
    // A failure is told by `end`; until then nobody listens.
    batch.catch(() => undefined);
    batches.push(batch);
    waiting = [];
    size = 0;
  };
  return {
    async add(file) {
      // JSON is formatted in this thread: what the formatter's threads can do beside that goes first.
      if (file.path.endsWith(".json") && waiting.length > 0) {
        start();
        await nextTurn();
      }
      waiting.push(file);
      if ("text" in file) size += file.text.length;
      // Threads with nothing to do need not wait for a full batch: one changed file is formatted while others are looked at.
      if (size < batchSize && running > 0) return;
      start();
      await nextTurn();
    },
    async end() {
      start();
      return (await Promise.all(batches)).flat();
    },
  };
}

/** Lets the batch that was just started reach the formatter's threads. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
