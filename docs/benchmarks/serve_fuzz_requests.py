"""Requests that nobody would send: the examples of an interface, mutated (see serve_fuzz.py).

Request i of a seed is the same whatever was made before it. Knows nothing about answers.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

SECRET = "비밀스러운글"
TOKENS = [
    *(b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\x00", b"\xff", b"\xed\xa0\x80"),
    *(b"\\ud800", b"\\u0000", b"\xef\xbb\xbf", b"NaN", b"-Infinity", b"1e999", b"9" * 5_000),
    *(b"[" * 2_000, b'{"a":' * 2_000, b"null", b"true", b"-0", b"1E400", b" " * 1_000, b"\r\n"),
]
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**30, -(10**30), 1e308, "", "\0", "\ud800", [], {}),
    *([None], [[]], [0] * 3, ["a"] * 200, {"a": {"b": []}}, "가" * 30_000, [SECRET], SECRET),
]
RANGES = [(32, 127), (0xAC00, 0xD7A4), (0x1100, 0x1200), (0x300, 0x370), (0, 32), (0x2000, 0x2070)]
RANGES += [(0xD800, 0xE000), (0x1F300, 0x1F700), (0xFFF0, 0x10000), (0xE0000, 0xE0100)]


@dataclass(frozen=True)
class Operation:
    """What the service can be asked. path: with an id in it. body: an example, if it takes one."""

    method: str
    path: str
    body: Any


@dataclass
class Request:
    """A request as it will be sent. framing: how the body follows the headers, if not plainly."""

    method: str
    path: str
    body: bytes
    headers: dict[str, bytes] = field(default_factory=dict)
    framing: Callable[[bytes], bytes] | None = None

    def raw(self) -> bytes:
        head = f"{self.method} {self.path} HTTP/1.1\r\n".encode("latin-1", "replace")
        lines = {"Host": b"127.0.0.1", "Content-Type": b"application/json", "Connection": b"close"}
        rest = b"Content-Length: %d\r\n\r\n%s" % (len(self.body), self.body)
        if self.framing is not None:
            rest = self.framing(self.body)
        fields = {**lines, **self.headers}.items()
        return (
            head + b"".join(b"%s: %s\r\n" % (name.encode(), value) for name, value in fields) + rest
        )


def bytes_mutated(random: Random, request: Request) -> None:
    body = bytearray(request.body)
    for _ in range(random.randint(1, 6)):
        start = random.randint(0, len(body))
        end = min(len(body), start + random.randint(0, 20))
        part = body[start:end]
        body[start:end] = random.choice(
            [b"", random.choice(TOKENS), part * 2, part * 500, random.randbytes(8), part[::-1]]
        )
    request.body = bytes(body)


def structure_mutated(random: Random, request: Request) -> None:
    value = json.loads(request.body or b"null")
    for _ in range(random.randint(1, 3)):
        value = _node_replaced(random, value, random.choice(VALUES))
    request.body = json.dumps(value).encode()


def texts_mutated(random: Random, request: Request) -> None:
    def text() -> str:
        ranges = random.sample(RANGES, random.randint(1, 3))
        length = int(10 ** random.uniform(0, 4.1))
        chars = [chr(random.randrange(*random.choice(ranges))) for _ in range(min(length, 40))]
        return SECRET + "".join(chars) * (length // 40 + 1)

    def replaced(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: replaced(each) for name, each in value.items()}
        if isinstance(value, list):
            return [replaced(each) for each in value]
        return text() if isinstance(value, str) else value

    request.body = json.dumps(replaced(json.loads(request.body or b"null"))).encode()


def headers_mutated(random: Random, request: Request) -> None:
    names = ["Content-Type", "Content-Encoding", "Authorization", "Idempotency-Key", "X-Request-ID"]
    names += ["Accept", "Accept-Encoding", "Origin", "Cookie", "Range", "Expect", "If-None-Match"]
    names += ["Host", "Upgrade", "Connection", "Transfer-Encoding", "X-HTTP-Method-Override"]
    values = [b"", b"*", b"gzip", b"text/plain", b"websocket", b"chunked", b"100-continue", b"null"]
    values += [b"application/json; charset=utf-16", b"Bearer sfk_x", b"x" * 9_000, b"bytes=0-,-1"]
    for name in random.sample(names, random.randint(1, 4)):
        noise = bytes(random.choice(range(33, 256)) for _ in range(random.randint(1, 60)))
        request.headers[name] = random.choice([*values, noise])


def framing_mutated(random: Random, request: Request) -> None:
    size = len(request.body)
    announced = random.choice([0, size - 1, size + 1, 10**7, 10**30, -1])
    request.framing = random.choice(
        [
            lambda body: b"Content-Length: %d\r\n\r\n%s" % (announced, body),
            lambda body: b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (size, body),
            lambda body: b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s" % (size + 9, body),
            lambda body: b"Transfer-Encoding: chunked\r\n\r\nx\r\n" + body,
            lambda body: b"Content-Length: 1\r\nContent-Length: %d\r\n\r\n%s" % (size, body),
            lambda body: b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + body,
            lambda body: b"X: " + b"x" * 70_000 + b"\r\n\r\n" + body,
            lambda body: b"\x00: \x00\r\n\r\n" + body,
            lambda body: b"",
        ]
    )


def path_mutated(random: Random, request: Request) -> None:
    request.method = random.choice(
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "X"]
    )
    parts = request.path.split("/")
    parts[random.randrange(len(parts))] = random.choice(
        ["", "..", "%00", "%2e%2e%2f", "%ff", "%ed%a0%80", "x" * 3_000, "-1", "'--", "{id}", "*"]
    )
    query = random.choice(["", "?since=x", "?since=9999-99-99", "?until=%00", "?since=-1&since=1"])
    request.path = "/".join(parts) + query


KINDS = [bytes_mutated, structure_mutated, texts_mutated, headers_mutated]
KINDS += [framing_mutated, path_mutated]


def _node_replaced(random: Random, value: Any, by: Any) -> Any:
    if isinstance(value, dict) and value and random.random() < 0.8:
        name = random.choice(sorted(value))
        if random.random() < 0.2:
            return {**value, SECRET: by}
        return {**value, name: _node_replaced(random, value[name], by)}
    if isinstance(value, list) and value and random.random() < 0.6:
        at = random.randrange(len(value))
        return [*value[:at], _node_replaced(random, value[at], by), *value[at + 1 :]]
    return by


def made(seed: int, number: int, operations: list[Operation]) -> tuple[str, Request]:
    """The kind of mutation of request `number`, and the request."""
    random = Random(f"{seed} {number}")
    kind = KINDS[number % len(KINDS)]
    bodies = [each for each in operations if each.body is not None]
    operation = random.choice(operations if kind in (headers_mutated, path_mutated) else bodies)
    body = b"" if operation.body is None else json.dumps(operation.body).encode()
    request = Request(operation.method, operation.path, body)
    kind(random, request)
    return kind.__name__.removesuffix("_mutated"), request
