"""What is asked of the service: method, path and body of each request; sends nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from spellfix.client import reading
from spellfix.client.answers import Accuracy, Draft, Evaluated, Limits, Listed, Service, Term
from spellfix.config import share
from spellfix.correction import Correction
from spellfix.errors import InputError
from spellfix.given import terms_given

T = TypeVar("T")

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Labelled(Protocol):
    """A text as written and the texts that are right: spellfix.evaluation.Pair, Exported."""

    @property
    def input(self) -> str: ...
    @property
    def targets(self) -> Sequence[str]: ...
    @property
    def kind(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request. read: makes an answer of the JSON that comes back. writes: whether it must be
    done once even if it is sent twice. gone: the answer where there is no such thing, if that is
    one. streams: whether the answer is read bit by bit, by somebody else."""

    method: str
    path: str
    read: Callable[[Any], T]
    body: bytes | None = field(default=None, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False
    gone: T | None = None
    streams: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """min_confidence: edits less sure are not made, None: as the service has it. protect: terms to
    leave alone, beside those of the dictionary."""

    min_confidence: float | None = None
    protect: tuple[str, ...] = ()

    @classmethod
    def given(cls, min_confidence: float | None, protect: Iterable[str]) -> Options:
        """Raises ConfigError for a confidence that is none, and for one string instead of terms."""
        if min_confidence is not None:
            share("min_confidence", min_confidence)
        return cls(min_confidence, terms_given(protect))

    @property
    def fields(self) -> dict[str, Any]:
        """What is not as usual."""
        found: dict[str, Any] = {}
        if self.min_confidence is not None:
            found["min_confidence"] = self.min_confidence
        if self.protect:
            found["protect"] = self.protect
        return found


def service() -> Call[Service]:
    return Call("GET", "v1/service", reading.service)


def correct(texts: Sequence[str], options: Options) -> Call[list[Correction]]:
    body = {"texts": texts, **options.fields}
    read = partial(reading.corrections, count=len(texts))
    return Call("POST", "v1/correct", read, encoded(body))


def portions(texts: Sequence[str], options: Options, limits: Limits) -> Iterator[Sequence[str]]:
    """`texts` in order, in as many requests as `limits` ask for.

    Raises InputError for a text that is too long for a request of its own.
    """
    room = limits.bytes - len(encoded({"texts": [], **options.fields}))
    first = characters = size = 0
    for index, text in enumerate(texts):
        length, weight = len(text), len(encoded(text)) + 1
        if length > limits.characters or weight > room:
            raise InputError(
                f"texts[{index}]: 글이 너무 깁니다 / {length:,} code points, the service takes "
                f"{limits.characters:,} ({limits.bytes:,} bytes) at a time: send it in parts"
            )
        full = index - first == limits.texts or characters + length > limits.characters
        if full or size + weight > room:
            yield texts[first:index]
            first, characters, size = index, 0, 0
        characters += length
        size += weight
    yield texts[first:]


def draft(text: str, options: Options) -> Call[Draft]:
    body = encoded({"text": text, **options.fields})
    return Call("POST", "v1/drafts", reading.draft, body, writes=True)


def drafts(reviewed: bool | None, after: str | None) -> Call[tuple[list[Listed], str | None]]:
    query = {} if reviewed is None else {"reviewed": str(bool(reviewed)).lower()}
    query |= {} if after is None else {"after": after}
    return Call("GET", "v1/drafts", reading.listed, query={**query, "limit": "100"})


def get_draft(draft_id: str) -> Call[Draft]:
    return Call("GET", f"v1/drafts/{_id(draft_id)}", reading.draft)


def delete_draft(draft_id: str) -> Call[bool]:
    return Call("DELETE", f"v1/drafts/{_id(draft_id)}", _done, gone=False)


def review(
    draft_id: str,
    accepted: Iterable[int],
    rejected: Iterable[int],
    final_text: str | None,
    reviewer: str,
) -> Call[Draft]:
    body: dict[str, Any] = {"accepted": list(accepted), "rejected": list(rejected)}
    if final_text is not None:
        body["final_text"] = final_text
    if reviewer:
        body["reviewer"] = reviewer
    path = f"v1/drafts/{_id(draft_id)}/review"
    return Call("POST", path, reading.draft, encoded(body), writes=True)


def evaluate(pairs: Iterable[Labelled], options: Options) -> Call[Evaluated]:
    body = {"pairs": [_pair(each) for each in pairs], **options.fields}
    return Call("POST", "v1/evaluate", reading.evaluated, encoded(body))


def accuracy(since: date | None, until: date | None) -> Call[Accuracy]:
    return Call("GET", "v1/accuracy", reading.accuracy, query=_days(since, until))


def export(since: date | None, until: date | None) -> Call[Any]:
    return Call("GET", "v1/export", _nothing, query=_days(since, until), streams=True)


def terms() -> Call[tuple[Term, ...]]:
    return Call("GET", "v1/dictionary", reading.terms)


def add_terms(given: Iterable[str]) -> Call[tuple[Term, ...]]:
    body = encoded({"terms": terms_given(given)})
    return Call("POST", "v1/dictionary", reading.terms, body, writes=True)


def delete_term(term_id: str) -> Call[bool]:
    return Call("DELETE", f"v1/dictionary/{_id(term_id)}", _done, gone=False)


def encoded(body: object) -> bytes:
    """`body` as JSON. Raises InputError for half a character, which no text can hold."""
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError:
        raise InputError(
            "유니코드 글이 아닙니다 / a lone surrogate in the text: expected whole characters"
        ) from None


def _pair(pair: Labelled) -> dict[str, Any]:
    target, *others = pair.targets
    found: dict[str, Any] = {"input": pair.input}
    found |= {"targets": [target, *others]} if others else {"target": target}
    if pair.kind is not None:
        found["kind"] = pair.kind
    return found


def _days(since: date | None, until: date | None) -> dict[str, str]:
    """Both days belong to what is asked for; of a point in time only its date counts."""
    given = {"since": since, "until": until}
    return {name: f"{day:%Y-%m-%d}" for name, day in given.items() if day is not None}


def _id(given: str) -> str:
    """`given`, which becomes a part of a path. Raises InputError for what is no id."""
    if not _ID.fullmatch(given):
        raise InputError("expected an id as the service gave it")
    return given


def _done(answer: Any) -> bool:
    return True


def _nothing(answer: Any) -> None:
    """What streams is read elsewhere."""
