"""What repeats without end: everything that reads texts takes time in proportion to them.

A pattern is repeated to 65,536 code points, for which 5 s of processor time are allowed; so far it
gets if at 4,096 and at 16,384 it takes so long that with the square of its length it would not.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from random import Random

from spellfix.composition import compose
from spellfix.documents.html import rewrite_html
from spellfix.documents.markdown import rewrite_markdown
from spellfix.edits import align
from spellfix.errors import SpellfixError
from spellfix.guard import permitted
from spellfix.keyboard import to_hangul, to_latin
from spellfix.lsp.prose import stretches
from spellfix.noise.places import tail_before
from spellfix.passages import passages
from spellfix.protection import is_foreign, kept_spans, may_be_korean
from spellfix.text import segment
from tests.correcting import wild
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields
from tests.fuzz.targets.noise import noiser
from tests.fuzz.texts import SENTENCES

LONG = 1 << 16  # code points
SLOWEST = 5.0  # seconds of processor time

SEEDS = (
    *(fields(str(number), "", each[:20], "") for number, each in enumerate(SENTENCES)),
    fields("0", "", "1,", "\n"),
    fields("1", "`", "가www.", "1"),
    fields("5", "", "[가](", ")"),
    fields("6", "", "<b 가='", "'>"),
    fields("6", "<b", " class=", ">가"),
)


def check(data: bytes) -> None:
    given = Given(data)
    head, unit, tail = given.text(1), given.text(2) or "가", given.text(3)
    name = given.choice(0, (*WORK,))

    def seconds(size: int) -> float:
        text = (head + unit * (size // len(unit)))[:size] + tail
        begun = time.process_time()
        with suppress(SpellfixError):
            WORK[name](text)
        return time.process_time() - begun

    for size in (LONG // 16, LONG // 4, LONG):
        taken = seconds(size)
        if taken < SLOWEST / (LONG // size) ** 2:
            return
    assert taken < SLOWEST, f"{name}: {taken:.1f} s"


def _document(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    list(rewrite_markdown(written("긴.md", raw), wild(1), BytesIO()))


def _page(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    list(rewrite_html(written("긴.html", raw), wild(1), BytesIO()))


def _edits(text: str) -> None:
    other = "".join(Random(1).sample(text, len(text)))
    for source, target in ((text, text[1:] + "가"), (text, other[: len(text) // 2])):
        edits = align(source, target)
        list(permitted(source, edits[:50], kept_spans(source)))


def _letters(text: str) -> None:
    to_hangul(to_latin(text))
    compose(text)
    for at in range(len(text)):
        tail_before(text, at)


def _kept(text: str) -> None:
    kept_spans(text, (text[:7], text[1:3]))
    is_foreign(text)
    may_be_korean(text)


WORK: Mapping[str, Callable[[str], object]] = {
    "segments": lambda text: segment(text, (text[:5],)),
    "kept": _kept,
    "passages": lambda text: list(passages([text], 1024)),
    "edits": _edits,
    "letters": _letters,
    "markdown": _document,
    "html": _page,
    "prose": lambda text: stretches(text.split("\n"), "markdown"),
    "noise": lambda text: noiser("two-set", 0.05).noise(text, 0, 1),
}
