import {
  ERROR_CODES,
  type ErrorBody,
  type ErrorDetail,
  type RequestErrorCode,
} from "../../protocol/index.js";

/** A request that is not served, as one of the codes of the protocol's table (P36). */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly #detail: Omit<ErrorDetail, "code" | "message">;

  constructor(
    code: RequestErrorCode,
    message: string = ERROR_CODES[code].meaning,
    detail: Omit<ErrorDetail, "code" | "message"> & { readonly retryAfterMs?: number } = {},
  ) {
    const { retryAfterMs, ...rest } = detail;
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.status = ERROR_CODES[code].status;
    this.retryAfterMs = retryAfterMs;
    this.#detail = rest;
  }

  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message, ...this.#detail } };
  }
}
