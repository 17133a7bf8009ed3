"""The files of the page, over HTTP and as they lie there."""

import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from spellfix.serve.routes import page
from spellfix.serve.routes.page import FOLDER, TYPES, router

FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
SCRIPTS = [path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".js"]
HTML = (FOLDER / "index.html").read_text(encoding="utf-8")
KOREAN, ENGLISH = (
    json.loads((FOLDER / "words" / f"{each}.json").read_text(encoding="utf-8"))
    for each in ("ko", "en")
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


def test_every_file_is_served_with_its_type_and_a_tag(client: TestClient) -> None:
    for path in FILES:
        name = path.relative_to(FOLDER).as_posix()
        address = "/" if name == "index.html" else f"/page/{name}"
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content == path.read_bytes()
        assert answer.headers["content-type"] == TYPES[path.suffix]
        assert answer.headers["cache-control"] == "no-cache"
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == answer.headers["etag"]
        assert head.headers["content-length"] == str(len(answer.content))


def test_a_file_that_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/").headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get("/", headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "",
        "index.html",
        "script",
        "script/",
        "../app.py",
        "%2e%2e/app.py",
        "..%2fapp.py",
        "script/..%2f..%2fapp.py",
        "%2fetc%2fpasswd",
        "script/main.js%00",
        "SCRIPT/MAIN.JS",
        "없는파일.js",
    ],
)
def test_nothing_else_can_be_reached(client: TestClient, name: str) -> None:
    answer = client.get(f"/page/{name}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"detail"}


def test_the_page_is_read_once() -> None:
    assert page.page() is page.page()
    assert set(page.page()) == {path.relative_to(FOLDER).as_posix() for path in FILES}


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    plain = {name for name in ENGLISH if not name.endswith(".one")}
    assert plain == set(KOREAN)
    for name, words in ENGLISH.items():
        gaps = re.findall(r"\{\w+\}", KOREAN[name.removesuffix(".one")])
        assert sorted(re.findall(r"\{\w+\}", words)) == sorted(gaps), name


def test_every_word_that_is_asked_for_exists_and_every_one_that_exists_is_asked_for() -> None:
    asked = set(re.findall(r'data-say(?:-\w+)?="([^"]+)"', HTML))
    literal = re.findall(r'\bsay\(\s*(?:[^")`]*\? )?"([^"]+)"(?: : "([^"]+)")?', "".join(SCRIPTS))
    asked.update(name for names in literal for name in names if name)
    made = re.findall(r"`([\w.-]+[.-])\$\{", "".join(SCRIPTS))  # `kind.${kind}`
    assert asked <= set(KOREAN)
    unused = [n for n in KOREAN if n not in asked and not n.startswith(tuple(made))]
    assert all(f'"{name}"' in "".join(SCRIPTS) for name in unused)


def test_nothing_is_written_as_markup_and_nothing_comes_from_elsewhere() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert not re.search(forbidden, "".join(SCRIPTS))
    everything = HTML + "".join(SCRIPTS) + "".join(p.read_text("utf-8") for p in css())
    assert set(re.findall(r"https?://[^\"'\s)]+", everything)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<style|<script(?![^>]*src)|\sstyle=|\son\w+=", HTML)


def test_no_file_is_long() -> None:
    for path in FILES:
        if path.suffix == ".js":
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 250, path.name


def css() -> list[Path]:
    return [path for path in FILES if path.suffix == ".css"]
