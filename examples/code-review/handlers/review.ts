import type {
  ApproveReviewMutator,
  MergeReviewMutator,
  RequestChangesMutator,
} from "../generated/entities/review.gen.js";

/** Approves a review that is open, and counts the approval. */
export const approveReview: ApproveReviewMutator = (tx, { reviewId }, context) => {
  const review = tx.review.require(reviewId);
  if (review.data.status !== "open") context.reject("not_open", "Only an open review can be approved.");
  tx.review.update(reviewId, { status: "approved", approvals: review.data.approvals + 1 });
};

/** Sends a review back with one comment that says why. */
export const requestChanges: RequestChangesMutator = (tx, { reviewId, commentId, reason }, context) => {
  tx.review.update(reviewId, { status: "changes_requested" });
  tx.comment.insert(commentId, {
    reviewId,
    authorId: context.userId ?? context.reject("user_unknown", "Only a known user can ask for changes."),
    body: reason,
    resolved: false,
    reactions: {},
  });
};

/** Closes a review for good; refused while tasks are open. */
export const mergeReview: MergeReviewMutator = (tx, { reviewId }, context) => {
  const open = tx.task.where({ reviewId, done: false });
  if (open.length > 0) context.reject("tasks_open", `${open.length} tasks are still to be done.`);
  tx.review.update(reviewId, { status: "merged" });
};
