/* oxlint-disable */
/* What typebox 1.4.3 compiles for the types of subjects.ts: Compile(type).Code(). */
const Guard = { CodePointCount: (text) => [...text].length };
export const isOperation = (() => {
  const check_0 = (value) =>
    Array.isArray(value) &&
    value.every((unique_0, unique_1) => unique_1 < 4 || false) &&
    (value.length <= 0 || typeof value[0] === "string") &&
    (value.length <= 1 ||
      (typeof value[1] === "string" &&
        (value[1].length >= 2 || (value[1].length >= 1 && Guard.CodePointCount(value[1]) >= 1)) &&
        (value[1].length <= 200 || (value[1].length <= 400 && Guard.CodePointCount(value[1]) <= 200)))) &&
    (value.length <= 2 ||
      (typeof value[2] === "string" && value[2] === "pending") ||
      (typeof value[2] === "string" && value[2] === "active") ||
      (typeof value[2] === "string" && value[2] === "completed") ||
      value[2] === undefined) &&
    (value.length <= 3 ||
      (typeof value[3] === "object" &&
        value[3] !== null &&
        !Array.isArray(value[3]) &&
        "tags" in value[3] &&
        Array.isArray(value[3].tags) &&
        value[3].tags.every((unique_2, index) => typeof unique_2 === "string") &&
        (value[3].estimate === undefined ||
          !("estimate" in value[3]) ||
          Number.isFinite(value[3].estimate)))) &&
    value.length >= 4;
  return (value) => {
    return check_0(value);
  };
})();
export const isEntity = (() => {
  const check_0 = (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    "id" in value &&
    "title" in value &&
    "status" in value &&
    "priority" in value &&
    "done" in value &&
    "assignee" in value &&
    "tags" in value &&
    "createdAt" in value &&
    "updatedAt" in value &&
    typeof value.id === "string" &&
    typeof value.title === "string" &&
    (value.title.length >= 2 || (value.title.length >= 1 && Guard.CodePointCount(value.title) >= 1)) &&
    (value.title.length <= 200 || (value.title.length <= 400 && Guard.CodePointCount(value.title) <= 200)) &&
    ((typeof value.status === "string" && value.status === "pending") ||
      (typeof value.status === "string" && value.status === "active") ||
      (typeof value.status === "string" && value.status === "completed")) &&
    Number.isInteger(value.priority) &&
    (!(Number.isFinite(value.priority) || typeof value.priority === "bigint") ||
      (value.priority >= 0 && value.priority <= 5)) &&
    typeof value.done === "boolean" &&
    (value.projectId === undefined || !("projectId" in value) || typeof value.projectId === "string") &&
    (typeof value.assignee === "string" || value.assignee === null) &&
    Array.isArray(value.tags) &&
    value.tags.every((unique_0, index) => typeof unique_0 === "string") &&
    Number.isFinite(value.createdAt) &&
    Number.isFinite(value.updatedAt);
  return (value) => {
    return check_0(value);
  };
})();
