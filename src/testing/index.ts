export { STORE_CASES, type StoreCase } from "./store-suite.js";
export { auditContract, auditSimulation } from "./simulation/audit-contract.js";
export { soloClient, SYNC_CLIENTS, tabbedClient } from "./simulation/client-device.js";
export { FAULT_KINDS, type FaultKind } from "./simulation/fault-kinds.js";
export type { History } from "./simulation/history.js";
export type { Participant, ParticipantKind } from "./simulation/participant.js";
export { runHistory, type HistoryResult } from "./simulation/run-history.js";
export {
  simulate,
  SimulationFailure,
  type SimulationReport,
  type SimulationRun,
} from "./simulation/simulate.js";
export type {
  Chooser,
  FinishedHistory,
  FinishedOperation,
  FinishedRoom,
  SimulationOptions,
} from "./simulation/simulation-options.js";
