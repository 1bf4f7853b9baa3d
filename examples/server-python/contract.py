"""Reads a contract.json: what arguments must be, and what declared operations do."""

import copy
import math
import re
import time
import unicodedata
from datetime import datetime, timezone


class Contract:
    def __init__(self, document):
        if document.get("version") != 1:
            raise ValueError("This is not a contract.json of version 1")
        self.entities = {entity["type"]: entity for entity in document["entities"]}
        self.operations = {operation["name"]: operation for operation in document["operations"]}
        self.definitions = document.get("definitions", {})

    def legacy(self, name):
        """("upsert" | "delete", type) of the operations that every entity type has (P31)."""
        if name not in self.operations:
            for entity_type, entity in self.entities.items():
                for kind, legacy_name in entity["legacy"].items():
                    if name == legacy_name:
                        return kind, entity_type
        return None, None

    def arguments(self, name):
        """The nodes of an operation's arguments; None where there is no such operation."""
        if name in self.operations:
            return [argument["node"] for argument in self.operations[name]["args"]]
        kind, entity_type = self.legacy(name)
        if kind is None:
            return None
        entity_id = {"kind": "string", "checks": [{"check": "min_length", "value": 1}]}
        return [entity_id, self.entities[entity_type]["node"]] if kind == "upsert" else [entity_id]

    def check(self, nodes, args):
        """The arguments with defaults filled in, and what is wrong with them."""
        checker = Checker(self.definitions)
        args = [
            # JSON has no undefined: null stands for an argument left out before one that was given.
            MISSING if value is None and checker.is_optional(node) and not takes_null(node) else value
            for value, node in zip(args, nodes)
        ] + args[len(nodes) :]
        checked = checker.tuple({"items": nodes}, args, [])
        return checked, checker.issues

    def run(self, name, args, changes, user, reject):
        """A declared effect. What a custom operation does is code of the application, which this server has none of."""
        operation = self.operations[name]
        effect, entity = operation["effect"], self.entities.get(operation["entity"])
        if effect["kind"] == "custom":
            raise reject("unfinished", "The operation has no handler here")
        given = {
            argument["name"]: args[index] if index < len(args) else MISSING
            for index, argument in enumerate(operation["args"])
        }
        entity_id = args[0]
        found = changes.get(entity_id)
        if found is not None and found["type"] != entity["type"]:
            if effect["kind"] in ("create", "upsert"):
                raise reject("entity_type_conflict", "The id lives under another type")
            found = None
        if effect["kind"] == "create" and found is not None:
            raise reject("already_exists", "It exists already")
        if effect["kind"] in ("update", "remove") and found is None:
            raise reject("not_found", "There is no such entity")
        if effect["kind"] == "remove":
            return changes.delete(entity_id)
        changes.put(self.written(entity, entity_id, found, effect["set"], given, user, reject))

    def written(self, entity, entity_id, found, assignments, given, user, reject):
        result = copy.deepcopy(found) or {"id": entity_id, "type": entity["type"]}
        is_enveloped = entity["shape"] == "enveloped"
        fields = result.setdefault("data", {}) if is_enveloped else result
        for assignment in assignments:
            if assignment.get("onlyNew") and found is not None:
                continue
            assign(fields, assignment["field"], assignment["value"], given, user, found is None, reject)
        if found is None and entity.get("createdAt"):
            result["createdAt"] = stamp(entity["createdAt"])
        if entity.get("updatedAt"):
            result["updatedAt"] = stamp(entity["updatedAt"])
        return result


class Missing:
    """What was left out, where None is null."""


MISSING = Missing()


def stamp(kind):
    if kind == "number":
        return int(time.time() * 1000)
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def assign(fields, name, value, given, user, is_new, reject):
    kind = value["kind"]
    if kind == "unset":
        fields.pop(name, None)
        return
    inner = value.get("by") or value.get("value") if kind in ("increment", "append", "without") else value
    result = evaluate(inner, given, user, is_new, reject)
    if result is MISSING:
        return
    if kind == "increment":
        result = (fields.get(name) or 0) + result
    elif kind == "append":
        result = [*(fields.get(name) or []), result]
    elif kind == "without":
        result = [each for each in fields.get(name) or [] if each != result]
    fields[name] = result


def evaluate(value, given, user, is_new, reject):
    if value["kind"] == "literal":
        return value["value"]
    if value["kind"] == "now":
        return stamp(value["as"])
    if value["kind"] == "user":
        if user is None:
            raise reject("user_unknown", "Nobody is signed in")
        return user
    found = given[value["name"]]
    return value.get("fallback", MISSING) if found is MISSING and is_new else found


def takes_null(node):
    kind = node["kind"]
    if kind in ("null", "unknown", "nullable", "catch"):
        return True
    if kind == "literal":
        return None in node["values"]
    if "options" in node:
        return any(takes_null(option) for option in node["options"])
    return "inner" in node and takes_null(node["inner"])


def pattern(source, flags):
    """JavaScript's pattern as Python's: `$` is the very end, digits are ASCII, groups are named otherwise."""
    source = re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", source)
    source = re.sub(r"(?<!\\)\$$", r"\\Z", source)
    source = re.sub(r"(?<!\\)\$\)$", r"\\Z)", source)
    return re.compile(source, re.ASCII | (re.IGNORECASE if "i" in flags else 0))


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def same(left, right):
    """Equality as JSON has it: true is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


class Checker:
    """Checks values against the nodes of a contract, as docs/server-contract.md lists them."""

    def __init__(self, definitions):
        self.definitions = definitions
        self.issues = []

    def check(self, node, value, path):
        """The value with defaults filled in and unknown keys left out."""
        method = getattr(self, node["kind"], None)
        if method is None:
            raise NotImplementedError(f"This server does not know the node {node['kind']}")
        return method(node, value, path)

    def wrong(self, path, message):
        self.issues.append({"path": path, "message": message})
        return MISSING

    def accepts(self, node, value):
        trial = Checker(self.definitions)
        result = trial.check(node, value, [])
        return not trial.issues, result

    def is_optional(self, node):
        kind = node["kind"]
        if kind in ("optional", "default", "prefault", "catch"):
            return True
        if kind in ("nullable", "readonly"):
            return self.is_optional(node["inner"])
        if "options" in node:
            return any(self.is_optional(option) for option in node["options"])
        return kind == "ref" and self.is_optional(self.definitions[node["name"]])

    def string(self, node, value, path):
        if not isinstance(value, str):
            return self.wrong(path, "Expected a string")
        for check in node.get("checks", []):
            if check["check"] == "overwrite":
                value = overwritten(check, value)
            elif not text_passes(check, value):
                self.wrong(path, f"Fails {check.get('format') or check['check']}")
        return value

    def number(self, node, value, path):
        if not is_number(value):
            return self.wrong(path, "Expected a number")
        for check in node.get("checks", []):
            if not number_passes(check, value):
                self.wrong(path, f"Fails {check.get('format') or check['check']}")
        return value

    def boolean(self, _node, value, path):
        return value if isinstance(value, bool) else self.wrong(path, "Expected a boolean")

    def null(self, _node, value, path):
        return value if value is None else self.wrong(path, "Expected null")

    def unknown(self, _node, value, path):
        return value

    def never(self, _node, _value, path):
        return self.wrong(path, "Nothing fits here")

    def literal(self, node, value, path):
        is_one = any(same(each, value) for each in node["values"])
        return value if is_one else self.wrong(path, "Expected another value")

    enum = literal

    def array(self, node, value, path):
        if not isinstance(value, list):
            return self.wrong(path, "Expected an array")
        for check in node.get("checks", []):
            if not length_passes(check, len(value)):
                self.wrong(path, f"Fails {check['check']}")
        return [self.check(node["element"], item, [*path, index]) for index, item in enumerate(value)]

    def tuple(self, node, value, path):
        items = node["items"]
        required = max((index + 1 for index, item in enumerate(items) if not self.is_optional(item)), default=0)
        if not isinstance(value, list) or len(value) < required or (len(value) > len(items) and "rest" not in node):
            return self.wrong(path, f"Expected {len(items)} items")
        nodes = items + [node.get("rest")] * (len(value) - len(items))
        values = value + [MISSING] * (len(items) - len(value))
        return [self.check(item, each, [*path, index]) for index, (item, each) in enumerate(zip(nodes, values))]

    def record(self, node, value, path):
        if not isinstance(value, dict):
            return self.wrong(path, "Expected an object")
        for key in value:
            self.check(node["key"], key, [*path, key])
        if node["key"]["kind"] in ("enum", "literal") and node.get("mode") != "partial":
            for key in node["key"]["values"]:
                if key not in value and not self.is_optional(node["value"]):
                    self.wrong([*path, key], "Is missing")
        return {key: self.check(node["value"], item, [*path, key]) for key, item in value.items()}

    def object(self, node, value, path):
        if not isinstance(value, dict):
            return self.wrong(path, "Expected an object")
        result, known = {}, set()
        for each in node["properties"]:
            name = each["name"]
            known.add(name)
            if name not in value and not self.is_optional(each["node"]):
                self.wrong([*path, name], "Is missing")
                continue
            found = self.check(each["node"], value.get(name, MISSING), [*path, name])
            if found is not MISSING:
                result[name] = found
        unknown_keys = node["unknownKeys"]
        for name in value.keys() - known:
            if unknown_keys == "strict":
                self.wrong([*path, name], "Is not known")
            elif unknown_keys == "loose":
                result[name] = value[name]
            elif isinstance(unknown_keys, dict):
                result[name] = self.check(unknown_keys["catchall"], value[name], [*path, name])
        return result

    def union(self, node, value, path):
        fitting = [result for fits, result in (self.accepts(option, value) for option in node["options"]) if fits]
        if not fitting or (node.get("exclusive") and len(fitting) > 1):
            return self.wrong(path, "Fits no option")
        return fitting[0]

    discriminated_union = union

    def nullable(self, node, value, path):
        return None if value is None else self.check(node["inner"], value, path)

    def optional(self, node, value, path):
        return MISSING if value is MISSING else self.check(node["inner"], value, path)

    def default(self, node, value, path):
        return copy.deepcopy(node["value"]) if value is MISSING else self.check(node["inner"], value, path)

    def prefault(self, node, value, path):
        return self.check(node["inner"], copy.deepcopy(node["value"]) if value is MISSING else value, path)

    def catch(self, node, value, path):
        fits, result = self.accepts(node["inner"], value)
        return result if fits else copy.deepcopy(node["value"])

    def non_optional(self, node, value, path):
        return self.wrong(path, "Is missing") if value is MISSING else self.check(node["inner"], value, path)

    def readonly(self, node, value, path):
        return self.check(node["inner"], value, path)

    def ref(self, node, value, path):
        return self.check(self.definitions[node["name"]], value, path)


def length_passes(check, length):
    return {
        "min_length": length >= check["value"],
        "max_length": length <= check["value"],
        "length_equals": length == check["value"],
    }[check["check"]]


def overwritten(check, text):
    """What comes out instead of the text, for the checks behind it too."""
    if check["method"] == "normalize":
        return unicodedata.normalize(check.get("form", "NFC"), text)
    return {"trim": text.strip, "toLowerCase": text.lower, "toUpperCase": text.upper}[check["method"]]()


def text_passes(check, text):
    if check["check"] != "format":
        return length_passes(check, len(text))
    options = check.get("options", {})
    if "prefix" in options:
        return text.startswith(options["prefix"])
    if "suffix" in options:
        return text.endswith(options["suffix"])
    if "includes" in options:
        return options["includes"] in text[options.get("position", 0) :]
    if "pattern" not in check:
        raise NotImplementedError(f"This server does not know the format {check['format']}")
    return pattern(check["pattern"]["source"], check["pattern"]["flags"]).search(text) is not None


def number_passes(check, value):
    kind = check["check"]
    if kind == "greater_than":
        return value >= check["value"] if check["inclusive"] else value > check["value"]
    if kind == "less_than":
        return value <= check["value"] if check["inclusive"] else value < check["value"]
    if kind == "multiple_of":
        return math.isclose(value / check["value"], round(value / check["value"]), abs_tol=1e-9)
    bounds = {"safeint": 2**53 - 1, "int32": 2**31 - 1, "uint32": 2**32 - 1}.get(check["format"])
    if bounds is None:
        return True
    low = {"safeint": -bounds, "int32": -(2**31), "uint32": 0}[check["format"]]
    return value == int(value) and low <= value <= bounds
