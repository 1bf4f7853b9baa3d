/** `kalphite-gen/react`: a client's entities and status as React hooks. */
export { useEntities } from "./use-entities.js";
export { useEntity } from "./use-entity.js";
export { useStatus } from "./use-status.js";
