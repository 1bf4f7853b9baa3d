/** Makes of one shape of an operation's arguments the next one. */
export type ArgumentUpgrade = (args: readonly unknown[]) => readonly unknown[];

/** What a server needs to serve clients of former contracts (P35). `kalphite-gen` writes it into `server.gen.ts`. */
export interface ContractEvolution {
  /** Former names of operations, each with the present one. */
  readonly formerNames?: { readonly [name: string]: string };
  /** What leads from each shape of an operation's arguments to the next, oldest first. */
  readonly upgrades?: { readonly [operation: string]: readonly ArgumentUpgrade[] };
  /** Former contracts by fingerprint: those whose clients are met otherwise than the present one's. */
  readonly former?: { readonly [fingerprint: string]: FormerContract };
}

export interface FormerContract {
  /** Its clients are answered 409 `contract_unsupported`: they keep their queue and tell the application. */
  readonly refused?: true;
  /** Its operations that cannot be taken, not even upgraded. */
  readonly operations?: readonly string[];
  /** How many upgrades its arguments had behind them, where there are more now. */
  readonly upgrades?: { readonly [operation: string]: number };
}
