"""JSON to answers; knows no HTTP.

What a newer service says beyond what is known here is passed over. Whatever is missing or of
another type is a KeyError, TypeError or ValueError: the caller says whose answer it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime, timezone
from typing import Any, TypeVar

from spellfix.client.answers import (
    Accuracy,
    Decisions,
    Draft,
    Evaluated,
    Exported,
    Limits,
    Listed,
    Model,
    Review,
    Service,
    Term,
)
from spellfix.correction import Correction
from spellfix.edits import Edit
from spellfix.explanations import Explanation
from spellfix.metrics import Group, Metrics

T = TypeVar("T")


def service(answer: Any) -> Service:
    limits = answer["limits"]
    return Service(
        version=_of(str, answer["version"]),
        model=_model(answer["model"]),
        min_confidence=_number(answer["min_confidence"]),
        storing=_of(bool, answer["storing"]),
        keys=_of(bool, answer["keys"]),
        retention_days=_perhaps(_whole, answer["retention_days"]),
        limits=Limits(**{each.name: _whole(limits[each.name]) for each in fields(Limits)}),
    )


def corrections(answer: Any, count: int) -> list[Correction]:
    """As many as there were texts."""
    found = [_correction(each) for each in _of(list, answer["corrections"])]
    if len(found) != count:
        raise ValueError("another number of corrections than of texts")
    return found


def draft(answer: Any) -> Draft:
    edits = _of(list, answer["correction"]["edits"])
    if [each["id"] for each in edits] != list(range(len(edits))):
        raise ValueError("edits are not numbered in their order")
    return Draft(
        id=_of(str, answer["id"]),
        created_at=_time(answer["created_at"]),
        expires_at=_perhaps(_time, answer["expires_at"]),
        text=_of(str, answer["text"]),
        correction=_correction(answer["correction"]),
        explanations=tuple(_explanation(each["explanation"]) for each in edits),
        model=_model(answer["model"]),
        review=_perhaps(_review, answer["review"]),
    )


def listed(answer: Any) -> tuple[list[Listed], str | None]:
    """A portion of the list of drafts, and where it goes on."""
    found = [
        Listed(
            id=_of(str, each["id"]),
            created_at=_time(each["created_at"]),
            expires_at=_perhaps(_time, each["expires_at"]),
            beginning=_of(str, each["beginning"]),
            characters=_whole(each["characters"]),
            edits=_whole(each["edits"]),
            score=_number(each["score"]),
            reviewed_at=_perhaps(_time, each["reviewed_at"]),
        )
        for each in _of(list, answer["drafts"])
    ]
    return found, _perhaps(_text, answer["next"])


def evaluated(answer: Any) -> Evaluated:
    return Evaluated(
        Metrics(**{each.name: _measured(each.name, answer[each.name]) for each in fields(Metrics)}),
        _model(answer["model"]),
    )


def accuracy(answer: Any) -> Accuracy:
    return Accuracy(
        overall=_group(answer["overall"]),
        by_day={date.fromisoformat(day): each for day, each in _groups(answer["by_day"]).items()},
        by_kind=_groups(answer["by_kind"]),
        by_model=_groups(answer["by_model"]),
        edits={
            _of(str, kind): Decisions(_whole(each["accepted"]), _whole(each["rejected"]))
            for kind, each in answer["edits"].items()
        },
        rewritten=_whole(answer["rewritten"]),
        drafts=_whole(answer["drafts"]),
        reviewed=_whole(answer["reviewed"]),
    )


def exported(answer: Any) -> Exported:
    edits = _of(list, answer["edits"])
    return Exported(
        id=_of(str, answer["id"]),
        input=_of(str, answer["input"]),
        target=_of(str, answer["target"]),
        kind=_perhaps(_text, answer.get("kind")),
        output=_of(str, answer["output"]),
        edits=tuple(map(_edit, edits)),
        accepted=tuple(_perhaps(_truth, each["accepted"]) for each in edits),
        model=_of(str, answer["model"]),
        reviewer=_of(str, answer["reviewer"]),
        reviewed_at=_time(answer["reviewed_at"]),
    )


def terms(answer: Any) -> tuple[Term, ...]:
    return tuple(
        Term(_of(str, each["id"]), _of(str, each["term"]), _time(each["created_at"]))
        for each in _of(list, answer["terms"])
    )


def _correction(given: Any) -> Correction:
    return Correction(
        text=_of(str, given["text"]),
        edits=tuple(map(_edit, _of(list, given["edits"]))),
        score=_number(given["score"]),
    )


def _edit(given: Any) -> Edit:
    return Edit(
        start=_whole(given["start"]),
        end=_whole(given["end"]),
        before=_of(str, given["before"]),
        after=_of(str, given["after"]),
        kind=_of(str, given["kind"]),
        confidence=_number(given["confidence"]),
    )


def _explanation(given: Any) -> Explanation:
    return Explanation(
        rule="",
        article=given["article"] or "",
        korean=_of(str, given["korean"]),
        english=_of(str, given["english"]),
    )


def _model(given: Any) -> Model:
    return Model(_of(str, given["name"]), _of(str, given["version"]))


def _review(given: Any) -> Review:
    return Review(
        accepted=tuple(map(_whole, given["accepted"])),
        rejected=tuple(map(_whole, given["rejected"])),
        final_text=_of(str, given["final_text"]),
        outcome=_of(str, given["outcome"]),
        reviewer=_of(str, given["reviewer"]),
        reviewed_at=_time(given["reviewed_at"]),
    )


def _groups(given: Any) -> dict[str, Group]:
    return {_of(str, name): _group(each) for name, each in given.items()}


def _group(given: Any) -> Group:
    return Group(**{each.name: _measured(each.name, given[each.name]) for each in fields(Group)})


def _measured(name: str, value: Any) -> Any:
    """A field of Group or Metrics: an interval, groups, a table of counts, a number or None."""
    if name.endswith("_interval"):
        return None if value is None else tuple(map(_number, value))
    if name.startswith("by_"):
        return _groups(value)
    if name == "confusion":
        return {row: {one: _whole(n) for one, n in each.items()} for row, each in value.items()}
    return value if value is None or isinstance(value, int) else _number(value)


def _perhaps(read: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else read(value)


def _of(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value


def _text(value: Any) -> str:
    return _of(str, value)


def _truth(value: Any) -> bool:
    return _of(bool, value)


def _whole(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError("expected a whole number, got bool")
    return _of(int, value)


def _number(value: Any) -> float:
    return float(_whole(value)) if isinstance(value, int) else _of(float, value)


def _time(value: Any) -> datetime:
    """A point in time, in UTC where it names no zone (Python 3.10 does not know Z)."""
    found = datetime.fromisoformat(_of(str, value).replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
