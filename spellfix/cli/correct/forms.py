"""What is written for a corrected line: text, diff or JSON; knows no file and no terminal."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from spellfix.cli.colour import Marks
from spellfix.corrector import Correction
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


def edit_values(explained: bool) -> Values:
    """The fields of an edit and, if ``explained``, why it is made."""
    if not explained:
        return lambda text, edit: asdict(edit)
    from spellfix.explanations import explain  # reads the tables of the noise rules

    return lambda text, edit: {**asdict(edit), "explanation": asdict(explain(text, edit))}
