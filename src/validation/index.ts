export type { Issue, StandardProps, ValidationResult, Validator } from "./issue.js";
