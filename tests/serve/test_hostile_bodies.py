"""Bodies that mean harm, to every operation that takes one, on a real port: answered with what
is wrong, never with what was sent, and the service goes on. New operations are covered by
themselves: they are those of the OpenAPI document."""

import gzip
import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

SECRET = "비밀스러운글"
PATIENCE = 30.0
"""Seconds for an answer, however busy the machine; most take some hundredths."""


@dataclass(frozen=True)
class Operation:
    """One that takes a body. path: filled in. example: a body that it can take."""

    path: str
    example: dict[str, Any]


@dataclass(frozen=True)
class Service:
    client: httpx2.Client
    address: tuple[str, int]
    operations: tuple[Operation, ...]


@pytest.fixture(scope="module")
def service(
    running: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    file: Path = tmp_path_factory.mktemp("hostile") / "drafts.sqlite3"
    with (
        running(database=f"sqlite:///{file}") as address,
        httpx2.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        place = urlsplit(address)
        document = client.get("/openapi.json").json()
        draft = client.post("/v1/drafts", json={"text": "숙재를 했다."}).json()["id"]
        operations = tuple(
            Operation(
                path.replace("{draft_id}", draft).replace("{id}", draft), _example(document, each)
            )
            for path, methods in document["paths"].items()
            for method, each in methods.items()
            if method in ("post", "put", "patch")
        )
        assert len(operations) >= 5
        assert not any("{" in each.path for each in operations)
        yield Service(client, (str(place.hostname), int(place.port or 0)), operations)


def _example(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    example: dict[str, Any] = schema["examples"][0]
    return example


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the service logs, and its client does not."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpcore2", "httpx2"):
        caplog.set_level(logging.WARNING, name)
    return caplog


def ask(
    service: Service,
    operation: Operation,
    body: bytes,
    log: pytest.LogCaptureFixture,
    **headers: str,
) -> int:
    """The status, after seeing that the answer came, in JSON, and repeats nothing."""
    sent = {"Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    answer = service.client.post(operation.path, content=body, headers=sent)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.status_code >= 400:
        assert set(answer.json()) == {"detail"}
        for told in (answer.text, str(answer.headers), log.text):
            assert SECRET not in told, operation.path
            assert json.dumps(SECRET)[1:-1] not in told, operation.path
    return answer.status_code


def alive(service: Service) -> bool:
    return service.client.get("/readyz").status_code == 200


QUOTED = json.dumps(SECRET, ensure_ascii=False).encode()
NEVER_TAKEN: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \r\n\t",
    "NUL": b"\x00" * 1000,
    "NUL in a string": b'{"text": "a\x00b"}',
    "no object": QUOTED,
    "a list": b"[" + QUOTED + b"]",
    "null": b"null",
    "cut off": b'{"text": ' + QUOTED[:-1],
    "cp949": b'{"text": "' + SECRET.encode("cp949") + b'"}',
    "UTF-16": f'{{"text": "{SECRET}"}}'.encode("utf-16"),
    "UTF-8 of half a character": b'{"text": "\xed\xa0\x80"}',
    "byte order mark": b'\xef\xbb\xbf{"text": ' + QUOTED + b"}",
    "a lone surrogate as a key": b'{"\\ud800": ' + QUOTED + b"}",
    "an unknown key": b'{"' + SECRET.encode() + b'": 1}',
    "a key twice": b'{"text": ' + QUOTED + b', "text": "b"}',
    "__proto__": b'{"__proto__": {"text": ' + QUOTED + b"}}",
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"min_confidence": -Infinity}',
    "10,000 digits": b'{"text": ' + b"9" * 10_000 + b"}",
    "deep lists": b"[" * 100_000,
    "deep lists, closed": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"text":' * 25_000 + b"1" + b"}" * 25_000,
    "deep in a field": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(20_000)) + b"}",
    "10 MB": b'{"text": "' + b"a" * 10_000_000 + b'"}',
    "form": b"text=" + SECRET.encode(),
}


@pytest.mark.parametrize("body", NEVER_TAKEN.values(), ids=NEVER_TAKEN)
def test_받을_수_없는_본문은_되풀이하지_않고_바로_거절한다(
    service: Service, log: pytest.LogCaptureFixture, body: bytes
) -> None:
    for operation in service.operations:
        status = ask(service, operation, body, log)
        assert 400 <= status < 500, operation.path
    assert alive(service)


BOMB = gzip.compress(b'{"text": "' + b" " * 10_000_000 + b'"}')


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content_Type", "text/plain"),
        ("Content_Type", "application/x-www-form-urlencoded"),
        ("Content_Type", "multipart/form-data; boundary=x"),
        ("Content_Type", "application/json; charset=euc-kr"),
        ("Content_Type", "application/json; charset=utf-16"),
        ("Content_Type", "application/xml"),
        ("Content_Encoding", "gzip"),
        ("Content_Encoding", "deflate"),
        ("Content_Encoding", "br"),
    ],
)
def test_a_body_of_another_type_or_compressed_is_unsupported(
    service: Service, log: pytest.LogCaptureFixture, name: str, value: str
) -> None:
    for operation in service.operations:
        good = json.dumps(operation.example).encode()
        for body in (good, BOMB):
            assert ask(service, operation, body, log, **{name: value}) == 415


def test_ten_megabytes_that_nobody_announced_are_too_large(service: Service) -> None:
    for operation in service.operations:
        answer = service.client.post(
            operation.path,
            content=(b"a" * 100_000 for _ in range(100)),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 413


def replaced(value: Any, by: Any) -> Any:
    """`value` with `by` in the place of every text in it."""
    if isinstance(value, dict):
        return {name: replaced(each, by) for name, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, by) for each in value]
    return by if isinstance(value, str) else value


LONG = 19_000
TEXTS: dict[str, str] = {
    "empty": "",
    "NUL": "\0",
    "NULs": "\0" * 1_000,
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029",
    "a lone surrogate": SECRET + "\ud800",
    "surrogates the wrong way": SECRET + "\udc00\ud800",
    "no characters": "\ufffe\uffff\U0010ffff",
    "right to left": "\u202e" + "가나다" + "\u2066" * 500,
    "combining characters": "가" + "\u0301\u0327\u20dd" * (LONG // 3),
    "conjoining jamo": "\u1112\u1161\u11ab" * (LONG // 3),
    "leading consonants": "\u1100" * LONG,
    "emoji joined without end": "👩" + "\u200d👩" * (LONG // 3),
    "flags": "🇰🇷" * (LONG // 2),
    "one word": "가" * LONG,
    "spaces": " " * LONG,
    "line breaks": "\r\n" * (LONG // 2),
    "quotes": '"' * LONG,
    "brackets": "([{<" * (LONG // 4),
    "one letter": "ㅋ" * LONG,
    "as an address": "http://" + "a." * (LONG // 3),
    "as a mail address": "@" * LONG,
    "digits": "9" * LONG,
    "SQL": f"'; DROP TABLE drafts; -- {SECRET}",
    "HTML": f"<script>alert('{SECRET}')</script>",
    "format": "%s%n{0.__class__}${jndi:ldap://a}" + SECRET,
    "too long": SECRET * 4_000,
    "many times too long": "a" * 250_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_이상한_글도_받거나_거절할_뿐_고장_나지_않는다(
    service: Service, log: pytest.LogCaptureFixture, text: str
) -> None:
    for operation in service.operations:
        body = json.dumps(replaced(operation.example, text)).encode()
        status = ask(service, operation, body, log)
        assert 200 <= status < 500, operation.path
        if text.encode("utf-8", "replace") != text.encode("utf-8", "surrogatepass"):
            assert status == 422 or replaced(operation.example, text) == operation.example
    assert alive(service)


VALUES = [
    "1e999", "-1e999", "1e-999", "-0", "1.5", "-1", "9" * 400, "0.1", "true", "null", "[]", "{}",
    '""', '"\\u0000"', '"\\ud800"', "[null]", "[[[[]]]]", '[{"a":1}]', "[1e999]", "[-1]",
    "[" + "9" * 400 + "]", "[0,0]", "[" + "0," * 50_000 + "0]", '["\\ud800"]', '["\\u0000"]',
    '[{"input":"\\ud800","target":"a"}]', '[{"input":"","target":""}]',
]  # fmt: skip


def test_every_field_takes_or_refuses_every_kind_of_value(
    service: Service, log: pytest.LogCaptureFixture
) -> None:
    for operation in service.operations:
        for field in operation.example:
            for value in VALUES:
                body = json.dumps(operation.example | {field: "here"}).replace('"here"', value)
                status = ask(service, operation, body.encode(), log)
                assert 200 <= status < 500, (operation.path, field, value[:50])
    assert alive(service)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Idempotency_Key", "x" * 129),
        ("Idempotency_Key", "a b\tc"),
        ("Idempotency_Key", "\xff\xfe"),
        ("X_Request_ID", "\xff" * 100),
        ("X_Request_ID", "x" * 8_000),
        ("Authorization", "Bearer " + "\xff" * 8_000),
        ("Cookie", "a=b; " * 2_000 + "c=d"),
        ("Accept", "text/html, " * 1_000 + "*/*"),
        ("Range", "bytes=0-"),
        ("X_Forwarded_For", "127.0.0.1, evil"),
        ("X_HTTP_Method_Override", "DELETE"),
    ],
)
def test_headers_that_mean_harm_change_nothing(
    service: Service, log: pytest.LogCaptureFixture, name: str, value: str
) -> None:
    for operation in service.operations:
        body = json.dumps(operation.example).encode()
        sent = {name: value.encode("latin-1")}
        status = ask(service, operation, body, log, **sent)  # type: ignore[arg-type]
        assert 200 <= status < 300 or (name == "Idempotency_Key" and status == 422)


CUT_OFF: dict[str, bytes] = {
    "a body that is shorter than announced": b"Content-Length: 1000\r\n\r\n{",
    "a body that is longer than announced": b"Content-Length: 2\r\n\r\n{}" + b"x" * 1000,
    "no body at all": b"Content-Length: 1000\r\n\r\n",
    "chunks without an end": b"Transfer-Encoding: chunked\r\n\r\n5\r\n{    \r\n",
    "half a chunk": b"Transfer-Encoding: chunked\r\n\r\n500\r\n{",
    "a chunk of no size": b"Transfer-Encoding: chunked\r\n\r\nx\r\n",
    "a negative chunk": b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
    "a length and chunks": b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{}",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
    "half the headers": b"Content-Length: 2",
}


@pytest.mark.parametrize("rest", CUT_OFF.values(), ids=CUT_OFF)
def test_끊기거나_길이가_틀린_본문은_아무도_기다리게_하지_않는다(
    service: Service, log: pytest.LogCaptureFixture, rest: bytes
) -> None:
    for operation in service.operations:
        head = f"POST {operation.path} HTTP/1.1\r\nHost: localhost\r\n"
        with (
            socket.create_connection(service.address, timeout=10) as peer,
            suppress(ConnectionError),
        ):
            peer.sendall(head.encode() + b"Content-Type: application/json\r\n" + rest)
            peer.shutdown(socket.SHUT_WR)
            answer = b""
            while more := peer.recv(1 << 16):
                answer += more
            assert not answer or answer.startswith(b"HTTP/1.1 4"), operation.path
    assert alive(service)
    assert not [each for each in log.records if each.levelno >= logging.ERROR]


def test_after_all_that_what_was_stored_can_still_be_read(service: Service) -> None:
    for path in ("/v1/dictionary", "/v1/accuracy", "/v1/export", "/metrics", "/v1/service"):
        assert service.client.get(path).status_code == 200, path
