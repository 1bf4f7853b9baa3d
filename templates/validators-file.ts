import { type Code, join } from "./code/index.js";
import { renderDefinitions, renderValidator, type ValidatorContext } from "./validators/index.js";
import type { ContractView, EntityView } from "./views.js";
