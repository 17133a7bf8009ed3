"""What is written for a corrected line: text, diff or JSON; knows no file and no terminal."""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from spellfix.cli.colour import Marks
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.documents import Corrected
from spellfix.edits import Edit
from spellfix.lines import Line

Form = Callable[[Line, Correction], str]
Values = Callable[[str, Edit], Mapping[str, Any]]
"""An edit of a text as plain values."""


def form_of(name: str, marks: Marks, values: Values) -> Form:
    """The form of that name: text, diff or json."""
    if name == "diff":
        return lambda line, correction: f"{marked(line.text, correction, marks)}{line.end}"
    if name == "json":
        return lambda line, correction: as_json(
            {"line": line.number}, line.text, correction, values
        )
    return as_text


def found_form(values: Values) -> Callable[[str, Corrected], str]:
    """One JSON object for a stretch of a named file that would change."""
    return lambda name, each: as_json(
        {"path": name, "place": each.place}, each.text, each.correction, values
    )


def as_text(line: Line, correction: Correction) -> str:
    """The corrected line."""
    return f"{correction.text}{line.end}"


def as_json(place: Mapping[str, Any], text: str, correction: Correction, values: Values) -> str:
    """One JSON object a line; offsets are code points of `input`."""
    record = {
        **place,
        "input": text,
        "text": correction.text,
        "score": correction.score,
        "edits": [values(text, edit) for edit in correction.edits],
    }
    return f"{json.dumps(record, ensure_ascii=False)}\n"


def marked(text: str, correction: Correction, marks: Marks) -> str:
    """``text`` with each edit between ``marks``, as [-before-]{+after+}."""
    parts, done = [], 0
    for edit in correction.edits:
        parts += [text[done : edit.start], marks.change(edit.before, edit.after)]
        done = edit.end
    return "".join([*parts, text[done:]])


def edit_values(options: Namespace, corrector: Corrector) -> Values:
    """The fields of an edit and, as far as the options ask for it, why it is made and what else
    the corrector might put there."""
    more: dict[str, Callable[[str, Edit], Any]] = {}
    if options.explain:
        from spellfix.explanations import explain  # reads the tables of the noise rules

        more["explanation"] = lambda text, edit: asdict(explain(text, edit))
    if options.alternatives:
        more["alternatives"] = lambda text, edit: [
            asdict(other) for other in corrector.alternatives(text, edit, options.alternatives)
        ]
    return lambda text, edit: {
        **asdict(edit),
        **{name: value(text, edit) for name, value in more.items()},
    }
