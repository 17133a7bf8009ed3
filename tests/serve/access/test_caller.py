"""Who calls, as a route sees it: 401, 429 and what OpenAPI says of it."""

import logging
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from spellfix.serve.access import Admitted, KeyRing, Known, Rates
from spellfix.serve.access.keys import hashed
from spellfix.serve.key import Key

GOOD, OTHER = "sfk_good", "sfk_other"


@dataclass
class Services:
    keys: KeyRing
    rates: Rates


def client_of(keys: KeyRing) -> TestClient:
    app = FastAPI()

    @app.get("/counted")
    async def counted(caller: Admitted) -> str:
        return caller.owner

    @app.get("/known")
    async def known(caller: Known) -> str:
        return caller.owner

    app.state.services = Services(keys, Rates())
    return TestClient(app)


@pytest.fixture
def client() -> TestClient:
    keys = [Key("3반", hashed(GOOD), 2, ""), Key("편집팀", hashed(OTHER), None, "")]
    return client_of(KeyRing(Path("/nowhere"), keys))


def ask(client: TestClient, authorization: str | None, path: str = "/known") -> Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    return client.get(path, headers=headers)


def test_키의_이름이_부르는_사람이다(client: TestClient) -> None:
    assert ask(client, f"Bearer {OTHER}").json() == "편집팀"
    assert ask(client, f"bearer {OTHER}").json() == "편집팀"


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer sfk_unknown",
        f"Bearer {GOOD}x",
        f"Basic {GOOD}",
        GOOD,
        f"Bearer {hashed(GOOD)}",
        "Bearer " + "x" * 10_000,
        b"Bearer \xff\xfe".decode("latin-1"),
    ],
)
def test_an_unknown_key_is_answered_as_a_missing_one(
    client: TestClient, caplog: pytest.LogCaptureFixture, authorization: str
) -> None:
    missing = ask(client, None)
    assert missing.status_code == 401
    assert missing.headers["WWW-Authenticate"] == "Bearer"
    with caplog.at_level(logging.DEBUG, "spellfix"):
        unknown = client.get("/known", headers={"Authorization": authorization.encode("latin-1")})
    assert (unknown.status_code, unknown.content) == (missing.status_code, missing.content)
    assert unknown.headers == missing.headers
    assert not [each for each in caplog.records if each.name.startswith("spellfix")]


def test_너무_자주_부르면_기다릴_시간을_듣고_다른_사람은_그대로_부른다(client: TestClient) -> None:
    for _ in range(2):
        assert ask(client, f"Bearer {GOOD}", "/counted").status_code == 200
    refused = ask(client, f"Bearer {GOOD}", "/counted")
    assert refused.status_code == 429
    assert 29 <= int(refused.headers["Retry-After"]) <= 30
    assert GOOD not in refused.text
    assert ask(client, f"Bearer {GOOD}").status_code == 200  # this one is not counted
    assert all(ask(client, f"Bearer {OTHER}", "/counted").status_code == 200 for _ in range(99))


def test_strangers_use_up_nobodys_calls(client: TestClient) -> None:
    for _ in range(20):
        assert ask(client, "Bearer sfk_unknown", "/counted").status_code == 401
    assert ask(client, f"Bearer {GOOD}", "/counted").status_code == 200


def test_without_keys_everybody_may_call() -> None:
    client = client_of(KeyRing.read(None))
    assert all(ask(client, None, "/counted").json() == "" for _ in range(50))
    assert ask(client, "Bearer sfk_any", "/counted").json() == ""


def test_the_interface_says_how_to_present_a_key(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    scheme = document["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert "API 키" in scheme["description"]
    assert "API key" in scheme["description"]
    assert document["paths"]["/known"]["get"]["security"] == [{"ApiKey": []}]
