export { CheckSkipped, ClauseBroken, VerificationError } from "./conformance/clause-broken.js";
export { CONFORMANCE_CHECKS, UNSEEN_CLAUSES } from "./conformance/conformance-checks.js";
export type { ConformanceLimits } from "./conformance/check-session.js";
export type {
  CheckFailure,
  CheckResult,
  Clause,
  ConformanceReport,
  Exchange,
} from "./conformance/conformance-report.js";
export { renderCheck, renderConformanceJunit, renderVerdict } from "./conformance/render-report.js";
export { verifyServer, type GivenSamples, type VerifyOptions } from "./conformance/verify-server.js";
export { createSamples, NoSampleError, type Samples, type SamplesOptions } from "./samples/create-samples.js";
export { startTestServer, type TestServer, type TestServerOptions } from "./start-test-server.js";
export { STORE_CASES, type StoreCase } from "./store-suite.js";
export { auditContract, auditSimulation } from "./simulation/audit-contract.js";
export { soloClient, SYNC_CLIENTS, tabbedClient } from "./simulation/client-device.js";
export { FAULT_KINDS, type FaultKind } from "./simulation/fault-kinds.js";
export type { History } from "./simulation/history.js";
export { legacyClient } from "./simulation/legacy-device.js";
export { mixedSimulation } from "./simulation/mixed-simulation.js";
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
  LegacyEdit,
  Shown,
  SimulatedLegacyModes,
  SimulationOptions,
} from "./simulation/simulation-options.js";
