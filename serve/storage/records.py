"""What the store takes and gives: drafts, reviews, terms, counts; and how it refuses.

Texts are any Unicode text that UTF-8 can hold. Times are aware, in UTC, to the microsecond; a
period is ``since <= time < until``, and None leaves that side open. Knows nothing about databases
or HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from spellfix.edits import Edit


class Unavailable(Exception):
    """The database cannot be reached, written or waited for now: try again later."""


class KeyReused(Exception):
    """The idempotency key was used before, with another request."""


class Gone(Exception):
    """The request was answered before; what it wrote has been deleted since."""


class TooManyTerms(Exception):
    """The dictionary of this owner would hold more terms than it may; nothing was added."""


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A text, its correction, and the model that made it. `edits` are numbered 0, 1, ... by place;
    `min_confidence`: what the caller asked for, None where the model's own threshold held."""

    text: str
    corrected: str
    edits: tuple[Edit, ...]
    score: float
    min_confidence: float | None
    model_name: str
    model_version: str


@dataclass(frozen=True, slots=True)
class NewReview:
    """What a person decided. `accepted` and `rejected` are numbers of edits; edits in neither are
    undecided. `outcome`: as ``spellfix.metrics.Case.outcome``, or
    ``rewritten``. `kind`: of the draft's
    errors, where they have one. `reviewer`: "" where nobody is named."""

    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    final_text: str
    outcome: str
    kind: str | None = None
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A stored review; `accepted` and `rejected` in ascending order."""

    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    final_text: str
    outcome: str
    kind: str | None
    reviewer: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored draft with its newest review. `expires_at`: nobody can read it from then on."""

    id: str
    owner: str
    created_at: datetime
    expires_at: datetime | None
    text: str
    corrected: str
    edits: tuple[Edit, ...]
    score: float
    min_confidence: float | None
    model_name: str
    model_version: str
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft as a list tells of it: the `beginning` of its text, how many `characters` (code
    points) that has, how many `edits` were made. `reviewed_at`: when last, None where never."""

    id: str
    created_at: datetime
    expires_at: datetime | None
    beginning: str
    characters: int
    edits: int
    score: float
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Idempotency:
    """An `Idempotency-Key` with the request that came with it: its method and path, and its body.

    Only hashes of them are stored.
    """

    key: str
    route: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What a write left: `replayed` where an earlier request with the same key had written it."""

    draft: Draft
    replayed: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A term of an owner's dictionary, as it was typed."""

    id: str
    term: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """An edit and what the reviewer decided about it; None where nothing was decided."""

    edit: Edit
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A reviewed draft as a pair: what was written, what it became, what the model made."""

    id: str
    input: str
    target: str
    kind: str | None
    output: str
    edits: tuple[Decided, ...]
    model_name: str
    model_version: str
    reviewer: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Outcomes:
    """So many (`n`) drafts with this outcome, whose newest review was on `day` (UTC)."""

    day: date
    kind: str | None
    model_name: str
    model_version: str
    outcome: str
    n: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """How many edits of one kind were accepted and rejected, in the newest reviews."""

    kind: str
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the drafts of a period; the newest review of a draft counts, by its time.

    outcomes: by day, kind, model and outcome, in this order, without ``rewritten``. edits: by kind.
    rewritten: drafts that became another text. drafts: those created in the period. reviewed: those
    whose newest review lies in it, `rewritten` included.
    """

    outcomes: tuple[Outcomes, ...]
    edits: tuple[Decisions, ...]
    rewritten: int
    drafts: int
    reviewed: int
