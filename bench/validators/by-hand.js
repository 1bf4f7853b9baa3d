/* The same checks as somebody would write them who knows zod's semantics and cares for speed. */

const isText = (value) => typeof value === "string";
const isStatus = (value) => value === "pending" || value === "active" || value === "completed";
const codePoints = (text) => [...text].length;

export function isOperation(value) {
  if (!Array.isArray(value) || value.length !== 4) return false;
  const id = value[0];
  const title = value[1];
  const status = value[2];
  const details = value[3];
  if (typeof id !== "string") return false;
  if (typeof title !== "string" || title.length < 1 || (title.length > 200 && codePoints(title) > 200))
    return false;
  if (status !== undefined && !isStatus(status)) return false;
  if (typeof details !== "object" || details === null || Array.isArray(details)) return false;
  const { tags, estimate } = details;
  if (!Array.isArray(tags)) return false;
  for (let i = 0; i < tags.length; i++) if (typeof tags[i] !== "string") return false;
  return estimate === undefined || (typeof estimate === "number" && Number.isFinite(estimate));
}

export function isEntity(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { id, title, status, priority, done, projectId, assignee, tags, createdAt, updatedAt } = value;
  if (typeof id !== "string") return false;
  if (typeof title !== "string" || title.length < 1 || (title.length > 200 && codePoints(title) > 200))
    return false;
  if (!isStatus(status)) return false;
  if (!Number.isSafeInteger(priority) || priority < 0 || priority > 5) return false;
  if (typeof done !== "boolean") return false;
  if (projectId !== undefined && typeof projectId !== "string") return false;
  if (assignee !== null && typeof assignee !== "string") return false;
  if (!Array.isArray(tags)) return false;
  for (let i = 0; i < tags.length; i++) if (typeof tags[i] !== "string") return false;
  if (typeof createdAt !== "number" || !Number.isFinite(createdAt)) return false;
  return typeof updatedAt === "number" && Number.isFinite(updatedAt);
}

const received = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
const wrongType = (issues, path, expected, value) =>
  issues.push({ code: "invalid_type", path, message: `Expected ${expected}, received ${received(value)}` });

function titleIssues(issues, path, title) {
  if (!isText(title)) wrongType(issues, path, "a string", title);
  else if (title.length < 1)
    issues.push({ code: "too_small", path, message: "Expected at least 1 character" });
  else if (title.length > 200 && codePoints(title) > 200)
    issues.push({ code: "too_big", path, message: "Expected at most 200 characters" });
}

function tagIssues(issues, path, tags) {
  if (!Array.isArray(tags)) return wrongType(issues, path, "an array", tags);
  for (let i = 0; i < tags.length; i++)
    if (typeof tags[i] !== "string") wrongType(issues, [...path, i], "a string", tags[i]);
}

export function operationIssues(value) {
  const issues = [];
  if (!Array.isArray(value) || value.length !== 4) {
    wrongType(issues, [], "four items", value);
    return issues;
  }
  const [id, title, status, details] = value;
  if (typeof id !== "string") wrongType(issues, [0], "a string", id);
  titleIssues(issues, [1], title);
  if (status !== undefined && !isStatus(status))
    issues.push({ code: "invalid_value", path: [2], message: 'Expected "pending", "active" or "completed"' });
  if (typeof details !== "object" || details === null || Array.isArray(details)) {
    wrongType(issues, [3], "an object", details);
    return issues;
  }
  tagIssues(issues, [3, "tags"], details.tags);
  if (details.estimate !== undefined && !Number.isFinite(details.estimate))
    wrongType(issues, [3, "estimate"], "a number", details.estimate);
  return issues;
}

export function entityIssues(value) {
  const issues = [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    wrongType(issues, [], "an object", value);
    return issues;
  }
  if (typeof value.id !== "string") wrongType(issues, ["id"], "a string", value.id);
  titleIssues(issues, ["title"], value.title);
  if (!isStatus(value.status))
    issues.push({
      code: "invalid_value",
      path: ["status"],
      message: 'Expected "pending", "active" or "completed"',
    });
  if (!Number.isSafeInteger(value.priority)) wrongType(issues, ["priority"], "an integer", value.priority);
  else if (value.priority < 0)
    issues.push({ code: "too_small", path: ["priority"], message: "Expected at least 0" });
  else if (value.priority > 5)
    issues.push({ code: "too_big", path: ["priority"], message: "Expected at most 5" });
  if (typeof value.done !== "boolean") wrongType(issues, ["done"], "a boolean", value.done);
  if (value.projectId !== undefined && typeof value.projectId !== "string")
    wrongType(issues, ["projectId"], "a string", value.projectId);
  if (value.assignee !== null && typeof value.assignee !== "string")
    wrongType(issues, ["assignee"], "a string", value.assignee);
  tagIssues(issues, ["tags"], value.tags);
  if (!Number.isFinite(value.createdAt)) wrongType(issues, ["createdAt"], "a number", value.createdAt);
  if (!Number.isFinite(value.updatedAt)) wrongType(issues, ["updatedAt"], "a number", value.updatedAt);
  return issues;
}
