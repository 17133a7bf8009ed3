"""`/v1/drafts`: stored, corrected, reviewed, deleted; the real application over a real database."""

import json
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from spellfix.edits import Edit, apply

TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."
SECRET = "비밀스러운글"


def added(client: TestClient, text: str = TYPO, **options: object) -> dict[str, Any]:
    answer = client.post("/v1/drafts", json={"text": text, **options})
    assert answer.status_code == 201, answer.text
    draft: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/v1/drafts/{draft['id']}"
    return draft


def reviewed(client: TestClient, draft: dict[str, Any], **decisions: object) -> httpx2.Response:
    return client.post(
        f"/v1/drafts/{draft['id']}/review",
        content=json.dumps(decisions),
        headers={"content-type": "application/json"},
    )


def edits_of(draft: dict[str, Any]) -> list[Edit]:
    return [
        Edit(*(each[name] for name in ("start", "end", "before", "after", "kind", "confidence")))
        for each in draft["correction"]["edits"]
    ]


# -- a draft and its review --------------------------------------------------------------------


def test_a_draft_is_corrected_explained_and_kept(client: TestClient) -> None:
    draft = added(client)
    assert draft["text"] == TYPO
    assert draft["correction"]["text"] == RIGHT == apply(TYPO, edits_of(draft))
    assert [each["id"] for each in draft["correction"]["edits"]] == [0, 1]
    assert all(each["explanation"]["korean"] for each in draft["correction"]["edits"])
    assert draft["review"] is None
    assert draft["expires_at"] > draft["created_at"]
    assert client.get(f"/v1/drafts/{draft['id']}").json() == draft


def test_받아들인_수정만_한_글이_마지막_글이다(client: TestClient) -> None:
    draft = added(client)
    review = reviewed(client, draft, accepted=[1], rejected=[0]).json()["review"]
    assert review["final_text"] == "오늘 선셍님이 숙제를 했다."
    assert (review["accepted"], review["rejected"]) == ([1], [0])
    assert review["outcome"] == "miscorrected"
    assert client.get(f"/v1/drafts/{draft['id']}").json()["review"] == review


@pytest.mark.parametrize(
    ("text", "final", "outcome"),
    [
        (TYPO, RIGHT, "corrected"),
        (RIGHT, RIGHT, "kept"),
        (TYPO, TYPO, "overcorrected"),
        ("그냥 두면 되는 글입니다.", "그냥 두면 되는 글 입니다.", "uncorrected"),
        (TYPO, f"{RIGHT} 다음 주에는 발표 자료를 함께 만들어 봅시다.", "rewritten"),
    ],
)
def test_사람이_마친_글이_교정의_결과를_말해_준다(
    client: TestClient, text: str, final: str, outcome: str
) -> None:
    draft = added(client, text)
    review = reviewed(client, draft, final_text=final).json()["review"]
    assert (review["final_text"], review["outcome"]) == (final, outcome)


def test_a_later_review_takes_the_place_of_the_earlier_one(client: TestClient) -> None:
    draft = added(client)
    reviewed(client, draft, rejected=[0, 1], reviewer="가")
    assert reviewed(client, draft, accepted=[0, 1], reviewer="가").json()["review"]["accepted"]
    second = reviewed(client, draft, accepted=[0], reviewer="나").json()["review"]
    assert client.get(f"/v1/drafts/{draft['id']}").json()["review"] == second


def test_what_is_deleted_is_gone(client: TestClient) -> None:
    draft = added(client)
    place = f"/v1/drafts/{draft['id']}"
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404
    assert client.delete(place).status_code == 404
    assert reviewed(client, draft).status_code == 404


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_text_comes_back_as_it_was_written(client: TestClient, text: str) -> None:
    draft = added(client, text)
    assert client.get(f"/v1/drafts/{draft['id']}").json()["text"] == text
    review = reviewed(client, draft, final_text=text).json()["review"]
    assert review["final_text"] == text


# -- once and again ----------------------------------------------------------------------------


def test_the_same_request_stores_once(client: TestClient) -> None:
    key = {"Idempotency-Key": "draft-1"}
    before = client.get("/v1/accuracy").json()["drafts"]
    first, second = (client.post("/v1/drafts", json={"text": TYPO}, headers=key) for _ in range(2))
    assert second.json() == first.json()
    assert (first.status_code, second.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert client.get("/v1/accuracy").json()["drafts"] == before + 1


def test_a_review_that_is_sent_again_is_answered_as_before(client: TestClient) -> None:
    draft, key = added(client), {"Idempotency-Key": "review-1"}
    place = f"/v1/drafts/{draft['id']}/review"
    first = client.post(place, json={"accepted": [0]}, headers=key)
    second = client.post(place, json={"accepted": [0]}, headers=key)
    assert second.json() == first.json()
    assert second.headers["Idempotency-Replayed"] == "true"


def test_another_request_with_the_same_key_is_refused(client: TestClient) -> None:
    key = {"Idempotency-Key": "draft-2"}
    assert client.post("/v1/drafts", json={"text": TYPO}, headers=key).status_code == 201
    other = client.post("/v1/drafts", json={"text": SECRET}, headers=key)
    assert other.status_code == 422
    assert SECRET not in other.text


def test_a_repeated_request_does_not_bring_back_what_was_deleted(client: TestClient) -> None:
    key = {"Idempotency-Key": "draft-3"}
    draft = client.post("/v1/drafts", json={"text": TYPO}, headers=key).json()
    client.delete(f"/v1/drafts/{draft['id']}")
    again = client.post("/v1/drafts", json={"text": TYPO}, headers=key)
    assert again.status_code == 410


@pytest.mark.parametrize("key", ["", "k" * 129, "with space", "탭"])
def test_a_key_that_is_none_is_refused(client: TestClient, key: str) -> None:
    answer = client.post(
        "/v1/drafts", json={"text": TYPO}, headers={"Idempotency-Key": key.encode()}
    )
    assert answer.status_code == 422


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "decisions",
    [
        {"accepted": [2]},
        {"rejected": [2]},
        {"accepted": [-1]},
        {"accepted": [0], "rejected": [0]},
        {"accepted": [0, 0]},
        {"accepted": ["0"]},
        {"accepted": [True]},
        {"accepted": [1 << 70]},
        {"final_text": f"{SECRET}\ud800"},
        {"final_text": SECRET * 4_000},
        {"reviewer": SECRET * 20},
        {SECRET: 1},
    ],
)
def test_a_review_that_cannot_be_is_refused_and_changes_nothing(
    client: TestClient, decisions: dict[str, object]
) -> None:
    draft = added(client)
    answer = reviewed(client, draft, **decisions)
    assert answer.status_code == 422
    assert SECRET not in answer.text
    assert client.get(f"/v1/drafts/{draft['id']}").json()["review"] is None


def test_an_id_that_is_none_is_answered_with_404_or_422(client: TestClient) -> None:
    for place in ("nothing", "%00", "한글", "a" * 65, "' OR 1=1 --"):
        assert client.get(f"/v1/drafts/{place}").status_code in (404, 422)
