import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  errorDetailOf,
  isNotification,
  isPushResponse,
  isStateSyncResponse,
} from "../../src/client/transport/answers.js";
import {
  parseErrorBody,
  parseNotification,
  parsePushResponse,
  parseStateSyncResponse,
} from "../../src/protocol/index.js";

const odd = fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer(), fc.string(), fc.constant({}));
const mostly = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 30, arbitrary }, { weight: 1, arbitrary: odd });
const confirmation = fc.record({
  operationId: mostly(fc.integer({ min: 1 })),
  clientId: mostly(fc.string({ minLength: 1 })),
  success: mostly(fc.boolean()),
  error: mostly(fc.option(fc.string(), { nil: undefined })),
  serverTimestamp: fc.integer(),
  code: mostly(fc.option(fc.string(), { nil: undefined })),
});
const entity = fc.record({ id: mostly(fc.string()), type: mostly(fc.string()), more: fc.jsonValue() });
const values = {
  push: mostly(fc.record({ confirmations: mostly(fc.array(mostly(confirmation), { maxLength: 3 })) })),
  state: mostly(
    fc.record({
      stateVersion: mostly(fc.string()),
      entities: mostly(fc.array(mostly(entity), { maxLength: 3 })),
      deletedEntityIds: mostly(
        fc.option(fc.array(mostly(fc.string()), { maxLength: 3 }), { nil: undefined }),
      ),
      lastOperationId: mostly(fc.option(fc.nat(), { nil: undefined })),
      reset: mostly(fc.constantFrom(true as const, undefined)),
      hasMore: mostly(fc.constantFrom(true as const, undefined)),
    }),
  ),
  notification: mostly(
    fc.oneof(
      fc.record({
        type: mostly(fc.constant("state_changed")),
        data: mostly(
          fc.record({
            stateVersion: mostly(fc.string()),
            entityTypes: fc.array(fc.string()),
            patch: fc.option(
              mostly(
                fc.record({
                  from: mostly(fc.string()),
                  entities: mostly(fc.array(mostly(entity), { maxLength: 2 })),
                  deletedEntityIds: mostly(fc.array(mostly(fc.string()), { maxLength: 2 })),
                  lastOperationId: mostly(fc.option(fc.nat(), { nil: undefined })),
                }),
              ),
              { nil: undefined },
            ),
          }),
        ),
        timestamp: fc.integer(),
      }),
      fc.record({ type: fc.constant("operation_confirmed"), data: confirmation, timestamp: fc.integer() }),
    ),
  ),
  error: mostly(
    fc.record({
      error: mostly(
        fc.record({
          code: mostly(fc.string()),
          message: mostly(fc.string()),
          expectedOperationId: mostly(fc.option(fc.integer({ min: 1 }), { nil: undefined })),
          confirmations: mostly(fc.option(fc.array(confirmation, { maxLength: 2 }), { nil: undefined })),
        }),
      ),
    }),
  ),
};

describe("answers", () => {
  it.each([
    ["a push", values.push, isPushResponse, parsePushResponse],
    ["a pull", values.state, isStateSyncResponse, parseStateSyncResponse],
    ["a notification", values.notification, isNotification, parseNotification],
    ["an error", values.error, (value: unknown) => errorDetailOf(value) !== undefined, parseErrorBody],
  ] as const)(
    "of %s are taken where the protocol's parser takes them, and otherwise not",
    (_n, value, is, parse) => {
      fc.assert(
        fc.property(value as fc.Arbitrary<unknown>, (candidate) => {
          // The parser asks a little more: numbers of a certain size, names of a certain length.
          if (parse(candidate).ok) expect(is(candidate)).toBe(true);
          else if (is(candidate))
            expect(JSON.stringify(parse(candidate))).toMatch(/Expected an? (integer|string of 1)/);
        }),
        { numRuns: 1000 },
      );
    },
  );
});
