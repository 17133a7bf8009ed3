"""The application, real from the request to the shipped model."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import spellfix
from spellfix.backends import OnnxBackend
from spellfix.corrector import Corrector
from spellfix.decoding import Backend
from spellfix.hangul import is_syllable
from spellfix.pretrained import ModelDirectory
from spellfix.serve.app import create_app
from spellfix.serve.engine import Engine, Limits
from spellfix.serve.schema.limits import MOST_BYTES, MOST_CHARACTERS, MOST_TERMS, MOST_TEXTS
from spellfix.tokenizer import Tokenizer

TYPO = "오늘 선셍님이 숙재를 했다."
SECRET = "비밀스러운글"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Engine.open()), raise_server_exceptions=False) as client:
        yield client


class Gate(Backend):
    """A backend that waits until it is opened, and may then fail."""

    def __init__(self, backend: OnnxBackend, failure: Exception | None = None) -> None:
        self.backend, self.failure = backend, failure
        self.reached, self.opened = Event(), Event()

    def encode(self, ids, mask):
        self.reached.set()
        assert self.opened.wait(60)
        if self.failure:
            raise self.failure
        return self.backend.encode(ids, mask)

    def decode(self, states, mask, decoder_ids, first=0):
        return self.backend.decode(states, mask, decoder_ids, first)


def behind_a_gate(places: int, failure: Exception | None = None) -> tuple[Gate, FastAPI]:
    model = ModelDirectory.open()
    gate = Gate(OnnxBackend(model.encoder, model.decoder), failure)
    tokenizer = Tokenizer.load(model.tokenizer)
    return gate, create_app(
        Engine(Corrector(gate, tokenizer), name="gate", version="1", limits=Limits(calls=places))
    )


# -- answers ---------------------------------------------------------------------------------


def test_글_하나를_고치고_위치와_종류와_확신도를_답한다(client: TestClient) -> None:
    answer = client.post("/v1/correct", json={"text": TYPO})
    assert answer.status_code == 200
    (correction,) = answer.json()["corrections"]
    assert correction["text"] == spellfix.correct(TYPO) != TYPO
    text = TYPO
    for edit in reversed(correction["edits"]):
        assert set(edit) == {"start", "end", "before", "after", "kind", "confidence", "explanation"}
        assert text[edit["start"] : edit["end"]] == edit["before"]
        text = text[: edit["start"]] + edit["after"] + text[edit["end"] :]
    assert text == correction["text"]
    model = ModelDirectory.open()
    assert answer.json()["model"] == {"name": model.name, "version": model.version}


def test_several_texts_are_answered_in_the_order_given(client: TestClient) -> None:
    texts = ["맞는 말이다.", TYPO, "", " \n", "끝\u2028👩‍👩‍👧", "NUL \0 도", "\u1112\u1161\u11ab"]
    answer = client.post("/v1/correct", json={"texts": texts}).json()
    corrector = spellfix.Corrector.from_pretrained()
    expected = [each.text for each in corrector.correct_batch(texts)]
    assert [each["text"] for each in answer["corrections"]] == expected


def test_보호하는_말과_확신도는_요청마다_다르다(client: TestClient) -> None:
    def corrected(**options: object) -> str:
        answer = client.post("/v1/correct", json={"text": TYPO, **options}).json()
        text: str = answer["corrections"][0]["text"]
        return text

    assert "선셍님" in corrected(protect=["선셍님"])
    assert corrected(min_confidence=1) == TYPO
    assert corrected() == spellfix.correct(TYPO)


def test_the_service_says_that_it_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_the_interface_is_described_in_korean_and_in_english(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len(operations) == 3
    described = [document["info"]["description"]]
    described += [each[key] for each in operations for key in ("summary", "description")]
    request = document["components"]["schemas"]["CorrectRequest"]
    described += [field["description"] for field in request["properties"].values()]
    assert all(any(map(is_syllable, text)) for text in described)
    assert all(any("a" <= char <= "z" for char in text) for text in described)
    assert request["examples"]
    assert "503" in document["paths"]["/v1/correct"]["post"]["responses"]


# -- load ------------------------------------------------------------------------------------


def test_a_correction_in_progress_blocks_nobody_and_too_many_are_refused_at_once() -> None:
    gate, app = behind_a_gate(places=3)
    with TestClient(app) as client, ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(client.post, "/v1/correct", json={"text": TYPO}) for _ in range(3)]
        try:
            assert gate.reached.wait(60)
            assert client.get("/healthz").status_code == 200
            full = (client.get("/readyz").status_code == 503 for _ in range(10_000))
            assert any(full)
            refused = client.post("/v1/correct", json={"text": TYPO})
        finally:
            gate.opened.set()
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "1"
        assert [call.result().status_code for call in calls] == [200, 200, 200]
        assert client.get("/readyz").status_code == 200
        assert client.post("/v1/correct", json={"text": TYPO}).status_code == 200


def test_a_failure_tells_neither_the_client_nor_the_log_what_the_text_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gate, app = behind_a_gate(1, RuntimeError(f"cannot read {SECRET}"))
    gate.opened.set()
    with caplog.at_level(logging.DEBUG), TestClient(app) as client:
        for _ in range(2):  # the place comes back
            answer = client.post("/v1/correct", json={"text": SECRET})
            assert answer.status_code == 500
            assert SECRET not in answer.text
    assert "RuntimeError" in caplog.text
    assert "in encode" in caplog.text
    assert SECRET not in caplog.text


# -- what is refused -------------------------------------------------------------------------

REFUSED: dict[str, object] = {
    "nothing": {},
    "both": {"text": SECRET, "texts": [SECRET]},
    "no text": {"text": 5, "protect": [SECRET]},
    "no texts": {"texts": []},
    "not a list": {"texts": SECRET},
    "unknown key": {"text": "글", SECRET: SECRET},
    "unsure": {"text": SECRET, "min_confidence": 1.5},
    "words": {"text": SECRET, "min_confidence": SECRET},
    "bool": {"text": SECRET, "min_confidence": True},
    "empty term": {"text": SECRET, "protect": [""]},
    "long term": {"text": "글", "protect": [SECRET * 100]},
    "many terms": {"text": "글", "protect": [SECRET[:1]] * (MOST_TERMS + 1)},
    "many texts": {"texts": [SECRET] * (MOST_TEXTS + 1)},
    "long text": {"text": SECRET * (MOST_CHARACTERS // len(SECRET) + 1)},
    "long texts": {"texts": [SECRET * (MOST_CHARACTERS // len(SECRET) // 2 + 1)] * 2},
    "no object": [SECRET],
    "lone surrogate": {"text": SECRET + "\ud800"},
    "lone surrogate in a term": {"text": SECRET, "protect": ["\ud800"]},
    "lone surrogate in a key": {"text": "글", SECRET + "\ud800": ""},
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_without_repeating_it(
    client: TestClient, caplog: pytest.LogCaptureFixture, body: object
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = client.post(
            "/v1/correct", content=json.dumps(body), headers={"content-type": "application/json"}
        )
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert all(set(each) == {"loc", "type", "msg"} for each in answer.json()["detail"])
    assert SECRET not in answer.text + caplog.text
    assert json.dumps(SECRET)[1:-1] not in answer.text + caplog.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"text": "' + SECRET.encode(), "application/json"),
        (SECRET.encode("cp949"), "application/json"),
        (b'{"text": NaN, "min_confidence": NaN}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"min_confidence": ' + b"9" * 5_000 + b"}", "application/json"),
        (b"", "application/json"),
        (json.dumps({"text": SECRET}).encode(), "text/plain"),
        (f"text={SECRET}".encode(), "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_request_is_refused_without_repeating_it(
    client: TestClient, content: bytes, kind: str
) -> None:
    answer = client.post("/v1/correct", content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 422)
    assert SECRET not in answer.text


def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(client: TestClient) -> None:
    body = json.dumps({"text": "글" * MOST_BYTES}).encode()
    headers = {"content-type": "application/json"}
    announced = client.post("/v1/correct", content=body, headers=headers)
    streamed = client.post("/v1/correct", content=iter([body[:9], body[9:]]), headers=headers)
    for answer in (announced, streamed):
        assert answer.status_code == 413
        assert f"{MOST_BYTES:,}" in answer.json()["detail"]


def test_as_many_characters_as_are_allowed_fit_into_the_largest_body() -> None:
    text = "\U0001f600" * MOST_CHARACTERS  # twelve bytes each as a JSON escape
    assert len(json.dumps({"text": text})) <= MOST_BYTES
