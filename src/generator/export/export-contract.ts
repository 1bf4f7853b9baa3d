import type { Contract } from "../../contract/contract.js";
import { exportAsyncapi } from "./export-asyncapi.js";
import { exportJsonSchema } from "./export-json-schema.js";
import { exportMarkdown } from "./export-markdown.js";
import { exportOpenapi } from "./export-openapi.js";

export const exportFormats = ["openapi", "asyncapi", "json-schema", "markdown"] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** The contract in a format of the ecosystem, as text that ends with a newline. */
export function exportContract(contract: Contract, format: ExportFormat, title: string): string {
  switch (format) {
    case "openapi":
      return json(exportOpenapi(contract, title));
    case "asyncapi":
      return json(exportAsyncapi(contract, title));
    case "json-schema":
      return json(exportJsonSchema(contract));
    case "markdown":
      return exportMarkdown(contract, title);
  }
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
