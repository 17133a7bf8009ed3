"""Measuring a corrector on a file of pairs; knows neither models nor how numbers are counted.

A file of pairs has one JSON object a line: `{"input", "target"}` and perhaps `"kind"`; any other
key is carried by the file and not read. `input == target` is a text that must be left alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from spellfix.errors import InputError
from spellfix.metrics import Case, Interval, KindMetrics, Metrics, score


@dataclass(frozen=True, slots=True)
class Pair:
    """A text as written and as meant; `kind` of its errors where the file says so."""

    input: str
    target: str
    kind: str | None = None


class HasText(Protocol):
    """A correction, as far as it is measured here."""

    @property
    def text(self) -> str: ...


class CorrectsBatches(Protocol):
    """What can be evaluated: one correction for each text, in order."""

    def correct_batch(self, texts: Sequence[str], /) -> Sequence[HasText]: ...


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Metrics of a corrector, of copying the input instead, and the seconds correcting took."""

    metrics: Metrics
    copied: Metrics
    seconds: float

    @property
    def sentences_per_second(self) -> float | None:
        """Pairs by seconds, without loading the model; None where no time could be measured."""
        pairs = self.metrics.n_typo + self.metrics.n_clean
        return pairs / self.seconds if self.seconds > 0 else None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values: the fields of Metrics, speed, and the baseline."""
        return {
            **self.metrics.to_dict(),
            "sentences_per_second": self.sentences_per_second,
            "copy_the_input": {
                "typo_accuracy": self.copied.typo_accuracy,
                "correct_text_accuracy": self.copied.correct_text_accuracy,
            },
        }


def read_pairs(path: Path) -> list[Pair]:
    """The pairs in ``path``; empty lines are passed over.

    Raises InputError if the file cannot be read or holds no pair, and, naming file and line, if a
    line is no UTF-8, no JSON object, or lacks a string where one is due.
    """
    try:
        with path.open("rb") as file:
            pairs = [
                parse_pair(line, f"{path}:{number}")
                for number, line in enumerate(file, start=1)
                if line.strip()
            ]
    except OSError as error:
        raise InputError(
            f"읽을 수 없습니다 / cannot read: {path} ({error.strerror or error})"
        ) from error
    if not pairs:
        raise InputError(f"{path}: 쌍이 없습니다 / no pairs in this file")
    return pairs


def parse_pair(line: str | bytes, place: str) -> Pair:
    """The pair in one line of JSON. Raises InputError that begins with ``place``.

    >>> parse_pair('{"input": "않 돼", "target": "안 돼"}', "here:1")
    Pair(input='않 돼', target='안 돼', kind=None)
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: JSON이 아닙니다 / not JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(
            f'{place}: {{"input": ..., "target": ...}} 꼴이 아닙니다 / expected an object, got '
            f"{type(record).__name__}"
        )
    for key in ("input", "target"):
        if not isinstance(record.get(key), str):
            raise InputError(f'{place}: "{key}"에 글이 없습니다 / "{key}" must be a string')
    kind = record.get("kind")
    if not isinstance(kind, str | None):
        raise InputError(f'{place}: "kind"는 글이어야 합니다 / "kind" must be a string')
    return Pair(record["input"], record["target"], kind)


def evaluate(corrector: CorrectsBatches, pairs: Sequence[Pair]) -> Evaluation:
    """Correct the inputs of ``pairs`` and compare with their targets."""
    start = perf_counter()
    corrections = corrector.correct_batch([pair.input for pair in pairs])
    seconds = perf_counter() - start
    cases = [
        Case(pair.input, pair.target, correction.text, pair.kind)
        for pair, correction in zip(pairs, corrections, strict=True)
    ]
    copies = (Case(pair.input, pair.target, pair.input, pair.kind) for pair in pairs)
    return Evaluation(score(cases), score(copies), seconds)


def summary(evaluation: Evaluation) -> str:
    """Both headline numbers with n, interval and baseline, then what is behind them, by kind."""
    metrics, copied = evaluation.metrics, evaluation.copied
    lines = [
        f"{'':<22}{'':>8}  {'95 % interval':<16}{'n':>6}  copying the input",
        _headline(
            "typo accuracy",
            metrics.typo_accuracy,
            metrics.typo_accuracy_interval,
            metrics.n_typo,
            copied.typo_accuracy,
        ),
        _headline(
            "correct-text accuracy",
            metrics.correct_text_accuracy,
            metrics.correct_text_accuracy_interval,
            metrics.n_clean,
            copied.correct_text_accuracy,
        ),
        "",
        f"typos   corrected {metrics.corrected}, uncorrected {metrics.uncorrected}, "
        f"miscorrected {metrics.miscorrected}; clean texts overcorrected {metrics.overcorrected}",
        f"edits   precision {_percent(metrics.edit_precision)}, "
        f"recall {_percent(metrics.edit_recall)}, F0.5 {_percent(metrics.edit_f05)}",
        f"CER     {_percent(metrics.cer_in, 2)} -> {_percent(metrics.cer_out, 2)} of "
        f"{metrics.n_characters} characters",
        f"speed   {_number(evaluation.sentences_per_second)} sentences/s, loading not counted",
    ]
    if metrics.by_kind:
        lines += ["", f"{'typos by kind':<22}{'':>8}  {'95 % interval':<16}{'n':>6}"]
        lines += [_kind_row(kind, row) for kind, row in metrics.by_kind.items()]
    return "\n".join(lines)


def _headline(
    name: str, share: float | None, interval: Interval | None, n: int, baseline: float | None
) -> str:
    row = f"{name:<22}{_percent(share):>8}  {_between(interval):<16}{n:>6}"
    return f"{row}  {_percent(baseline):>8}" if n else f"{row}  (no such line in the file)"


def _kind_row(kind: str, row: KindMetrics) -> str:
    interval = _between(row.typo_accuracy_interval)
    return f"{kind:<22}{_percent(row.typo_accuracy):>8}  {interval:<16}{row.n_typo:>6}"


def _between(interval: Interval | None) -> str:
    return "-" if interval is None else f"[{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def _percent(share: float | None, digits: int = 1) -> str:
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
