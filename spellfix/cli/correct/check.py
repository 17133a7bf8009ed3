"""What would change, and nothing is changed: one line a change, for people and for hooks."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spellfix.cli.colour import COLOURED, PLAIN, coloured
from spellfix.cli.correct.changes import as_change, changes
from spellfix.cli.correct.engine import corrector_of, given_lines, opened, terms_of
from spellfix.cli.correct.forms import edit_values, found_form, marked
from spellfix.cli.correct.portions import blocks_of, portions
from spellfix.cli.correct.several import each_of
from spellfix.corrector import Corrector
from spellfix.documents import SUFFIXES, Corrected, rewrite
from spellfix.lines import Line

Form = Callable[[str, Corrected], str]


def check(options: Namespace) -> int:
    """List what would change. Returns the exit status: 0 nothing, 1 something, 2 a file failed.

    Raises SpellfixError for what concerns all files.
    """
    terms = terms_of(options)
    corrector = corrector_of(options, terms)
    listing = _Listing(_form(options, corrector))
    if not options.text:
        with opened(options, eager=True) as source:
            blocks = blocks_of(source, terms, whole=False)
            for lines in portions(blocks, source.name):
                listing.add(source.name, _corrected(corrector, lines))
        return int(listing.found)

    def one(argument: str) -> None:
        if _is_text(argument):
            listing.add("TEXT", _corrected(corrector, given_lines([argument])))
        else:
            listing.add(argument, rewrite(Path(argument), corrector.correct_stream))

    failed = each_of(options.text, one)
    return 2 if failed else int(listing.found)


class _Listing:
    """What was found, written as it comes."""

    def __init__(self, form: Form) -> None:
        self.found = False
        self._form = form

    def add(self, name: str, corrected: Iterable[Corrected]) -> None:
        for each in corrected:
            if each.correction.edits:
                self.found = True
                sys.stdout.buffer.write(self._form(name, each).encode("utf-8"))
        sys.stdout.buffer.flush()


def _corrected(corrector: Corrector, lines: list[Line]) -> Iterator[Corrected]:
    corrections = corrector.correct_batch([line.text for line in lines])
    for line, correction in zip(lines, corrections, strict=True):
        yield Corrected(str(line.number), line.text, correction)


def _form(options: Namespace, corrector: Corrector) -> Form:
    marks = COLOURED if coloured(options.color, sys.stdout) else None
    if options.format == "json":
        return found_form(edit_values(options, corrector))
    if options.format == "diff":
        shown = marks or PLAIN
        return lambda name, each: (
            f"{name}:{each.place}: {marked(each.text, each.correction, shown)}\n"
        )
    return lambda name, each: "".join(
        f"{name}:{each.place}: {as_change(change, marks)}\n"
        for change in changes(each.text, each.correction)
    )


def _is_text(argument: str) -> bool:
    """Whether it is a text and not a file that is missing: nobody shall take a misspelt name of a
    file for a text without errors."""
    try:
        there = Path(argument).exists()
    except (OSError, ValueError):  # longer than any name, or with NUL in it
        there = False
    spaced = len(argument.split()) > 1
    return not there and spaced and Path(argument).suffix.lower() not in SUFFIXES
