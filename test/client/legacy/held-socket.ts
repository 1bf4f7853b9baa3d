import type { EngineSocket, SyncChange } from "../../../src/client/index.js";

/** A socket whose other end is the test. */
export class HeldSocket implements EngineSocket {
  static readonly made: HeldSocket[] = [];
  onopen: EngineSocket["onopen"] = null;
  onmessage: EngineSocket["onmessage"] = null;
  onclose: EngineSocket["onclose"] = null;
  onerror: EngineSocket["onerror"] = null;
  readonly sent: { readonly data: SyncChange }[] = [];

  constructor() {
    HeldSocket.made.push(this);
  }

  static get last(): HeldSocket {
    return HeldSocket.made.at(-1)!;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { readonly data: SyncChange });
  }

  /** A closing handshake takes as long as the network likes. */
  close(): void {}

  say(type: string, data: object): void {
    this.onmessage?.({ data: JSON.stringify({ type, data }) });
  }
}
