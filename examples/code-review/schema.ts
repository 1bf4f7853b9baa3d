import { z } from "zod";
import {
  append,
  arg,
  create,
  custom,
  defineSchema,
  increment,
  remove,
  update,
  upsert,
  user,
} from "kalphite-gen/schema";
import { EntitySchema } from "./entities.js";

export default defineSchema({
  entities: EntitySchema,
  operations: {
    /** Opens a draft; nobody is asked to look at it yet. */
    draftReview: create("review", { args: ["title", "description?"], set: { authorId: user() } }),
    openReview: update("review", { set: { status: "open" } }),
    renameReview: update("review", { args: ["title"] }),
    scheduleReview: update("review", { args: ["dueAt"] }),
    labelReview: update("review", {
      args: { label: z.string().min(1).max(30) },
      set: { labels: append(arg("label")) },
    }),
    askReviewer: update("review", {
      args: { reviewerId: z.string() },
      set: { reviewerIds: append(arg("reviewerId")) },
    }),
    /** Approves a review that is open, and counts the approval. */
    approveReview: custom({ args: { reviewId: z.string() }, touches: ["review"] }),
    /** Sends a review back with one comment that says why. */
    requestChanges: custom({
      args: { reviewId: z.string(), commentId: z.string(), reason: z.string().min(1).max(10_000) },
      touches: ["review", "comment"],
    }),
    /** Closes a review for good; refused while tasks are open. */
    mergeReview: custom({ args: { reviewId: z.string() }, touches: ["review", "task"] }),

    addComment: create("comment", {
      args: ["reviewId", "body", "fileId?", "lines?"],
      set: { authorId: user() },
    }),
    resolveComment: update("comment", { set: { resolved: true } }),
    deleteComment: remove("comment"),

    addFile: create("file", { args: ["reviewId", "path", "change", "additions?", "deletions?"] }),
    markViewed: update("file", { set: { viewedBy: append(arg("by")) }, args: { by: z.string() } }),
    countAdditions: update("file", {
      args: { by: z.number().int() },
      set: { additions: increment(arg("by")) },
    }),

    saveReviewer: upsert("reviewer", { args: ["name", "email", "team?"] }),
    retireReviewer: update("reviewer", { set: { active: false } }),

    addTask: create("task", { args: ["reviewId", "title"] }),
    assignTask: update("task", { args: ["assigneeId"] }),
    finishTask: update("task", { set: { done: true } }),
  },
});
