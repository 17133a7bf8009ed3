"""What the service says of itself, who may call it, and how its interface is described."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import spellfix
from spellfix.cli import main
from spellfix.hangul import is_syllable
from spellfix.serve.app import create_app
from spellfix.serve.schema import REQUESTS
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings

ADDRESS = "http://127.0.0.1"
STORING = ("/v1/accuracy", "/v1/export", "/v1/dictionary", "/v1/drafts/any")


def opened(settings: Settings) -> TestClient:
    return TestClient(create_app(Services.open(settings)), ADDRESS)


# -- about -----------------------------------------------------------------------------------


def test_the_service_says_what_it_is_and_that_it_is_well(client: TestClient) -> None:
    found = client.get("/v1/service").json()
    assert found["version"] == spellfix.__version__
    assert found["model"]["name"] == "spellfix-small"
    assert (found["storing"], found["keys"], found["retention_days"]) == (True, False, 90)
    assert found["min_confidence"] == Settings().min_confidence
    assert found["limits"]["characters"] == 20_000
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_with_storing_switched_off_it_corrects_and_keeps_nothing() -> None:
    with opened(Settings(database="off")) as client:
        found = client.get("/v1/service").json()
        assert (found["storing"], found["retention_days"]) == (False, None)
        assert client.post("/v1/correct", json={"text": "숙재를 했다."}).status_code == 200
        assert client.post("/v1/drafts", json={"text": "숙재를 했다."}).status_code == 404
        assert [client.get(place).status_code for place in STORING] == [404] * 4
        assert client.get("/readyz").status_code == 200
        assert "spellfix_typo_accuracy " not in client.get("/metrics").text


def test_old_drafts_are_deleted_when_the_service_starts(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'drafts.sqlite3'}", retention_days=1)
    with opened(settings) as client:
        draft = client.post("/v1/drafts", json={"text": "숙재를 했다."}).json()
    expires = datetime.fromisoformat(draft["expires_at"].replace("Z", "+00:00"))
    assert expires - datetime.now(timezone.utc) < timedelta(days=1)
    with opened(replace(settings, retention_days=0)) as client:
        kept = client.post("/v1/drafts", json={"text": "숙재를 했다."}).json()
        assert kept["expires_at"] is None


# -- keys ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, list[str]]]:
    """A service that asks for keys, and the keys of two schools."""
    folder = tmp_path_factory.mktemp("keys")
    file = folder / "keys.jsonl"
    made = [_made(file, name) for name in ("하늘초", "바다초")]
    settings = Settings(database=f"sqlite:///{folder / 'drafts.sqlite3'}", keys=str(file))
    with opened(settings) as client:
        yield client, made


def _made(file: Path, name: str) -> str:
    import contextlib
    import io
    import re

    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        assert main(["keys", "add", name, "--file", str(file)]) == 0
    found = re.search(r"sfk_\S+", shown.getvalue())
    assert found
    return found[0]


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_without_a_key_there_is_the_page_of_facts_and_nothing_else(
    keys: tuple[TestClient, list[str]],
) -> None:
    client, _ = keys
    assert client.get("/v1/service").json()["keys"] is True
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
    for place in (*STORING, "/metrics"):
        refused = client.get(place)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert client.post("/v1/correct", json={"text": "글"}).status_code == 401


def test_what_one_key_stores_another_never_sees(keys: tuple[TestClient, list[str]]) -> None:
    client, (one, other) = keys
    body = {"text": "숙재를 했다."}
    draft = client.post("/v1/drafts", json=body, headers=bearer(one)).json()
    place = f"/v1/drafts/{draft['id']}"
    client.post("/v1/dictionary", json={"terms": ["숙재"]}, headers=bearer(one))
    assert client.get(place, headers=bearer(one)).status_code == 200
    assert client.get(place, headers=bearer(other)).status_code == 404
    assert client.delete(place, headers=bearer(other)).status_code == 404
    assert client.post(f"{place}/review", json={}, headers=bearer(other)).status_code == 404
    assert client.get("/v1/dictionary", headers=bearer(other)).json() == {"terms": []}
    assert client.get("/v1/accuracy", headers=bearer(other)).json()["drafts"] == 0
    assert client.get("/v1/export", headers=bearer(other)).content == b""
    kept, mended = (
        client.post("/v1/correct", json=body, headers=bearer(key)).json()["corrections"][0]["text"]
        for key in (one, other)
    )
    assert "숙재" in kept
    assert "숙제" in mended
    assert client.get("/metrics", headers=bearer(other)).status_code == 200


# -- the description of the interface ----------------------------------------------------------


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for path in document["paths"].values() for each in path.values()]


def test_the_interface_is_described_in_korean_and_in_english(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    described = [document["info"]["description"]]
    described += [each[key] for each in operations(document) for key in ("summary", "description")]
    described += [
        parameter["description"]
        for each in operations(document)
        for parameter in each.get("parameters", ())
    ]
    schemas = document["components"]["schemas"].values()
    described += [field["description"] for each in schemas for field in each["properties"].values()]
    assert len(described) > 200
    assert [text for text in described if not any(map(is_syllable, text))] == []
    assert [text for text in described if not any("a" <= char <= "z" for char in text)] == []


def test_every_request_has_examples_that_it_takes(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for each in REQUESTS:
        assert schemas[each.__name__]["examples"]
        for example in schemas[each.__name__]["examples"]:
            each.model_validate(example)


def test_the_interface_names_its_version_and_every_refusal(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["info"]["version"] == spellfix.__version__
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path.startswith("/v1/") and path != "/v1/service":
                assert {"401", "429", "500", "503"} <= set(operation["responses"]), path
                assert operation["security"] == [{"ApiKey": []}]
            if method == "post":
                assert {"400", "408", "413", "415", "422"} <= set(operation["responses"]), path
