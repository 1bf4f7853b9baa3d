"""A sync server in Python's standard library, written from docs/server-contract.md.

    python3 server.py contract.json [--port 8787] [--users ada,ben]

Everything is in memory: it shows what a server must do, not how to keep data. One lock stands for the transaction that a
database would give.
"""

import argparse
import base64
import hashlib
import json
import queue
import re
import secrets
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from contract import Contract

MAX_OPERATIONS = 500
MAX_BODY_BYTES = 1024 * 1024
MAX_PAGE_ENTITIES = 5_000
HEARTBEAT_SECONDS = 25

MESSAGES = {
    "invalid_json": (400, "The body is not JSON"),
    "invalid_request": (400, "A field is missing or has a wrong type"),
    "unauthenticated": (401, "Who are you?"),
    "client_not_yours": (403, "This clientId belongs to another user"),
    "no_such_endpoint": (404, "There is nothing at this path"),
    "method_not_allowed": (405, "The endpoint takes another method"),
    "operation_gap": (409, "An operation is missing"),
    "protocol_unsupported": (409, "This server speaks version 1"),
    "body_too_large": (413, "The body is too large"),
    "too_many_operations": (413, "The batch has too many operations"),
    "unsupported_media_type": (415, "A POST must be application/json"),
    "upgrade_required": (426, "Ask for a WebSocket or an event stream"),
    "internal": (500, "The server failed"),
}


class RequestError(Exception):
    """An error of a request: its code, and what else the error says."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


class OperationRejected(Exception):
    """An operation that fails for good (P8)."""

    def __init__(self, code, error, issues=None):
        super().__init__(error)
        self.code = code
        self.issues = issues


def now_ms():
    return int(time.time() * 1000)


class Room:
    """Entities, tombstones and clients of one room, behind one lock (P5, P12, P15)."""

    def __init__(self):
        self.lock = threading.Lock()
        self.epoch = secrets.token_hex(8)
        self.version = 0
        # What lives, by id: an id is one entity, whatever its type (P18).
        self.entities = {}
        # (id, type) -> (version, entity); an entity of None is a tombstone (P19). By type too, since an id may live on under
        # another type, and who asks for some types alone must still hear that it is gone from them (P16).
        self.rows = {}
        # clientId -> { "user", "last", "outcomes": { operationId: confirmation } }
        self.clients = {}
        self.streams = []


class Changes:
    """What a batch writes over a room. An operation's own writes are kept or dropped together (P11)."""

    def __init__(self, room):
        self.room = room
        self.kept = {}
        self.own = {}

    def get(self, entity_id):
        for layer in (self.own, self.kept):
            if entity_id in layer:
                return layer[entity_id]
        return self.room.entities.get(entity_id)

    def put(self, entity):
        found = self.get(entity["id"])
        if found is not None and found["type"] != entity["type"]:
            raise OperationRejected("entity_type_conflict", "The id lives under another type")
        self.own[entity["id"]] = entity

    def delete(self, entity_id):
        self.own[entity_id] = None

    def keep(self):
        self.kept.update(self.own)
        self.own = {}

    def drop(self):
        self.own = {}


class SyncServer:
    def __init__(self, contract, users):
        self.contract = contract
        self.users = users
        self.rooms = {}
        self.rooms_lock = threading.Lock()

    def room(self, room_id):
        with self.rooms_lock:
            return self.rooms.setdefault(room_id, Room())

    def push(self, room_id, user, operations):
        """Applies a batch (P4 to P8). Gives the confirmations, and the number that is missing, if one is."""
        if len(operations) > MAX_OPERATIONS:
            raise RequestError("too_many_operations")
        room = self.room(room_id)
        with room.lock:
            self.check_owner(room, user, [operation["clientId"] for operation in operations])
            changes = Changes(room)
            confirmations, expected = [], None
            for operation in operations:
                client = room.clients.setdefault(
                    operation["clientId"], {"user": user, "last": 0, "outcomes": {}}
                )
                if operation["id"] <= client["last"]:
                    confirmations.append(client["outcomes"][operation["id"]])
                    continue
                if operation["id"] > client["last"] + 1:
                    expected = client["last"] + 1
                    break
                confirmation = self.run(operation, changes, user)
                client["last"] = operation["id"]
                client["outcomes"][operation["id"]] = confirmation
                confirmations.append(confirmation)
            types = self.commit(room, changes)
            self.tell(room, user, types, confirmations)
        return confirmations, expected

    def check_owner(self, room, user, client_ids):
        for client_id in client_ids:
            client = room.clients.get(client_id)
            if client is not None and client["user"] != user:
                raise RequestError("client_not_yours")

    def run(self, operation, changes, user):
        confirmation = {
            "operationId": operation["id"],
            "clientId": operation["clientId"],
            "success": True,
            "serverTimestamp": now_ms(),
        }
        try:
            self.apply(operation["name"], operation["args"], changes, user)
            changes.keep()
        except OperationRejected as rejection:
            changes.drop()
            confirmation.update(success=False, code=rejection.code, error=str(rejection))
            if rejection.issues:
                confirmation["issues"] = rejection.issues
        except Exception:  # noqa: BLE001: a handler's own error is for the log alone (P8).
            changes.drop()
            confirmation.update(success=False, code="handler_failed", error="The operation failed on the server")
        return confirmation

    def apply(self, name, args, changes, user):
        arguments = self.contract.arguments(name)
        if arguments is None:
            raise OperationRejected("unknown_operation", "There is no such operation")
        args, issues = self.contract.check(arguments, args)
        if issues:
            raise OperationRejected("invalid_arguments", "The arguments do not fit the operation", issues)
        kind, entity_type = self.contract.legacy(name)
        if kind == "upsert":
            if args[1]["id"] != args[0]:
                raise OperationRejected("invalid_arguments", "The entity has another id")
            changes.put(args[1])
        elif kind == "delete":
            found = changes.get(args[0])
            if found is not None and found["type"] == entity_type:
                changes.delete(args[0])
        else:
            self.contract.run(name, args, changes, user, OperationRejected)

    def commit(self, room, changes):
        """Gives what was kept one version, if it changed anything (P12). Gives the types that changed."""
        types, written = set(), {}
        for entity_id, entity in changes.kept.items():
            before = room.entities.get(entity_id)
            if before == entity:
                continue
            if before is not None:
                written[entity_id, before["type"]] = None
            if entity is None:
                del room.entities[entity_id]
            else:
                written[entity_id, entity["type"]] = entity
                room.entities[entity_id] = entity
        if written:
            room.version += 1
        for (entity_id, entity_type), entity in written.items():
            types.add(entity_type)
            room.rows[entity_id, entity_type] = (room.version, entity)
        return sorted(types)

    def tell(self, room, user, types, confirmations):
        """Hints for everybody, confirmations for their clients alone (P28, P29)."""
        timestamp = now_ms()
        for stream in list(room.streams):
            if types:
                data = {"stateVersion": f"{room.epoch}.{json.dumps([room.version, True])}", "entityTypes": types}
                stream.send({"type": "state_changed", "data": data, "timestamp": timestamp})
            for confirmation in confirmations:
                if stream.user == user and stream.client_id == confirmation["clientId"]:
                    stream.send({"type": "operation_confirmed", "data": confirmation, "timestamp": timestamp})

    def pull(self, room_id, user, request):
        """Answers with state, read under the room's lock (P13 to P17)."""
        room = self.room(room_id)
        limit = min(request.get("limit") or MAX_PAGE_ENTITIES, MAX_PAGE_ENTITIES)
        types = request.get("entityTypes")
        client_id = request.get("clientId")
        with room.lock:
            if client_id is not None:
                self.check_owner(room, user, [client_id])
            after, is_known = self.position(room, request.get("stateVersion"))
            rows = sorted(
                (
                    (self.key(version, entity_id, entity_type, entity), entity)
                    for (entity_id, entity_type), (version, entity) in room.rows.items()
                    # Who has nothing yet need not hear of what is gone.
                    if (types is None or entity_type in types) and (entity is not None or after is not None)
                ),
                key=lambda row: row[0],
            )
            rows = [row for row in rows if after is None or row[0] > after]
            page, rest = rows[:limit], rows[limit:]
            answer = {
                "stateVersion": f"{room.epoch}.{json.dumps([room.version, True])}",
                "entities": [entity for _, entity in page if entity is not None],
                "deletedEntityIds": [key[2] for key, entity in page if entity is None],
                "syncTimestamp": now_ms(),
            }
            if not is_known:
                answer["reset"] = True
            if rest:
                answer["stateVersion"] = f"{room.epoch}.{json.dumps(page[-1][0])}"
                answer["hasMore"] = True
            elif client_id is not None:
                answer["lastOperationId"] = room.clients.get(client_id, {"last": 0})["last"]
        return answer

    def key(self, version, entity_id, entity_type, entity):
        """What pages are ordered by: of one version first what is gone, since a later page could take it away again."""
        return [version, entity is not None, entity_id, entity_type]

    def position(self, room, text):
        """The key behind which an answer begins, None for all; and whether the version is one of this room (P13)."""
        if text is None:
            return None, True
        epoch, _, rest = text.partition(".")
        try:
            key = json.loads(rest)
            is_known = epoch == room.epoch and key[0] <= room.version
        except (ValueError, TypeError, IndexError, KeyError):
            is_known = False
        if not is_known:
            return None, False
        # A whole version was seen to its end: nothing of it comes again.
        return (key if len(key) == 4 else [key[0] + 1]), True


class Stream:
    """Messages for one connection. One that takes in too little is ended (P30)."""

    def __init__(self, user, client_id):
        self.user = user
        self.client_id = client_id
        self.messages = queue.Queue(maxsize=1000)

    def send(self, message):
        try:
            self.messages.put_nowait(json.dumps(message))
        except queue.Full:
            self.messages = queue.Queue()
            self.messages.put(None)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "kalphite-python"
    sync = None

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            # A client that goes away, mostly with a connection that it kept open, is no failure.
            pass

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.handle_request("GET")

    def do_POST(self):
        self.handle_request("POST")

    def handle_request(self, method):
        url = urlsplit(self.path)
        self.query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.body = None
        endpoints = {
            "/sync/operations": ("POST", self.push),
            "/sync/state": ("POST", self.pull),
            "/sync/notify": ("GET", self.notify),
            "/sync/health": ("GET", self.health),
        }
        try:
            if url.path not in endpoints:
                raise RequestError("no_such_endpoint")
            wanted, answer = endpoints[url.path]
            if method != wanted:
                raise RequestError("method_not_allowed")
            answer()
        except RequestError as error:
            status, message = MESSAGES[error.code]
            self.drain()
            self.answer(status, {"error": {"code": error.code, "message": message, **error.details}})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Exception:  # noqa: BLE001
            sys.excepthook(*sys.exc_info())
            self.answer(500, {"error": {"code": "internal", "message": MESSAGES["internal"][1]}})

    def drain(self):
        """What a refused request still sends must be taken off the connection, or the connection closed."""
        length = int(self.headers.get("content-length") or 0)
        if self.body is None and length > 0:
            if length > 4 * MAX_BODY_BYTES:
                self.close_connection = True
            else:
                self.rfile.read(length)

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def admit(self):
        """Who asks, and for which room (P1, P35)."""
        if self.headers.get("kalphite-protocol", "1") != "1":
            raise RequestError("protocol_unsupported")
        room_id = self.query.get("roomId", "default")
        if not is_name(room_id):
            raise RequestError("invalid_request", issues=[issue(["roomId"], "Expected a name")])
        if not self.sync.users:
            return room_id, None
        header = self.headers.get("authorization", "")
        token = header[7:] if header.lower().startswith("bearer ") else self.query.get("access_token")
        if token not in self.sync.users:
            raise RequestError("unauthenticated")
        return room_id, token

    def read_json(self):
        if not re.match(r"application/json *(;|$)", self.headers.get("content-type", ""), re.IGNORECASE):
            raise RequestError("unsupported_media_type")
        length = int(self.headers.get("content-length") or 0)
        if length > MAX_BODY_BYTES:
            raise RequestError("body_too_large")
        self.body = self.rfile.read(length)
        try:
            return json.loads(self.body)
        except ValueError:
            raise RequestError("invalid_json") from None

    def push(self):
        room_id, user = self.admit()
        value = self.read_json()
        is_bare = isinstance(value, list)
        operations = value if is_bare else value.get("operations") if isinstance(value, dict) else None
        path = [] if is_bare else ["operations"]
        if not isinstance(operations, list):
            raise RequestError("invalid_request", issues=[issue(path, "Expected an array")])
        for index, operation in enumerate(operations):
            check_operation(operation, [*path, index])
        confirmations, expected = self.sync.push(room_id, user, operations)
        if expected is not None:
            raise RequestError("operation_gap", expectedOperationId=expected, confirmations=confirmations)
        self.answer(200, confirmations if is_bare else {"confirmations": confirmations})

    def pull(self):
        room_id, user = self.admit()
        request = self.read_json()
        check_state_request(request)
        self.answer(200, self.sync.pull(room_id, user, request))

    def health(self):
        streams = sum(len(room.streams) for room in list(self.sync.rooms.values()))
        self.answer(200, {"status": "ok", "streams": streams})

    def notify(self):
        wants_socket = self.headers.get("upgrade", "").lower() == "websocket"
        wants_events = "text/event-stream" in self.headers.get("accept", "")
        if not wants_socket and not wants_events:
            raise RequestError("upgrade_required")
        room_id, user = self.admit()
        stream = Stream(user, self.query.get("clientId"))
        room = self.sync.room(room_id)
        with room.lock:
            room.streams.append(stream)
        self.close_connection = True
        try:
            if wants_socket:
                self.serve_socket(stream)
            else:
                self.serve_events(stream)
        except OSError:
            pass
        finally:
            with room.lock:
                if stream in room.streams:
                    room.streams.remove(stream)

    def serve_events(self, stream):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"retry: 2000\n\n")
        self.pump(stream, lambda text: f"data: {text}\n\n".encode(), b": still here\n\n")

    def serve_socket(self, stream):
        key = self.headers.get("sec-websocket-key", "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.pump(stream, lambda text: frame(0x1, text.encode()), frame(0x9, b""))

    def pump(self, stream, encode, heartbeat):
        while True:
            try:
                text = stream.messages.get(timeout=HEARTBEAT_SECONDS)
            except queue.Empty:
                self.wfile.write(heartbeat)
                continue
            if text is None:
                return
            self.wfile.write(encode(text))


def frame(opcode, payload):
    """A frame of RFC 6455, as a server sends it: whole, and not masked."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, size)
    elif size < 65_536:
        head = struct.pack("!BBH", 0x80 | opcode, 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 127, size)
    return head + payload


def issue(path, message):
    return {"path": path, "message": message}


def is_name(value):
    return (
        isinstance(value, str)
        and 1 <= len(value) <= 256
        and not re.search("[\0\ud800-\udfff]", value)
    )


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_ordinal(value):
    return is_number(value) and value == int(value) and value >= 1


def is_list(value):
    return isinstance(value, list)


def check_fields(value, path, required, optional):
    """Known fields have their types, null is absent, the others are nobody's business (P3)."""
    if not isinstance(value, dict):
        raise RequestError("invalid_request", issues=[issue(path, "Expected an object")])
    for name, is_right in {**required, **optional}.items():
        found = value.get(name)
        if found is None and name in optional:
            continue
        if not is_right(found):
            raise RequestError("invalid_request", issues=[issue([*path, name], "Wrong type")])


def check_operation(operation, path):
    check_fields(
        operation,
        path,
        {"name": is_name, "args": is_list, "id": is_ordinal, "clientId": is_name, "timestamp": is_number},
        {"contract": lambda value: isinstance(value, str)},
    )
    operation["id"] = int(operation["id"])


def check_state_request(request):
    check_fields(
        request,
        [],
        {},
        {
            "stateVersion": lambda value: isinstance(value, str),
            "entityTypes": lambda value: is_list(value) and all(is_name(each) for each in value),
            "clientId": is_name,
            "limit": is_ordinal,
        },
    )


def main():
    parser = argparse.ArgumentParser(description="A sync server for a contract.json, in memory.")
    parser.add_argument("contract")
    parser.add_argument("--port", type=int, default=8787, help="0 takes one that is free")
    parser.add_argument("--users", default="", help="tokens that are let in, with commas; nobody is asked without")
    given = parser.parse_args()
    with open(given.contract, encoding="utf-8") as file:
        contract = Contract(json.load(file))
    Handler.sync = SyncServer(contract, [token for token in given.users.split(",") if token])
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
