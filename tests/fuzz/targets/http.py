"""`spellfix.serve`: requests to the application in this process, with a database and the shipped
model, without a socket.

Every request is answered, never with a server error (503 apart), never with a traceback; refusals
are JSON with nothing but a detail and repeat nothing that was sent; all answers forbid sniffing.
Corrections that come are their edits applied to the texts that were sent.
"""

from __future__ import annotations

import asyncio
import json
from functools import cache
from typing import Any

from spellfix.edits import Edit, apply
from spellfix.serve.app import create_app
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings
from tests.fuzz.files import place
from tests.fuzz.given import Given, fields

SECRET = "비밀스러운글"
HEADERS = "content-type: application/json\nhost: localhost"
DRAFT = "0" * 32
BODIES = (
    ("/v1/correct", '{"text": "오늘 숙재를 했다.", "explain": true}'),
    ("/v1/correct", '{"texts": ["비밀스러운글", ""], "protect": ["숙재"], "min_confidence": 0.9}'),
    ("/v1/correct", '{"text": "비밀스러운글", "비밀스러운글": [1e999, NaN]}'),
    ("/v1/drafts", '{"text": "숙재를 했다.", "protect": []}'),
    (f"/v1/drafts/{DRAFT}/review", '{"decisions": ["accepted"], "text": "비밀스러운글"}'),
    ("/v1/evaluate", '{"pairs": [{"input": "숙재", "target": "숙제", "kind": "비밀스러운글"}]}'),
    ("/v1/evaluate", '{"pairs": [{"input": "가", "targets": ["가", "나"]}], "protect": ["가"]}'),
    ("/v1/dictionary", '{"terms": ["민수", "하늘초"]}'),
)
ODD = 'content-type: application/json; charset="utf-16"\ncontent-encoding: gzip'
SEEDS = (
    *(fields("POST", path, HEADERS, body) for path, body in BODIES),
    fields("POST", "/v1/drafts", f"{HEADERS}\nidempotency-key: a1", BODIES[3][1]),
    fields("POST", "/v1/correct", ODD, "{}"),
    fields("GET", "/v1/drafts?limit=5&cursor=비밀스러운글&reviewed=false", HEADERS),
    fields("GET", "/v1/accuracy?since=2024-01-01&until=2024-13-45", HEADERS),
    fields("GET", "/v1/export?since=2024-01-01", HEADERS),
    fields("DELETE", "/v1/dictionary/1", "host: 127.0.0.1:80\norigin: http://evil.example"),
    fields("DELETE", f"/v1/drafts/{DRAFT}", "host: [::1]\nauthorization: Bearer x"),
    fields("GET", "/../../etc/passwd", "host: evil.example"),
    fields("OPTIONS", "/v1/correct", "host: a\norigin: null\naccess-control-request-method: POST"),
    fields("GET", "/openapi.json", "host: localhost\naccept: */*\nrange: bytes=0-"),
)


@cache
def _service() -> tuple[asyncio.AbstractEventLoop, Any]:
    settings = Settings(database=f"sqlite:///{place() / 'drafts.sqlite3'}")
    return asyncio.new_event_loop(), create_app(Services.open(settings))


def check(data: bytes) -> None:
    given = Given(data)
    headers = [
        (
            name.strip().lower().encode("latin-1", "replace"),
            value.strip().encode("utf-8", "replace"),
        )
        for name, _, value in (each.partition(":") for each in given.texts(2)[:50])
        if name.strip()
    ]
    body = given.rest(3)
    status, told, answer = _asked(given.text(0) or "GET", given.text(1), headers, body)
    assert 200 <= status < 500 or status == 503, status
    assert told[b"x-content-type-options"] == b"nosniff"
    assert b"Traceback" not in answer
    if status >= 400:
        if answer and given.text(0) != "HEAD":
            assert set(json.loads(answer)) == {"detail"}, answer
        assert SECRET not in answer.decode()
        assert json.dumps(SECRET)[1:-1] not in answer.decode()
    elif given.text(1) == "/v1/correct" and given.text(0) == "POST":
        _corrections(json.loads(body), json.loads(answer))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _corrections(sent: dict[str, Any], answer: dict[str, Any]) -> None:
    texts = sent["texts"] if sent.get("texts") is not None else [sent["text"]]
    assert len(answer["corrections"]) == len(texts)
    for text, found in zip(texts, answer["corrections"], strict=True):
        edits = []
        for each in found["edits"]:
            each.pop("explanation", None)
            edits.append(Edit(**each))
        assert apply(text, edits) == found["text"]


def _asked(
    method: str, target: str, headers: list[tuple[bytes, bytes]], body: bytes
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body of the answer."""
    loop, app = _service()
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": method.upper(), "path": path, "root_path": "", "headers": headers,
        "raw_path": _bytes(path), "client": ("127.0.0.1", 1),
        "query_string": _bytes(query), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    loop.run_until_complete(asyncio.wait_for(app(scope, receive, send), 60))
    start = next(each for each in sent if each["type"] == "http.response.start")
    parts = (each.get("body", b"") for each in sent if each["type"] == "http.response.body")
    return start["status"], dict(start["headers"]), b"".join(parts)
