"""What all tests share: a service that runs and a browser, for whoever needs one; the shipped
language model, read once; that property tests look for new cases on a desk, and try the same ones
every time in CI; and that training, whose files take longest, comes first, so that several
processes of tests end together."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import which
from threading import Thread

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from spellfix.language.ensemble import Language
from spellfix.pretrained import ModelDirectory

TRAINING = Path(__file__).with_name("train")

# Several processes of tests share the cores, and threads of each would wait for one another.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long a case takes says more of the machine than of the code.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Whoever runs the tests may ignore interrupts (nohup, a job in the background), and the programs
# that tests start and interrupt would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.parent != TRAINING)


@pytest.fixture(scope="session", autouse=True)
def shipped_language() -> Language:
    """That of every corrector in this process: who opens its model again need not read it."""
    return ModelDirectory.open().load_language()


@contextmanager
def _running(**told: object) -> Iterator[str]:
    """The address of a service on a free port, with these settings; without a database of its own
    it stores nothing."""
    import uvicorn

    from spellfix.serve.app import create_app
    from spellfix.serve.cli import listen
    from spellfix.serve.middleware import uvicorn_options
    from spellfix.serve.services import Services
    from spellfix.serve.settings import Settings

    app = create_app(Services.open(Settings(**{"database": "off", **told})))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, **uvicorn_options()))
    with listen(Settings(port=0)) as listener:
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def running() -> Callable[..., AbstractContextManager[str]]:
    """`with running(database=...) as address`: a real service in a thread, until the end."""
    return _running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without its own traffic. Not for longer than a module: as long as it is
    open there is a running event loop, in which other tests cannot run theirs."""
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-component-update "
        "--disable-background-networking --disable-sync"
    )
    with sync_playwright() as playwright:
        program = which("chromium") or which("chromium-browser") or "chromium"
        found = playwright.chromium.launch(executable_path=program, args=flags.split())
        yield found
        found.close()
