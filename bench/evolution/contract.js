import { legacyOperations } from "kalphite-gen/protocol";
import { contract as sample } from "../client/sample-contract.js";

/** The sample contract with what every generated contract has for legacy clients. */
export const contract = {
  ...sample,
  operations: { ...sample.operations, ...legacyOperations(sample.entities.todo) },
};

export const idOf = (index) => `todo-${String(index).padStart(4, "0")}`;

/** A todo as applications have them: a dozen fields, of which an edit changes one. */
export const todoOf = (index, title) => ({
  id: idOf(index),
  type: "todo",
  data: {
    title,
    status: "pending",
    tags: ["home", "weekend"],
    notes: "Two coats, and let it dry in between. The brush is in the cellar, behind the bicycles.",
    priority: 2,
    projectId: "5b1f7a3e-6a0e-4c2e-9d5f-2a7c1f0b9e11",
    assigneeId: "0b1f7a3e-6a0e-4c2e-9d5f-2a7c1f0b9e12",
    dueAt: 1_735_689_600_000,
    estimateMinutes: 45,
    checklist: [
      { text: "sand", done: true },
      { text: "paint", done: false },
    ],
  },
  updatedAt: 1_700_000_000_000,
  createdAt: 1_700_000_000_000,
});
