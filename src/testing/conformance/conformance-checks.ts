import { foreignClients, limits, versions } from "./checks/access.js";
import { gaps, inOrder, repeated } from "./checks/exactly-once.js";
import { contractArguments, failures, legacyOperations } from "./checks/failures.js";
import { legacySockets } from "./checks/legacy.js";
import { eventStreamNotifications, webSocketNotifications } from "./checks/notifications.js";
import { bareOperations, errorShape, requestFields } from "./checks/request-forms.js";
import { rooms } from "./checks/rooms.js";
import { roomVersions, unknownVersions } from "./checks/room-versions.js";
import { paging, scope } from "./checks/scope-and-pages.js";
import { deltas, oneSnapshot } from "./checks/snapshots.js";
import { uniqueIds } from "./checks/unique-ids.js";
import type { ConformanceCheck } from "./conformance-check.js";
import type { ConformanceReport } from "./conformance-report.js";

/** Everything that is checked, in the order of the clauses. */
export const CONFORMANCE_CHECKS: readonly ConformanceCheck[] = [
  rooms,
  bareOperations,
  requestFields,
  inOrder,
  repeated,
  gaps,
  failures,
  contractArguments,
  foreignClients,
  limits,
  roomVersions,
  unknownVersions,
  deltas,
  oneSnapshot,
  scope,
  paging,
  uniqueIds,
  webSocketNotifications,
  eventStreamNotifications,
  legacyOperations,
  legacySockets,
  versions,
  errorShape,
];

/** Clauses about servers that no check of this kind can see. */
export const UNSEEN_CLAUSES: ConformanceReport["unseen"] = [
  { clause: "P9", reason: "the server's store would have to fail" },
  { clause: "P19", reason: "tombstones would have to outlive their time" },
  { clause: "P27", reason: "that hints are not needed is what the checks of P14 show: they use none" },
  { clause: "P30", reason: "heartbeats and slow consumers take longer than a check may" },
];
