import type { Telemetry } from "./telemetry.js";

interface Instrument {
  add(value: number, attributes?: { readonly [name: string]: string }): void;
}

/** What is asked of `@opentelemetry/api`, so that the types of a package that may be missing are not needed. */
export interface OpenTelemetryApi {
  readonly metrics: {
    getMeter(name: string): {
      createCounter(name: string, options: { readonly unit: string }): Instrument;
      createUpDownCounter(name: string, options: { readonly unit: string }): Instrument;
      createHistogram(name: string, options: { readonly unit: string }): { record(value: number): void };
    };
  };
}

const METER = "kalphite-gen";

/** Telemetry through `@opentelemetry/api`, or undefined where the application does not have it. */
export async function loadOpenTelemetry(): Promise<Telemetry | undefined> {
  const api: OpenTelemetryApi | undefined = await import("@opentelemetry/api").catch(() => undefined);
  return api && createOpenTelemetry(api);
}

/** Telemetry through the application's own OpenTelemetry. */
export function createOpenTelemetry(api: OpenTelemetryApi): Telemetry {
  const meter = api.metrics.getMeter(METER);
  const operations = meter.createCounter("kalphite.server.operations", { unit: "{operation}" });
  const requestErrors = meter.createCounter("kalphite.server.request_errors", { unit: "{request}" });
  const pushes = meter.createHistogram("kalphite.server.push.duration", { unit: "ms" });
  const pulls = meter.createHistogram("kalphite.server.pull.duration", { unit: "ms" });
  const legacyChanges = meter.createCounter("kalphite.server.legacy_changes", { unit: "{change}" });
  const streams = meter.createUpDownCounter("kalphite.server.streams", { unit: "{stream}" });
  return {
    countOperations: (count, code) => operations.add(count, { code }),
    countRequestError: (code) => requestErrors.add(1, { code }),
    recordPush: (durationMs) => pushes.record(durationMs),
    recordPull: (durationMs) => pulls.record(durationMs),
    countLegacyChange: (attributes) => legacyChanges.add(1, attributes),
    changeStreams: (by) => streams.add(by),
  };
}
