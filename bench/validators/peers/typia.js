/* oxlint-disable */
/* What typia 9.7 makes of the types of subjects.ts (ts-patch, TypeScript 5.9), bundled with its runtime by esbuild. */
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) =>
  function __require() {
    try {
      return (mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports);
    } catch (e) {
      throw ((mod = 0), e);
    }
  };
var __copyProps = (to, from, except, desc) => {
  if ((from && typeof from === "object") || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, {
          get: () => from[key],
          enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable,
        });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (
  (target = mod != null ? __create(__getProtoOf(mod)) : {}),
  __copyProps(
    // If the importer is in node compatibility mode or this is not an ESM
    // file that has been converted to a CommonJS file using a Babel-
    // compatible transform (i.e. "__esModule" has not been set), then set
    // "default" to the CommonJS "module.exports" for node compatibility.
    isNodeMode || !mod || !mod.__esModule
      ? __defProp(target, "default", { value: mod, enumerable: true })
      : target,
    mod,
  )
);

// node_modules/typia/lib/internal/_validateReport.js
var require_validateReport = __commonJS({
  "node_modules/typia/lib/internal/_validateReport.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports._validateReport = void 0;
    var _validateReport2 = (array) => {
      const reportable = (path) => {
        if (array.length === 0) return true;
        const last = array[array.length - 1].path;
        return path.length > last.length || last.substring(0, path.length) !== path;
      };
      return (exceptable, error) => {
        var _a;
        if (exceptable && reportable(error.path)) {
          if (error.value === void 0)
            (_a = error.description) !== null && _a !== void 0
              ? _a
              : (error.description = [
                  "The value at this path is `undefined`.",
                  "",
                  `Please fill the \`${error.expected}\` typed value next time.`,
                ].join("\n"));
          array.push(error);
        }
        return false;
      };
    };
    exports._validateReport = _validateReport2;
  },
});

// node_modules/typia/lib/internal/_createStandardSchema.js
var require_createStandardSchema = __commonJS({
  "node_modules/typia/lib/internal/_createStandardSchema.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports._createStandardSchema = void 0;
    var _createStandardSchema2 = (fn) =>
      Object.assign(fn, {
        "~standard": {
          version: 1,
          vendor: "typia",
          validate: (input) => {
            const result = fn(input);
            if (result.success) {
              return {
                value: result.data,
              };
            } else {
              return {
                issues: result.errors.map((error) => ({
                  message: `expected ${error.expected}, got ${error.value}`,
                  path: typiaPathToStandardSchemaPath(error.path),
                })),
              };
            }
          },
        },
      });
    exports._createStandardSchema = _createStandardSchema2;
    var PathParserState;
    (function (PathParserState2) {
      PathParserState2[(PathParserState2["Start"] = 0)] = "Start";
      PathParserState2[(PathParserState2["Property"] = 1)] = "Property";
      PathParserState2[(PathParserState2["StringKey"] = 2)] = "StringKey";
      PathParserState2[(PathParserState2["NumberKey"] = 3)] = "NumberKey";
    })(PathParserState || (PathParserState = {}));
    var typiaPathToStandardSchemaPath = (path) => {
      if (!path.startsWith("$input")) {
        throw new Error(`Invalid path: ${JSON.stringify(path)}`);
      }
      const segments = [];
      let currentSegment = "";
      let state = PathParserState.Start;
      let index = "$input".length - 1;
      while (index < path.length - 1) {
        index++;
        const char = path[index];
        if (state === PathParserState.Property) {
          if (char === "." || char === "[") {
            segments.push({
              key: currentSegment,
            });
            state = PathParserState.Start;
          } else if (index === path.length - 1) {
            currentSegment += char;
            segments.push({
              key: currentSegment,
            });
            index++;
            state = PathParserState.Start;
          } else {
            currentSegment += char;
          }
        } else if (state === PathParserState.StringKey) {
          if (char === '"') {
            segments.push({
              key: JSON.parse(currentSegment + char),
            });
            index += 2;
            state = PathParserState.Start;
          } else if (char === "\\") {
            currentSegment += path[index];
            index++;
            currentSegment += path[index];
          } else {
            currentSegment += char;
          }
        } else if (state === PathParserState.NumberKey) {
          if (char === "]") {
            segments.push({
              key: Number.parseInt(currentSegment),
            });
            index++;
            state = PathParserState.Start;
          } else {
            currentSegment += char;
          }
        }
        if (state === PathParserState.Start && index < path.length - 1) {
          const newChar = path[index];
          currentSegment = "";
          if (newChar === "[") {
            if (path[index + 1] === '"') {
              state = PathParserState.StringKey;
              index++;
              currentSegment = '"';
            } else {
              state = PathParserState.NumberKey;
            }
          } else if (newChar === ".") {
            state = PathParserState.Property;
          } else {
            throw new Error("Unreachable: pointer points invalid character");
          }
        }
      }
      if (state !== PathParserState.Start) {
        throw new Error(`Failed to parse path: ${JSON.stringify(path)}`);
      }
      return segments;
    };
  },
});

// out/typia-src.js
var __typia_transform__validateReport = __toESM(require_validateReport());
var __typia_transform__createStandardSchema = __toESM(require_createStandardSchema());
var isOperation = /* @__PURE__ */ (() => {
  const _io0 = (input) =>
    Array.isArray(input.tags) &&
    input.tags.every((elem) => "string" === typeof elem) &&
    (void 0 === input.estimate || "number" === typeof input.estimate);
  return (input) =>
    Array.isArray(input) &&
    input.length === 4 &&
    "string" === typeof input[0] &&
    "string" === typeof input[1] &&
    1 <= input[1].length &&
    input[1].length <= 200 &&
    (void 0 === input[2] || "pending" === input[2] || "active" === input[2] || "completed" === input[2]) &&
    "object" === typeof input[3] &&
    null !== input[3] &&
    _io0(input[3]);
})();
var isEntity = /* @__PURE__ */ (() => {
  const _io0 = (input) =>
    "string" === typeof input.id &&
    "string" === typeof input.title &&
    1 <= input.title.length &&
    input.title.length <= 200 &&
    ("pending" === input.status || "active" === input.status || "completed" === input.status) &&
    "number" === typeof input.priority &&
    0 <= input.priority &&
    input.priority <= 5 &&
    "boolean" === typeof input.done &&
    (void 0 === input.projectId || "string" === typeof input.projectId) &&
    (null === input.assignee || "string" === typeof input.assignee) &&
    Array.isArray(input.tags) &&
    input.tags.every((elem) => "string" === typeof elem) &&
    "number" === typeof input.createdAt &&
    "number" === typeof input.updatedAt;
  return (input) => "object" === typeof input && null !== input && _io0(input);
})();
var operationIssues = (() => {
  const _io0 = (input) =>
    Array.isArray(input.tags) &&
    input.tags.every((elem) => "string" === typeof elem) &&
    (void 0 === input.estimate || "number" === typeof input.estimate);
  const _vo0 = (input, _path, _exceptionable = true) =>
    [
      ((Array.isArray(input.tags) ||
        _report(_exceptionable, {
          path: _path + ".tags",
          expected: "Array<string>",
          value: input.tags,
        })) &&
        input.tags
          .map(
            (elem, _index2) =>
              "string" === typeof elem ||
              _report(_exceptionable, {
                path: _path + ".tags[" + _index2 + "]",
                expected: "string",
                value: elem,
              }),
          )
          .every((flag) => flag)) ||
        _report(_exceptionable, {
          path: _path + ".tags",
          expected: "Array<string>",
          value: input.tags,
        }),
      void 0 === input.estimate ||
        "number" === typeof input.estimate ||
        _report(_exceptionable, {
          path: _path + ".estimate",
          expected: "(number | undefined)",
          value: input.estimate,
        }),
    ].every((flag) => flag);
  const __is = (input) =>
    Array.isArray(input) &&
    input.length === 4 &&
    "string" === typeof input[0] &&
    "string" === typeof input[1] &&
    1 <= input[1].length &&
    input[1].length <= 200 &&
    (void 0 === input[2] || "pending" === input[2] || "active" === input[2] || "completed" === input[2]) &&
    "object" === typeof input[3] &&
    null !== input[3] &&
    _io0(input[3]);
  let errors;
  let _report;
  return __typia_transform__createStandardSchema._createStandardSchema((input) => {
    if (false === __is(input)) {
      errors = [];
      _report = __typia_transform__validateReport._validateReport(errors);
      ((input2, _path, _exceptionable = true) =>
        ((Array.isArray(input2) ||
          _report(true, {
            path: _path + "",
            expected: "EditTodo",
            value: input2,
          })) &&
          (input2.length === 4 ||
            _report(true, {
              path: _path + "",
              expected:
                '[string, (string & MinLength<1> & MaxLength<200>), ("active" | "completed" | "pending" | undefined), __type]',
              value: input2,
            })) &&
          [
            "string" === typeof input2[0] ||
              _report(true, {
                path: _path + "[0]",
                expected: "string",
                value: input2[0],
              }),
            ("string" === typeof input2[1] &&
              (1 <= input2[1].length ||
                _report(_exceptionable, {
                  path: _path + "[1]",
                  expected: "string & MinLength<1>",
                  value: input2[1],
                })) &&
              (input2[1].length <= 200 ||
                _report(_exceptionable, {
                  path: _path + "[1]",
                  expected: "string & MaxLength<200>",
                  value: input2[1],
                }))) ||
              _report(true, {
                path: _path + "[1]",
                expected: "(string & MinLength<1> & MaxLength<200>)",
                value: input2[1],
              }),
            void 0 === input2[2] ||
              "pending" === input2[2] ||
              "active" === input2[2] ||
              "completed" === input2[2] ||
              _report(true, {
                path: _path + "[2]",
                expected: '("active" | "completed" | "pending" | undefined)',
                value: input2[2],
              }),
            ((("object" === typeof input2[3] && null !== input2[3]) ||
              _report(true, {
                path: _path + "[3]",
                expected: "__type",
                value: input2[3],
              })) &&
              _vo0(input2[3], _path + "[3]", true)) ||
              _report(true, {
                path: _path + "[3]",
                expected: "__type",
                value: input2[3],
              }),
          ].every((flag) => flag)) ||
        _report(true, {
          path: _path + "",
          expected: "EditTodo",
          value: input2,
        }))(input, "$input", true);
      const success = 0 === errors.length;
      return success
        ? {
            success,
            data: input,
          }
        : {
            success,
            errors,
            data: input,
          };
    }
    return {
      success: true,
      data: input,
    };
  });
})();
var entityIssues = (() => {
  const _io0 = (input) =>
    "string" === typeof input.id &&
    "string" === typeof input.title &&
    1 <= input.title.length &&
    input.title.length <= 200 &&
    ("pending" === input.status || "active" === input.status || "completed" === input.status) &&
    "number" === typeof input.priority &&
    0 <= input.priority &&
    input.priority <= 5 &&
    "boolean" === typeof input.done &&
    (void 0 === input.projectId || "string" === typeof input.projectId) &&
    (null === input.assignee || "string" === typeof input.assignee) &&
    Array.isArray(input.tags) &&
    input.tags.every((elem) => "string" === typeof elem) &&
    "number" === typeof input.createdAt &&
    "number" === typeof input.updatedAt;
  const _vo0 = (input, _path, _exceptionable = true) =>
    [
      "string" === typeof input.id ||
        _report(_exceptionable, {
          path: _path + ".id",
          expected: "string",
          value: input.id,
        }),
      ("string" === typeof input.title &&
        (1 <= input.title.length ||
          _report(_exceptionable, {
            path: _path + ".title",
            expected: "string & MinLength<1>",
            value: input.title,
          })) &&
        (input.title.length <= 200 ||
          _report(_exceptionable, {
            path: _path + ".title",
            expected: "string & MaxLength<200>",
            value: input.title,
          }))) ||
        _report(_exceptionable, {
          path: _path + ".title",
          expected: "(string & MinLength<1> & MaxLength<200>)",
          value: input.title,
        }),
      "pending" === input.status ||
        "active" === input.status ||
        "completed" === input.status ||
        _report(_exceptionable, {
          path: _path + ".status",
          expected: '("active" | "completed" | "pending")',
          value: input.status,
        }),
      ("number" === typeof input.priority &&
        (0 <= input.priority ||
          _report(_exceptionable, {
            path: _path + ".priority",
            expected: "number & Minimum<0>",
            value: input.priority,
          })) &&
        (input.priority <= 5 ||
          _report(_exceptionable, {
            path: _path + ".priority",
            expected: "number & Maximum<5>",
            value: input.priority,
          }))) ||
        _report(_exceptionable, {
          path: _path + ".priority",
          expected: "(number & Minimum<0> & Maximum<5>)",
          value: input.priority,
        }),
      "boolean" === typeof input.done ||
        _report(_exceptionable, {
          path: _path + ".done",
          expected: "boolean",
          value: input.done,
        }),
      void 0 === input.projectId ||
        "string" === typeof input.projectId ||
        _report(_exceptionable, {
          path: _path + ".projectId",
          expected: "(string | undefined)",
          value: input.projectId,
        }),
      null === input.assignee ||
        "string" === typeof input.assignee ||
        _report(_exceptionable, {
          path: _path + ".assignee",
          expected: "(null | string)",
          value: input.assignee,
        }),
      ((Array.isArray(input.tags) ||
        _report(_exceptionable, {
          path: _path + ".tags",
          expected: "Array<string>",
          value: input.tags,
        })) &&
        input.tags
          .map(
            (elem, _index2) =>
              "string" === typeof elem ||
              _report(_exceptionable, {
                path: _path + ".tags[" + _index2 + "]",
                expected: "string",
                value: elem,
              }),
          )
          .every((flag) => flag)) ||
        _report(_exceptionable, {
          path: _path + ".tags",
          expected: "Array<string>",
          value: input.tags,
        }),
      "number" === typeof input.createdAt ||
        _report(_exceptionable, {
          path: _path + ".createdAt",
          expected: "number",
          value: input.createdAt,
        }),
      "number" === typeof input.updatedAt ||
        _report(_exceptionable, {
          path: _path + ".updatedAt",
          expected: "number",
          value: input.updatedAt,
        }),
    ].every((flag) => flag);
  const __is = (input) => "object" === typeof input && null !== input && _io0(input);
  let errors;
  let _report;
  return __typia_transform__createStandardSchema._createStandardSchema((input) => {
    if (false === __is(input)) {
      errors = [];
      _report = __typia_transform__validateReport._validateReport(errors);
      ((input2, _path, _exceptionable = true) =>
        ((("object" === typeof input2 && null !== input2) ||
          _report(true, {
            path: _path + "",
            expected: "Todo",
            value: input2,
          })) &&
          _vo0(input2, _path + "", true)) ||
        _report(true, {
          path: _path + "",
          expected: "Todo",
          value: input2,
        }))(input, "$input", true);
      const success = 0 === errors.length;
      return success
        ? {
            success,
            data: input,
          }
        : {
            success,
            errors,
            data: input,
          };
    }
    return {
      success: true,
      data: input,
    };
  });
})();
export { entityIssues, isEntity, isOperation, operationIssues };
