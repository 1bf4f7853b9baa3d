/** The entities of an application that used Kalphite before it had operations: one union, given whole to the schema. */
import { z } from "zod";

const ReviewEntity = z.object({
  id: z.string(),
  type: z.literal("review"),
  data: z.object({
    title: z.string().min(1),
    description: z.string().default(""),
    status: z.enum(["draft", "open", "changes_requested", "approved", "merged", "closed"]).default("draft"),
    authorId: z.string(),
    reviewerIds: z.array(z.string()).default([]),
    labels: z.array(z.string().max(30)).max(10).default([]),
    approvals: z.number().int().min(0).default(0),
    dueAt: z.iso.datetime().nullable().default(null),
  }),
  updatedAt: z.number(),
  createdAt: z.number().optional(),
});

const CommentEntity = z.object({
  id: z.string(),
  type: z.literal("comment"),
  data: z.object({
    reviewId: z.string(),
    fileId: z.string().optional(),
    authorId: z.string(),
    body: z.string().min(1).max(10_000),
    /** First and last line that the comment is about. */
    lines: z.tuple([z.number().int().min(1), z.number().int().min(1)]).optional(),
    resolved: z.boolean().default(false),
    reactions: z.record(z.string(), z.number().int()).default({}),
  }),
  updatedAt: z.number(),
  createdAt: z.number().optional(),
});

const FileEntity = z.object({
  id: z.string(),
  type: z.literal("file"),
  data: z.object({
    reviewId: z.string(),
    path: z.string().min(1),
    change: z.enum(["added", "modified", "deleted", "renamed"]),
    additions: z.number().int().min(0).default(0),
    deletions: z.number().int().min(0).default(0),
    viewedBy: z.array(z.string()).default([]),
  }),
  updatedAt: z.number(),
});

const ReviewerEntity = z.object({
  id: z.string(),
  type: z.literal("reviewer"),
  data: z.object({
    name: z.string().min(1),
    email: z.email(),
    team: z.enum(["web", "server", "mobile", "infrastructure"]).optional(),
    active: z.boolean().default(true),
  }),
  updatedAt: z.number(),
});

const TaskEntity = z.object({
  id: z.string(),
  type: z.literal("task"),
  data: z.object({
    reviewId: z.string(),
    title: z.string().min(1).max(200),
    done: z.boolean().default(false),
    checklist: z.array(z.object({ text: z.string(), checked: z.boolean() })).default([]),
    assigneeId: z.string().nullable().default(null),
  }),
  updatedAt: z.number(),
});

export const EntitySchema = z.discriminatedUnion("type", [
  ReviewEntity,
  CommentEntity,
  FileEntity,
  ReviewerEntity,
  TaskEntity,
]);

export type Entity = z.infer<typeof EntitySchema>;
