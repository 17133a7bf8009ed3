"""Clean lines, a tokenizer trained on them, and a command that is called in this process; and that
one which is called here leaves no log behind that goes to a test's own standard error."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from spellfix.cli import main
from spellfix.tokenizer import Tokenizer
from spellfix.train.tokenizer import train_tokenizer

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


class Called(NamedTuple):
    """The exit status of a command, and what it wrote to standard output and standard error."""

    status: int
    out: str
    err: str


@contextmanager
def _log_of_its_own() -> Iterator[None]:
    ours = logging.getLogger("spellfix")
    handlers, level = [*ours.handlers], ours.level
    ours.handlers.clear()
    yield
    ours.handlers[:] = handlers
    ours.setLevel(level)


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    with _log_of_its_own():
        yield


def _call(arguments: list[str]) -> Called:
    out, err = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with _log_of_its_own(), redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    return Called(status, *(each.buffer.getvalue().decode() for each in (out, err)))


@pytest.fixture(scope="session")
def call() -> Callable[[list[str]], Called]:
    """`call(["train", ...])`: what a command makes of it, without a process of its own."""
    return _call


@pytest.fixture(scope="session")
def clean_lines() -> list[str]:
    files = [SAMPLES / f"{domain}.txt" for domain in ("dialogue", "everyday", "tech")]
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def tokenizer(clean_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    path = tmp_path_factory.mktemp("tokenizer") / "spm.model"
    path.write_bytes(train_tokenizer(clean_lines, 900))
    return Tokenizer.load(path)
