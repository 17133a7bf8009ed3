"""What browsers are told: security headers, origins of others, and names of this machine."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from spellfix.serve.middleware import BodyLimit, JsonBodies, LoopbackHosts, Origins, SecurityHeaders

SCHOOL = "https://school.example"


def page(request: Request) -> Response:
    return HTMLResponse("<p>", headers={"Content-Security-Policy": "default-src *"})


def text(request: Request) -> Response:
    return JSONResponse("글")


def script(request: Request) -> Response:
    return Response("1", media_type="text/javascript", headers={"Cache-Control": "max-age=60"})


def client_of(*origins: str) -> TestClient:
    routes = [
        Route("/", page),
        Route("/v1/text", text, methods=["GET", "POST", "DELETE"]),
        Route("/script.js", script),
    ]
    app = Origins(BodyLimit(JsonBodies(Starlette(routes=routes)), 100), origins)
    return TestClient(SecurityHeaders(app))


def policy(answer: object) -> dict[str, str]:
    header: str = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return {name: value for name, _, value in (each.partition(" ") for each in header.split("; "))}


def test_모든_답에_보안_헤더가_있다() -> None:
    client = client_of()
    answers = [
        client.get("/"),
        client.get("/v1/text"),
        client.get("/script.js"),
        client.get("/없는곳"),
        client.post("/v1/text", content=b"x" * 200),
        client.post("/v1/text", content=b"x"),
        client.put("/v1/text"),
    ]
    assert [each.status_code for each in answers] == [200, 200, 200, 404, 413, 415, 405]
    for answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "microphone=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert policy(answer)["default-src"] == "'none'"
        assert policy(answer)["frame-ancestors"] == "'none'"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_page_may_load_its_own_files_and_nothing_written_into_it() -> None:
    answer = client_of().get("/")
    assert answer.headers.get_list("Content-Security-Policy") == [
        answer.headers["Content-Security-Policy"]
    ]  # the route's own is gone
    assert policy(answer)["script-src"] == policy(answer)["connect-src"] == "'self'"
    assert "script-src" not in policy(client_of().get("/v1/text"))


def test_answers_are_kept_by_no_cache_unless_the_route_says_so() -> None:
    client = client_of()
    assert client.get("/v1/text").headers["Cache-Control"] == "no-store"
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/script.js").headers["Cache-Control"] == "max-age=60"


def preflight(client: TestClient, origin: str, **asked: str) -> str | None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"} | asked
    answer = client.options("/v1/text", headers=headers)
    allowed: str | None = answer.headers.get("Access-Control-Allow-Origin")
    return allowed if answer.status_code == 200 else None


def test_other_pages_may_not_call_unless_they_are_on_the_list() -> None:
    assert preflight(client_of(), SCHOOL) is None
    assert "Access-Control-Allow-Origin" not in (
        client_of().get("/v1/text", headers={"Origin": SCHOOL}).headers
    )
    client = client_of(SCHOOL)
    asked = {"Access-Control-Request-Headers": "authorization, content-type, idempotency-key"}
    assert preflight(client, SCHOOL, **asked) == SCHOOL
    others = [
        "https://school.example.evil",
        "http://school.example",
        "https://sub.school.example",
        "https://school.example:8443",
        "null",
        "*",
    ]
    for other in others:
        assert preflight(client, other) is None
        answer = client.get("/v1/text", headers={"Origin": other})
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


def test_a_page_on_the_list_reads_answers_and_refusals_without_cookies() -> None:
    client = client_of(SCHOOL)
    for answer in (
        client.get("/v1/text", headers={"Origin": SCHOOL}),
        client.post("/v1/text", content=b"x" * 200, headers={"Origin": SCHOOL}),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == SCHOOL
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("LocalHost:8000", True),
        ("localhost.", True),
        ("page.localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("127.1.2.3", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("evil.example", False),
        ("evil.example:8000", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1@evil.example", False),
        ("0.0.0.0", False),
        ("192.168.0.3", False),
        ("[fe80::1]", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_이름을_바꿔치기한_웹_화면은_읽지_못한다(host: str, known: bool) -> None:
    client = TestClient(LoopbackHosts(Starlette(routes=[Route("/v1/text", text)])))
    answer = client.get("/v1/text", headers={"Host": host})
    assert answer.status_code == (200 if known else 421)
