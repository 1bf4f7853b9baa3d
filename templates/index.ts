export {
  contractFileBody,
  entitiesFileBody,
  indexFileBody,
  legacyFileBody,
  operationMapBody,
  transactionFileBody,
} from "./aggregate-files.js";
export { clientFileBody } from "./client-file.js";
export { handlerStubBody } from "./handler-stub.js";
export { operationsFileBody } from "./operations-file.js";
export { serverFileBody } from "./server-file.js";
export { definitionTypesBody, typesFileBody } from "./types-file.js";
export { definitionValidatorsBody, validatorsFileBody, type RenderedFile } from "./validators-file.js";
