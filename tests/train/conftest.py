"""Clean lines, a tokenizer trained on them, and the files that a real small run needs; and that a
command which is called here leaves no log behind that goes to a test's own standard error."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from spellfix.tokenizer import Tokenizer
from spellfix.train.tokenizer import train_tokenizer

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    ours = logging.getLogger("spellfix")
    handlers, level = [*ours.handlers], ours.level
    yield
    ours.handlers[:] = handlers
    ours.setLevel(level)


@pytest.fixture(scope="session")
def clean_lines() -> list[str]:
    files = [SAMPLES / f"{domain}.txt" for domain in ("dialogue", "everyday", "tech")]
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def tokenizer(clean_lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    path = tmp_path_factory.mktemp("tokenizer") / "spm.model"
    path.write_bytes(train_tokenizer(clean_lines, 900))
    return Tokenizer.load(path)
