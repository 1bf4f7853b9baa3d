import type {
  ConfirmedOperation,
  LocalChange,
  OperationFailure,
  StatePatch,
  SyncEngineEvent,
  SyncEngineEvents,
} from "./engine-types.js";

/** What all engines do, whichever way they speak to a server. */
export interface SyncEngine {
  /** Sends a change of a whole entity, or queues it. */
  sendChange(change: LocalChange): Promise<void>;
  /** Sends a named operation, or queues it. Resolves once it has its verdict, or is safely queued. */
  executeOperation(name: string, args: any[]): Promise<void>;
  /** Sends what is queued. */
  flush(): Promise<void>;
  on<Event extends SyncEngineEvent>(event: Event, handler: (value: SyncEngineEvents[Event]) => void): void;
  on(event: string, handler: EventHandler): void;
  off<Event extends SyncEngineEvent>(event: Event, handler: (value: SyncEngineEvents[Event]) => void): void;
  off(event: string, handler: EventHandler): void;
  onStatePatch(handler: (patch: StatePatch) => void): void;
  onOperationConfirmed(handler: (operation: ConfirmedOperation) => void): void;
  onOperationFailed(handler: (failure: OperationFailure) => void): void;
}

/** `Function` too, as it used to be. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
export type EventHandler = ((...values: any[]) => void) | Function;
