export { renderDefinitions, type DefinitionItem } from "./render-definitions.js";
export { renderValidator, type ValidatorItem } from "./render-validator.js";
export { ValidatorScope, type DefinitionFunctions, type ValidatorFile } from "./validator-scope.js";
