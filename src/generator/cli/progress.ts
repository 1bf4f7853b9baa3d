import type { CliStream } from "./terminal.js";

/** One line that says what is being done, on terminals only, and only where the work takes longer than people wait. */
export interface Progress {
  /** Says what comes next. */
  step(text: string): void;
  /** Takes the line away. */
  end(): void;
}

const patienceMs = 300;

export function createProgress(stream: CliStream, isWanted: boolean, now: () => number = Date.now): Progress {
  if (!isWanted || stream.isTTY !== true) return { step: () => {}, end: () => {} };
  const startedAt = now();
  let current = "";
  let isShown = false;
  const show = () => {
    stream.write(`\r\u001b[2K${current.slice(0, (stream.columns ?? 80) - 1)}`);
    isShown = true;
  };
  // The timer speaks when nothing else does; work that keeps the thread busy is told by the next step.
  const timer = setTimeout(show, patienceMs);
  timer.unref();
  return {
    step(text) {
      current = `${text} …`;
      if (now() - startedAt >= patienceMs) show();
    },
    end() {
      clearTimeout(timer);
      if (isShown) stream.write("\r\u001b[2K");
      isShown = false;
    },
  };
}
