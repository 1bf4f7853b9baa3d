/** The part of a process that the commands may touch. */
export interface CliProcess {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  /** Of kalphite-gen. */
  readonly version: string;
  /** Calls back when the user wants it to end (Ctrl+C); gives what takes that back. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Asks on the terminal and gives the line that is typed; undefined where there is no terminal to ask on. */
  readonly ask?: (question: string) => Promise<string> | undefined;
}

export interface CliStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export type Colour = "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

const codes: { readonly [Name in Colour]: readonly [on: number, off: number] } = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Colours a text, or leaves it as it is where there is to be no colour. */
export type Paint = (colour: Colour, text: string) => string;

export function createPaint(isColoured: boolean): Paint {
  if (!isColoured) return (_, text) => text;
  return (colour, text) => `\u001b[${codes[colour][0]}m${text}\u001b[${codes[colour][1]}m`;
}

/** Colour goes to terminals only, unless FORCE_COLOR (any value but 0 and false) or NO_COLOR (any value) says otherwise. */
export function isColoured(stream: CliStream, env: CliProcess["env"]): boolean {
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return !env["NO_COLOR"] && env["TERM"] !== "dumb" && stream.isTTY === true;
}
