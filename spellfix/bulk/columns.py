"""Texts to corrections, exactly one for each, in whatever process: what Spark, Dask and Ray call.

    correct_columns(["오늘 숙재를 했다.", None])
        {"output": [...], "score": [...], "edits": [[{...}], []], "error": [None, "text"]}

A model is loaded once in a process, with one thread: whoever calls has as many processes as there
are cores. Knows nothing about files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.errors import SpellfixError
from spellfix.given import terms_given

CHUNK = 256  # texts
_FIRST = "안녕하세요."


@dataclass(frozen=True, slots=True)
class Settings:
    """How texts are corrected. model: a directory, None for the one that is shipped.
    min_confidence: None for the model's own thresholds. protect: terms that stay."""

    model: str | None = None
    min_confidence: float | None = None
    protect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: its correction, None where there is none, or why there is not."""

    correction: Correction | None
    error: str | None = None


def correct_columns(
    texts: Iterable[object],
    *,
    model: str | None = None,
    min_confidence: float | None = None,
    protect: Iterable[str] = (),
) -> dict[str, list[object]]:
    """The corrections of ``texts`` as columns, each as long as ``texts``: output, score, edits
    (dicts with offsets into the text), error.

    What is no text (None, NaN, a number) has no output and the error "text"; a text that cannot
    be corrected comes back with the error "failed". Raises SpellfixError for a model or a setting
    that cannot be.

    >>> columns = correct_columns(["오늘 숙재를 했다.", None])
    >>> columns["output"], columns["error"]
    (['오늘 숙제를 했다.', None], [None, 'text'])
    """
    corrector = _held(Settings(model, min_confidence, terms_given(protect)))
    columns: dict[str, list[object]] = {name: [] for name in ("output", "score", "edits", "error")}
    rest = iter(list(texts))
    while some := list(islice(rest, CHUNK)):
        for text, outcome in zip(some, outcomes(some, corrector), strict=True):
            for name, value in as_columns(text, outcome).items():
                columns[name].append(value)
    return columns


def as_columns(text: object, outcome: Outcome) -> Mapping[str, object]:
    """One row: what is not corrected comes out as it went in."""
    done = outcome.correction
    return {
        "output": done.text if done else text if isinstance(text, str) else None,
        "score": done.score if done else None,
        "edits": [asdict(edit) for edit in done.edits] if done else [],
        "error": outcome.error,
    }


def outcomes(texts: Sequence[object], corrector: Corrector) -> list[Outcome]:
    """What becomes of each of ``texts``. Raises SpellfixError as the corrector does."""
    done = iter(_corrected(corrector, [text for text in texts if isinstance(text, str)]))
    return [next(done) if isinstance(text, str) else Outcome(None, "text") for text in texts]


def load(settings: Settings) -> Corrector:
    """A corrector that has corrected before. Raises SpellfixError."""
    corrector = Corrector.from_pretrained(
        settings.model, min_confidence=settings.min_confidence, protect=settings.protect, threads=1
    )
    corrector.correct(_FIRST)  # loads what is loaded late: what is wrong with it, no text can help
    return corrector


_held = lru_cache(2)(load)


def _corrected(corrector: Corrector, texts: Sequence[str]) -> list[Outcome]:
    try:
        return [Outcome(each) for each in corrector.correct_batch(texts)]
    except SpellfixError:
        raise
    except Exception:  # one text among millions shall not stop the others, and is not hidden
        if len(texts) == 1:
            return [Outcome(None, "failed")]
        return [each for text in texts for each in _corrected(corrector, [text])]
