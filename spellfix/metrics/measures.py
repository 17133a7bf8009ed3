"""All that is measured of a system on a set of cases, each share with its n and its interval.

Computed from the sums of counts; knows nothing about texts, nor how cases are counted.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from spellfix.metrics.counts import Counts
from spellfix.metrics.gleu import ORDERS, gleu
from spellfix.metrics.groups import Group, Groups
from spellfix.metrics.intervals import Floats, Interval, estimate, ratio, share, wilson
from spellfix.metrics.matching import f05


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a Tally measures. Shares lie in 0..1 and are None where their n is 0.

    Intervals are 95 %: Wilson for shares of cases, bootstrap over cases for all others.

    typo_accuracy: ``corrected`` of ``n_typo``, the cases whose input is none of their targets.
    correct_text_accuracy: clean cases left untouched, of ``n_clean``.
    coverage: typo cases that were changed at all, rightly or not, of ``n_typo``.
    correction_precision: cases that came out right, of the ``n_changed`` that were changed, typo or
        clean.
    spacing_insensitive_typo_accuracy: right but for white space, of the ``n_typo_beyond_spacing``
        typo cases that are wrong in more than white space against every reference.
    spacing_insensitive_correct_text_accuracy: untouched but for white space, of ``n_clean``.
    edit_precision, edit_recall, edit_f05: edits made and edits wanted, from the alignments of the
        input with output and target, equal when span and replacement are; over all cases.
        ``n_edits_right`` of ``n_edits_made``, of ``n_edits_wanted``. See ``matching``.
    word_edit_*: the same by words between white space.
    cer_in, cer_out: edit distance of input and of output to the nearest reference, per code point
        of the targets (``n_characters``; the first of each case, for both); over all cases.
    gleu, gleu_in: GLEU over characters, of the output and of copying the input. See ``gleu``.
    by_kind, by_domain, by_set, by_test: both headline numbers for the cases that name each, the
        others under "unknown"; empty if no case names one. by_length: by code points of the input.
    confusion: kind of the edit wanted, kind of the edit made on the same span, how often; "none"
        where nothing was wanted, or made. See ``confusion``.
    """

    typo_accuracy: float | None
    typo_accuracy_interval: Interval | None
    correct_text_accuracy: float | None
    correct_text_accuracy_interval: Interval | None
    n_typo: int
    n_clean: int
    corrected: int
    uncorrected: int
    miscorrected: int
    overcorrected: int
    coverage: float | None
    coverage_interval: Interval | None
    correction_precision: float | None
    correction_precision_interval: Interval | None
    n_changed: int
    spacing_insensitive_typo_accuracy: float | None
    spacing_insensitive_typo_accuracy_interval: Interval | None
    n_typo_beyond_spacing: int
    spacing_insensitive_correct_text_accuracy: float | None
    spacing_insensitive_correct_text_accuracy_interval: Interval | None
    edit_precision: float | None
    edit_precision_interval: Interval | None
    edit_recall: float | None
    edit_recall_interval: Interval | None
    edit_f05: float | None
    edit_f05_interval: Interval | None
    n_edits_made: int
    n_edits_wanted: int
    n_edits_right: int
    word_edit_precision: float | None
    word_edit_precision_interval: Interval | None
    word_edit_recall: float | None
    word_edit_recall_interval: Interval | None
    word_edit_f05: float | None
    word_edit_f05_interval: Interval | None
    n_word_edits_made: int
    n_word_edits_wanted: int
    n_word_edits_right: int
    cer_in: float | None
    cer_in_interval: Interval | None
    cer_out: float | None
    cer_out_interval: Interval | None
    n_characters: int
    gleu: float | None
    gleu_interval: Interval | None
    gleu_in: float | None
    by_kind: Mapping[str, Group]
    by_domain: Mapping[str, Group]
    by_length: Mapping[str, Group]
    by_set: Mapping[str, Group]
    by_test: Mapping[str, Group]
    confusion: Mapping[str, Mapping[str, int]]

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, ready for JSON."""
        return asdict(self)


def measure(sums: Floats, groups: Groups, confusion: Mapping[str, Mapping[str, int]], /) -> Metrics:
    """Metrics of ``sums`` [1 + resamples, len(Counts)]: of all cases, then of each resample."""
    column = dict(zip(Counts._fields, sums.T, strict=True))
    n = {name: int(values[0]) for name, values in column.items()}
    whole = Group.of(groups.outcomes)
    return Metrics(
        typo_accuracy=whole.typo_accuracy,
        typo_accuracy_interval=whole.typo_accuracy_interval,
        correct_text_accuracy=whole.correct_text_accuracy,
        correct_text_accuracy_interval=whole.correct_text_accuracy_interval,
        n_typo=whole.n_typo,
        n_clean=whole.n_clean,
        corrected=whole.corrected,
        uncorrected=whole.uncorrected,
        miscorrected=whole.miscorrected,
        overcorrected=whole.overcorrected,
        n_changed=n["changed"],
        n_typo_beyond_spacing=n["beyond_spacing"],
        **_share("coverage", n["typo_changed"], whole.n_typo),
        **_share("correction_precision", n["changed_right"], n["changed"]),
        **_share(
            "spacing_insensitive_typo_accuracy", n["beyond_spacing_right"], n["beyond_spacing"]
        ),
        **_share(
            "spacing_insensitive_correct_text_accuracy", n["kept_beyond_spacing"], whole.n_clean
        ),
        **_edits(column, "edit"),
        **_edits(column, "word_edit"),
        **_rate("cer_in", ratio(column["wrong_before"], column["characters"])),
        **_rate("cer_out", ratio(column["wrong_after"], column["characters"])),
        n_characters=n["characters"],
        **_rate("gleu", _gleu(column, "output")),
        gleu_in=estimate(_gleu(column, "copied")[:1])[0],
        by_kind=groups.by("kind"),
        by_domain=groups.by("domain"),
        by_length=groups.by_length(),
        by_set=groups.by("set"),
        by_test=groups.by("test"),
        confusion=confusion,
    )


def _share(name: str, part: int, n: int) -> dict[str, Any]:
    return {name: share(part, n), f"{name}_interval": wilson(part, n)}


def _rate(name: str, values: Floats) -> dict[str, Any]:
    rate, interval = estimate(values)
    return {name: rate, f"{name}_interval": interval}


def _edits(column: Mapping[str, Floats], name: str) -> dict[str, Any]:
    right, made, wanted = (column[f"{name}s_{what}"] for what in ("right", "made", "wanted"))
    return {
        **_rate(f"{name}_precision", ratio(right, made)),
        **_rate(f"{name}_recall", ratio(right, wanted)),
        **_rate(f"{name}_f05", f05(right, made, wanted)),
        f"n_{name}s_right": int(right[0]),
        f"n_{name}s_made": int(made[0]),
        f"n_{name}s_wanted": int(wanted[0]),
    }


def _gleu(column: Mapping[str, Floats], name: str) -> Floats:
    matched = np.stack([column[f"{name}_matched_{order}"] for order in ORDERS])
    totals = np.stack([column[f"{name}_total_{order}"] for order in ORDERS])
    return gleu(matched, totals, column["reference_length"])
