"""What is no JSON in UTF-8 is refused before any route sees it, and never repeated."""

import gzip
import json
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from spellfix.serve.middleware import BodyLimit, JsonBodies
from spellfix.serve.middleware.json import MOST_KEYS

SECRET = "비밀스러운글"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await JSONResponse(body.decode())(scope, receive, send)


CLIENT = TestClient(BodyLimit(JsonBodies(echo), 1 << 24))


def status(body: bytes, kind: str | None = "application/json", **headers: str) -> int:
    sent = {} if kind is None else {"Content-Type": kind}
    answer = CLIENT.post("/", content=body, headers=sent | headers)
    if answer.status_code != 200:
        assert set(answer.json()) == {"detail"}
        assert SECRET not in answer.text
    return answer.status_code


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner, max_size=MOST_KEYS),
    ).filter(lambda value: float("inf") != value != float("-inf"))
)
def test_every_json_value_goes_through_as_it_is(value: object) -> None:
    try:
        body = json.dumps(value, allow_nan=False)
    except ValueError:  # an infinity further in
        return
    answer = CLIENT.post("/", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert answer.json() == body


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", 'Application/JSON;Charset="UTF-8"'],
)
def test_json_may_be_called_by_all_its_names(kind: str) -> None:
    assert status(b'{"a": 1}', kind) == 200


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=a",
        "application/json; charset=utf-16",
        "application/json; charset=euc-kr",
        "application/json; charset*=utf-8''cp949",
        "application/json; charset*=zz'zz'%ff%fe",
        "application/vnd.api+json",
        "text/plain, application/json",
        f"application/{SECRET}".encode().decode("latin-1"),
    ],
)
def test_anything_else_is_an_unsupported_type(kind: str | None) -> None:
    body = json.dumps({"text": SECRET}).encode()
    headers = {} if kind is None else {"Content-Type": kind.encode("latin-1")}
    answer = CLIENT.post("/", content=body, headers=headers)
    assert answer.status_code == 415
    assert SECRET not in answer.text


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "gzip, identity", "x"])
def test_compressed_bodies_are_not_unpacked(encoding: str) -> None:
    body = gzip.compress(b'{"text": "' + b" " * 1_000_000 + b'"}')
    assert status(body, **{"Content-Encoding": encoding}) == 415


NOT_JSON: dict[str, bytes] = {
    "cut off": b'{"text": "' + SECRET.encode(),
    "words": SECRET.encode(),
    "two values": b"{} {}",
    "a comma too many": b'{"a": 1,}',
    "byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "cp949": f'{{"text": "{SECRET}"}}'.encode("cp949"),
    "utf-16": f'{{"text": "{SECRET}"}}'.encode("utf-16"),
    "utf-16 without a mark": f'{{"text": "{SECRET}"}}'.encode("utf-16-le"),
    "utf-32": b'{"a": 1}'.decode().encode("utf-32"),
    "half a character": b'{"text": "\xed\xa0\x80"}',
    "overlong": b'{"text": "\xc0\xaf"}',
    "NUL as it is": b'{"text": "\x00"}',
    "NUL after": b"{}\x00",
    "a key twice": b'{"text": "a", "text": "b"}',
    "a key twice, written otherwise": b'{"text": "a", "\\u0074ext": "b"}',
    "a key twice, further in": b'{"a": [{"b": 1, "b": 2}]}',
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(MOST_KEYS + 1)) + b"}",
    "NaN": b'{"min_confidence": NaN}',
    "Infinity": b"[-Infinity, Infinity]",
    "deep": b"[" * 100_000,
    "deep and whole": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "thousands of digits": b"9" * 10_000,
    "only white space": b" \n",
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_json이_아닌_것은_되풀이하지_않고_거절한다(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert status(body) == 400
    assert SECRET not in caplog.text


def test_no_body_is_left_to_the_routes() -> None:
    assert CLIENT.get("/").status_code == 200
    assert CLIENT.delete("/").status_code == 200
    assert status(b"", None) == 200
