export type { Mutation, Outcome } from "../protocol/index.js";
