/** Something that the user can put right: told without a stack, and nothing was done. */
export class CommandError extends Error {
  /** 1 where it could not be done, 2 where it was not asked for rightly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}
