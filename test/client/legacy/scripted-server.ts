import type { PendingOperation } from "../../../src/client/index.js";

/** A server as `httpClient.post` reaches it, whose answers a test decides. */
export class ScriptedServer {
  readonly pushes: PendingOperation[][] = [];
  readonly pulls: { stateVersion?: string; entityTypes?: string[] }[] = [];
  /** Thrown by the next pushes, one each. */
  failures: unknown[] = [];
  refuse: (operation: PendingOperation) => object | undefined = () => undefined;
  #lastId = 0;
  pull: (request: any) => any = () => ({ stateVersion: "v", entities: [], lastOperationId: this.#lastId });

  post = async (endpoint: string, data: any): Promise<any> => {
    if (endpoint === "/sync/state") {
      this.pulls.push(data);
      return this.pull(data);
    }
    this.pushes.push(data.operations);
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    this.#lastId = data.operations.at(-1).id;
    return {
      confirmations: data.operations.map((operation: PendingOperation) => ({
        operationId: operation.id,
        clientId: operation.clientId,
        success: true,
        serverTimestamp: 1,
        ...this.refuse(operation),
      })),
    };
  };

  /** Every operation that was sent, by its first argument. */
  sent(): unknown[] {
    return this.pushes.flat().map(({ args }) => args[0]);
  }
}
