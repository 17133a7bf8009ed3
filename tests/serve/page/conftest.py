"""The page as people meet it: a real browser on a real service with the shipped model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route

from spellfix.serve.access.key_file import change_keys
from spellfix.serve.access.keys import hashed, new_key
from spellfix.serve.key import Key

DESK = {"width": 1280, "height": 900}
Running = Callable[..., AbstractContextManager[str]]


@dataclass
class Visit:
    """A page that is open, and what was heard from it.

    heard: everything on the console, errors and breaches of the content security policy; empty at
    the end of every test. asked: bodies of calls of /v1/correct.
    """

    page: Page
    address: str
    heard: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Put a text into the draft and wait until it was checked."""
        self.draft.fill(text)
        self.settle()

    def settle(self) -> None:
        self.page.locator("#status[data-state=done]").wait_for()

    @property
    def draft(self) -> Locator:
        return self.page.locator("#draft")

    @property
    def cards(self) -> Locator:
        return self.page.locator("#suggestions [data-edit]")

    @property
    def result(self) -> str:
        return self.page.locator("#result-view").inner_text()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def expect_heard(self, words: str) -> None:
        """Forget complaints of the browser that hold `words`; there must be one."""
        assert any(words in each for each in self.heard)
        self.heard[:] = [each for each in self.heard if words not in each]

    def hold(self) -> list[Route]:
        """Keep the calls of /v1/correct from going out, until `continue_` is called on them."""
        held: list[Route] = []
        self.page.route("**/v1/correct", lambda route: held.append(route))
        return held


@pytest.fixture(scope="session")
def storing(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that stores."""
    file: Path = tmp_path_factory.mktemp("page") / "drafts.sqlite3"
    with running(database=f"sqlite:///{file}") as address:
        yield address


@pytest.fixture(scope="session")
def forgetful(running: Running) -> Iterator[str]:
    """The address of a service that stores nothing."""
    with running() as address:
        yield address


@pytest.fixture(scope="session")
def locked(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a service that wants a key, and a key for 12 calls a minute."""
    with _locked(running, tmp_path_factory.mktemp("keys"), 12) as found:
        yield found


@pytest.fixture
def generous(running: Running, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The same with a key for as many calls as one likes."""
    with _locked(running, tmp_path, None) as found:
        yield found


@contextmanager
def _locked(running: Running, folder: Path, rate: int | None) -> Iterator[tuple[str, str]]:
    key = new_key()
    kept = Key("교무실", hashed(key), rate, date(2026, 11, 21).isoformat())
    change_keys(folder / "keys", lambda there: [*there, kept])
    database = f"sqlite:///{folder / 'drafts.sqlite3'}"
    with running(database=database, keys=str(folder / "keys")) as address:
        yield address, key


Visiting = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="module")
def visiting(browser: Browser) -> Iterator[Visiting]:
    """`with visiting(address, locale=...) as visit`: the page, loaded anew, in a window that
    remembers nothing. Windows of the same kind are used again, which is quicker."""
    windows: dict[str, tuple[Page, list[Visit]]] = {}

    @contextmanager
    def visiting(address: str, **options: Any) -> Iterator[Visit]:
        kind = repr((address, options))
        if kind not in windows:
            windows[kind] = _window(browser, address, options)
        page, visits = windows[kind]
        visit = Visit(page, address)
        visits.append(visit)
        page.goto(address)
        page.locator("body[data-storing]").wait_for()
        yield visit
        page.unroute_all()
        page.context.set_offline(False)
        page.evaluate("[localStorage, sessionStorage].forEach((each) => each.clear())")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(options.get("viewport", DESK))
        assert visit.heard == []

    yield visiting
    for page, _ in windows.values():
        page.context.close()


def _window(browser: Browser, address: str, options: dict[str, Any]) -> tuple[Page, list[Visit]]:
    context = browser.new_context(**{"locale": "ko-KR", "viewport": DESK, **options})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    visits: list[Visit] = []
    page.on("console", lambda message: visits[-1].heard.append(message.text))
    page.on("pageerror", lambda error: visits[-1].heard.append(str(error)))
    page.on("request", lambda request: _note(visits[-1], request))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.log('CSP', e.blockedURI))"
    )
    return page, visits


def _note(visit: Visit, request: Request) -> None:
    if not request.url.startswith(visit.address):
        visit.heard.append(f"asked elsewhere: {request.url}")
    if request.url.endswith("/v1/correct"):
        visit.asked.append(request.post_data_json)


@pytest.fixture
def visit(visiting: Visiting, storing: str) -> Iterator[Visit]:
    """The page of a service that stores, in Korean."""
    with visiting(storing) as visit:
        yield visit
