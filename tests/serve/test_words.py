"""`/v1/dictionary`: terms that stay as they are, for the one who added them."""

import pytest
from fastapi.testclient import TestClient

TYPO = "오늘 선셍님이 숙재를 했다."


def test_사전의_말은_고치지_않고_지우면_다시_고친다(client: TestClient) -> None:
    def corrected() -> str:
        answer = client.post("/v1/correct", json={"text": TYPO}).json()
        text: str = answer["corrections"][0]["text"]
        return text

    assert "선셍님" not in corrected()
    (term,) = client.post("/v1/dictionary", json={"terms": [" 선셍님 "]}).json()["terms"]
    assert term["term"] == "선셍님"
    assert "선셍님" in corrected()
    draft = client.post("/v1/drafts", json={"text": TYPO}).json()
    assert "선셍님" in draft["correction"]["text"]
    assert client.delete(f"/v1/dictionary/{term['id']}").status_code == 204
    assert "선셍님" not in corrected()
    assert client.delete(f"/v1/dictionary/{term['id']}").status_code == 404


def test_a_term_is_kept_once_in_the_order_they_came(client: TestClient) -> None:
    client.post("/v1/dictionary", json={"terms": ["하늘초", "민수"]})
    again = client.post("/v1/dictionary", json={"terms": ["민수", "가온"]}).json()
    assert [each["term"] for each in again["terms"]] == ["하늘초", "민수", "가온"]
    assert client.get("/v1/dictionary").json() == again


@pytest.mark.parametrize(
    "terms", [[], [""], [" "], ["a\nb"], ["# 제목"], ["글" * 101], ["\u0000"], ["말"] * 1_001, "말"]
)
def test_what_is_no_term_is_refused(client: TestClient, terms: object) -> None:
    before = client.get("/v1/dictionary").json()
    assert client.post("/v1/dictionary", json={"terms": terms}).status_code == 422
    assert client.get("/v1/dictionary").json() == before


def test_a_dictionary_that_is_full_says_so(client: TestClient) -> None:
    for start in (0, 500):
        terms = [f"낱말{number}" for number in range(start, start + 500)]
        answer = client.post("/v1/dictionary", json={"terms": terms})
    assert answer.status_code == 422
    assert "1,000" in answer.json()["detail"]
