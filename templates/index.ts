export {
  contractFileBody,
  entitiesFileBody,
  indexFileBody,
  legacyFileBody,
  operationMapBody,
  transactionFileBody,
} from "./aggregate-files.js";
export { clientFileBody } from "./client-file.js";
export { definitionsFileBody, entityFileBody, type RenderedFile } from "./entity-file.js";
export { handlerStubBody } from "./handler-stub.js";
export { serverFileBody } from "./server-file.js";
