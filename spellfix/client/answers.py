"""What the service answers, as frozen values; knows no HTTP and no JSON.

Corrections, edits, explanations and groups are spellfix's own types, the same as without a service.
Times are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from spellfix.correction import Correction
from spellfix.edits import Edit
from spellfix.explanations import Explanation
from spellfix.metrics import Group, Metrics, Referenced


@dataclass(frozen=True, slots=True)
class Model:
    """The model that corrected."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may hold.

    texts, terms, pairs: how many. characters: code points of all texts together. bytes: of a body.
    """

    texts: int
    characters: int
    bytes: int
    terms: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Service:
    """The service as it runs.

    version: of spellfix there. min_confidence: edits it is less sure of are not made. storing:
    whether it keeps drafts. keys: whether it wants an API key. retention_days: drafts are deleted
    so many days after they came, None: never.
    """

    version: str
    model: Model
    min_confidence: float
    storing: bool
    keys: bool
    retention_days: int | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided on a draft.

    accepted, rejected: indices into the edits of its correction; those in neither are undecided.
    outcome: corrected, uncorrected or miscorrected (the draft had typos), kept or overcorrected (it
    had none), rewritten (the final text says something else). reviewer: empty where nobody said.
    """

    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    final_text: str
    outcome: str
    reviewer: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that the service keeps, and its correction.

    expires_at: when it will be deleted, None: never. explanations: of the edits, in their order;
    the service does not tell the rules behind them. review: the newest one.
    """

    id: str
    created_at: datetime
    expires_at: datetime | None
    text: str
    correction: Correction
    explanations: tuple[Explanation, ...]
    model: Model
    review: Review | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list of drafts.

    beginning: of its text, which has so many `characters` (code points) in all. edits: how many its
    correction has. score: of its correction. reviewed_at: when last, None: never.
    """

    id: str
    created_at: datetime
    expires_at: datetime | None
    beginning: str
    characters: int
    edits: int
    score: float
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What `spellfix evaluate` would measure with the model and the threshold of the service."""

    metrics: Metrics
    model: Model


@dataclass(frozen=True, slots=True)
class Decisions:
    """How many edits people accepted and rejected."""

    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Both accuracies on the drafts that people reviewed.

    by_day: by the day of the review (UTC). by_kind: of the typos a draft had. by_model: by name and
    version. edits: decisions by kind of edit. rewritten: reviewed drafts that count for neither
    accuracy. drafts, reviewed: how many there are.
    """

    overall: Group
    by_day: Mapping[date, Group]
    by_kind: Mapping[str, Group]
    by_model: Mapping[str, Group]
    edits: Mapping[str, Decisions]
    rewritten: int
    drafts: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Exported(Referenced):
    """A reviewed draft as a pair: what was written, and what a person made of it.

    id: of the draft. kind: of its typos, None where it had none. output: what the model made of it,
    by `edits`. accepted: the decision on each edit, None where there was none. model: name and
    version. alternatives: none, a person leaves one text.
    """

    id: str
    input: str
    target: str
    kind: str | None
    output: str
    edits: tuple[Edit, ...]
    accepted: tuple[bool | None, ...]
    model: str
    reviewer: str
    reviewed_at: datetime
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the dictionary, which stays as it is in every text."""

    id: str
    term: str
    created_at: datetime
