"""`GET /v1/drafts`: what waits for a review, page by page; the real application."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

TYPO = "오늘 선셍님이 숙재를 했다."


def listed(client: TestClient, **query: object) -> dict[str, Any]:
    answer = client.get("/v1/drafts", params={name: str(value) for name, value in query.items()})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_기다리는_글이_온_순서대로_나오고_검토하면_빠진다(client: TestClient) -> None:
    ids = [client.post("/v1/drafts", json={"text": f"{n}. {TYPO}"}).json()["id"] for n in range(5)]
    first = listed(client, reviewed="false", limit=2)
    assert [each["id"] for each in first["drafts"]] == ids[:2]
    assert first["drafts"][0] == {
        **first["drafts"][0],
        "beginning": f"0. {TYPO}",
        "characters": len(TYPO) + 3,
        "edits": 2,
        "reviewed_at": None,
    }
    client.post(f"/v1/drafts/{ids[0]}/review", json={"accepted": [0, 1]})
    rest, after = [], first["next"]
    while after is not None:
        found = listed(client, reviewed="false", limit=2, after=after)
        rest += [each["id"] for each in found["drafts"]]
        after = found["next"]
    assert rest == ids[2:]
    assert [each["id"] for each in listed(client, reviewed="false")["drafts"]] == ids[1:]
    (done,) = listed(client, reviewed="true")["drafts"]
    assert done["id"] == ids[0]
    assert done["reviewed_at"] is not None
    assert [each["id"] for each in listed(client)["drafts"]] == ids


@pytest.mark.parametrize(
    "query",
    [
        "after=nothing",
        "after=1.x",
        "after=%00",
        f"after=1.{'a' * 23}",
        f"after=١.{'a' * 22}",
        f"after={'9' * 18}.{'a' * 22}",
        "limit=0",
        "limit=101",
        "limit=x",
        "reviewed=perhaps",
    ],
)
def test_a_place_or_a_number_that_is_none_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/drafts?{query}")
    assert answer.status_code == 422
    assert "detail" in answer.json()


def test_a_place_far_away_is_the_end(client: TestClient) -> None:
    assert listed(client, after=f"{'9' * 17}.{'a' * 22}") == {"drafts": [], "next": None}
