/** What the validators are measured on: a realistic operation, and an entity of ten fields. */
import { z } from "zod";

const status = z.enum(["pending", "active", "completed"]);

export const operationArguments = {
  id: z.string(),
  title: z.string().min(1).max(200),
  status: status.optional(),
  details: z.object({ tags: z.array(z.string()), estimate: z.number().optional() }),
};

export const operation = z.tuple(Object.values(operationArguments) as unknown as [z.ZodType]);

export const entity = z.object({
  id: z.string(),
  title: z.string().min(1).max(200),
  status,
  priority: z.int().min(0).max(5),
  done: z.boolean(),
  projectId: z.string().optional(),
  assignee: z.string().nullable(),
  tags: z.array(z.string()),
  createdAt: z.number(),
  updatedAt: z.number(),
});

export const validOperation = (index: number): unknown => [
  `todo-${index}`,
  `Write the report ${index}`,
  index % 2 === 0 ? "active" : "pending",
  { tags: ["work", "urgent"], ...(index % 3 === 0 && { estimate: index }) },
];

export const validEntity = (index: number): unknown => ({
  id: `todo-${index}`,
  title: `Write the report ${index}`,
  status: index % 2 === 0 ? "active" : "pending",
  priority: index % 6,
  done: index % 5 === 0,
  ...(index % 3 === 0 && { projectId: "project-1" }),
  assignee: index % 4 === 0 ? null : "user-1",
  tags: ["work", "urgent"],
  createdAt: 1_700_000_000_000 + index,
  updatedAt: 1_700_000_000_000 + index,
});

/** Wrong in three places. */
export const wrongOperation = (index: number): unknown => [
  index,
  "",
  "active",
  { tags: ["work", index], estimate: 1 },
];

/** Wrong in three places. */
export const wrongEntity = (index: number): unknown => ({
  ...(validEntity(index) as object),
  title: "",
  priority: 7,
  assignee: index,
});
