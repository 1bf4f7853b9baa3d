import * as api from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { expect, it } from "vitest";
import { createOpenTelemetry, createSyncServer, MemoryServerStore } from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

it("counts operations by outcome, errors by code, and measures pushes and pulls, through OpenTelemetry", async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  api.metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const server = createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    telemetry: createOpenTelemetry(api),
    limits: { maxOperations: 3 },
  });
  const access = { roomId: "r", user: undefined };
  const batch = [
    operation(1, "addTodo", ["a", "A"]),
    operation(2, "addTodo", ["a", "A"]),
    operation(3, "addTodo", ["b", "B"]),
  ];
  await server.push(batch, access);
  await server.pull({}, access);
  await server.push([...batch, ...batch], access).catch(() => {});
  const stream = { ...access, clientId: undefined, send: () => {}, ping: () => {}, end: () => {} };
  const leave = server.subscribe(stream);
  server.subscribe({ ...stream });
  leave();
  leave();
  await reader.forceFlush();
  const metrics = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const points = Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => [
        ...Object.values(attributes),
        typeof value === "number" ? value : value.count,
      ]),
    ]),
  );
  expect(points).toEqual({
    "kalphite.server.operations": [
      ["ok", 2],
      ["already_exists", 1],
    ],
    "kalphite.server.request_errors": [["too_many_operations", 1]],
    "kalphite.server.push.duration": [[2]],
    "kalphite.server.pull.duration": [[1]],
    "kalphite.server.streams": [[1]],
  });
  await server.close();
});
