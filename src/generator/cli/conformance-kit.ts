/**
 * What the command `verify` needs of `kalphite-gen/testing`. The generator knows the runtime by its module's name alone, here as in
 * the code that it generates; `test/cli/verify.test.ts` holds the two to each other.
 */
export interface ConformanceKit {
  readonly verifyServer: (options: ConformanceKitOptions) => Promise<ConformanceKitReport>;
  readonly renderCheck: (result: ConformanceKitResult) => string;
  readonly renderVerdict: (report: ConformanceKitReport) => string;
  readonly renderConformanceJunit: (report: ConformanceKitReport) => string;
  readonly VerificationError: new (message: string) => Error;
}

export interface ConformanceKitOptions {
  readonly url: string;
  readonly contract: unknown;
  readonly seed?: number;
  readonly token?: string;
  readonly otherToken?: string;
  readonly only?: readonly string[];
  readonly samples?: unknown;
  readonly onResult?: (result: ConformanceKitResult) => void;
}

export interface ConformanceKitResult {
  readonly status: string;
}

export interface ConformanceKitReport {
  readonly passed: boolean;
}

/** As a text that the compiler does not follow. */
const testingModule: string = "kalphite-gen/testing";

/** Loads this package's own conformance kit. */
export async function loadConformanceKit(): Promise<ConformanceKit> {
  return (await import(testingModule)) as ConformanceKit;
}
