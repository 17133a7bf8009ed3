"""The corrector that the options ask for, and what they say about where its text comes from."""

import os
import stat
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spellfix.cli.correct.portions import Source
from spellfix.corrector import Corrector
from spellfix.dictionary import read_terms
from spellfix.documents import SUFFIXES
from spellfix.errors import InputError
from spellfix.lines import Line, open_binary, standard_input

STDIN = "<stdin>"
ARCHIVES = ("docx", "hwpx")


def corrector_of(options: Namespace, terms: list[str]) -> Corrector:
    """The corrector, with ``terms`` protected. Raises SpellfixError."""
    return Corrector.from_pretrained(
        options.model,
        min_confidence=options.min_confidence,
        protect=terms,
        device=options.device or "cpu",
    )


def terms_of(options: Namespace) -> list[str]:
    """The terms of all files to protect. Raises InputError."""
    return list(dict.fromkeys(term for path in options.protect for term in read_terms(path)))


@contextmanager
def opened(options: Namespace, *, eager: bool) -> Iterator[Source]:
    """The file or standard input; ``eager``: what has arrived is read without waiting for more.

    Raises InputError for a file that cannot be opened or does not consist of lines.
    """
    if options.file and options.file != "-":
        _refuse_archives(Path(options.file))
        with open_binary(Path(options.file)) as file:
            facts = os.fstat(file.fileno())
            read = file.read1 if eager else file.read
            if stat.S_ISREG(facts.st_mode):
                yield Source(read, options.file, facts.st_size, lambda: file.seek(0))
            else:
                yield Source(read, options.file)
        return
    if sys.stdin.isatty():
        sys.stderr.write("한 줄씩 입력하세요 / type a line, end with Ctrl-D\n")
    yield Source(standard_input().read1 if eager else sys.stdin.buffer.read, STDIN)


def _refuse_archives(path: Path) -> None:
    if SUFFIXES.get(path.suffix.lower()) in ARCHIVES:
        raise InputError(
            f"--file: 줄로 된 글이 아닙니다 / no lines of text: {path}; 고치려면 --in-place, "
            "보기만 하려면 --check / --in-place PATH corrects it, --check PATH changes nothing"
        )


def given_lines(texts: list[str]) -> list[Line]:
    """The arguments TEXT as lines. Raises InputError for one that is no text."""
    return [_argument(text, number) for number, text in enumerate(texts, 1)]


def _argument(text: str, number: int) -> Line:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"TEXT {number}: UTF-8 글이 아닙니다 / not UTF-8: {text!r}") from error
    return Line(text, "\n", number)
