/** `kalphite-gen/client/node`: what a client on Node can stand on besides `kalphite-gen/client`. */
export { DirectoryLockedError } from "./directory-lock.js";
export { FileStorage, type FileStorageOptions } from "./file-storage.js";
