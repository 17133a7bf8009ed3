"""`POST /v1/correct`, real from the request to the shipped model; nothing is stored."""

import json
import logging

import pytest
from fastapi.testclient import TestClient

import spellfix
from spellfix.pretrained import ModelDirectory
from spellfix.serve.schema.limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_TERMS,
    MOST_TEXTS,
)
from spellfix.serve.settings import Settings

TYPO = "오늘 선셍님이 숙재를 했다."
SECRET = "비밀스러운글"


# -- answers ---------------------------------------------------------------------------------


def test_글_하나를_고치고_위치와_종류와_확신도를_답한다(client: TestClient) -> None:
    answer = client.post("/v1/correct", json={"text": TYPO})
    assert answer.status_code == 200
    (correction,) = answer.json()["corrections"]
    assert correction["text"] == spellfix.correct(TYPO) != TYPO
    text = TYPO
    for edit in reversed(correction["edits"]):
        assert edit.pop("explanation") is None
        assert set(edit) == {"start", "end", "before", "after", "kind", "confidence"}
        assert text[edit["start"] : edit["end"]] == edit["before"]
        text = text[: edit["start"]] + edit["after"] + text[edit["end"] :]
    assert text == correction["text"]
    model = ModelDirectory.open()
    assert answer.json()["model"] == {"name": model.name, "version": model.version}


def test_까닭은_물으면_답한다(client: TestClient) -> None:
    answer = client.post("/v1/correct", json={"texts": ["맞는 말이다.", TYPO], "explain": True})
    clean, typo = answer.json()["corrections"]
    assert clean["edits"] == []
    made = spellfix.Corrector.from_pretrained().correct(TYPO).edits
    told = [each["explanation"] for each in typo["edits"]]
    why = [spellfix.explain(TYPO, edit) for edit in made]
    assert told == [
        {"korean": each.korean, "english": each.english, "article": each.article} for each in why
    ]


def test_several_texts_are_answered_in_the_order_given(client: TestClient) -> None:
    texts = ["맞는 말이다.", TYPO, "", " \n", "끝\u2028👩‍👩‍👧", "NUL \0 도", "\u1112\u1161\u11ab"]
    answer = client.post("/v1/correct", json={"texts": texts}).json()
    corrector = spellfix.Corrector.from_pretrained(min_confidence=Settings().min_confidence)
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


def test_nothing_of_it_is_stored(client: TestClient) -> None:
    before = client.get("/v1/accuracy").json()["drafts"]
    client.post("/v1/correct", json={"text": TYPO})
    assert client.get("/v1/accuracy").json()["drafts"] == before


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
    assert answer.status_code in (400, 415, 422)
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
