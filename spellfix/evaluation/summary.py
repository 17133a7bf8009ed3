"""Evaluations for people: lines of text; counts nothing.

Both headline numbers always stand together, each with its interval and its n; what was not measured
is a dash.
"""

from collections.abc import Iterator, Mapping

from spellfix.evaluation.results import Evaluation, Results
from spellfix.metrics import UNKNOWN, Group, Interval

_NAME = 22
_WEAKEST = 10


def summary(results: Results) -> str:
    """The headline numbers of every system, then what is behind those of the first one."""
    blocks = [_systems(results)]
    if results.comparisons:
        blocks.append(_comparisons(results))
    first = results.evaluations[0]
    blocks.append(_behind(first))
    metrics = first.metrics
    for title, groups in (
        ("by kind", metrics.by_kind),
        ("by set", metrics.by_set),
        ("by domain", metrics.by_domain),
        ("by length", metrics.by_length),
    ):
        if len(groups) > 1:
            blocks.append([_header(title), *_rows(groups)])
    if metrics.by_test:
        blocks.append(_behaviour(metrics.by_test))
    return "\n\n".join("\n".join(block) for block in blocks)


def _systems(results: Results) -> list[str]:
    lines = [_header("system")]
    for each in results.evaluations:
        found = each.metrics
        lines.append(
            _row(
                each.system,
                (found.typo_accuracy, found.typo_accuracy_interval, found.n_typo),
                (
                    found.correct_text_accuracy,
                    found.correct_text_accuracy_interval,
                    found.n_clean,
                ),
            )
        )
    metrics = results.evaluations[0].metrics
    for n, what in ((metrics.n_typo, "오타 / typo"), (metrics.n_clean, "정타 / correct text")):
        if not n:
            lines.append(f"{what}: 이런 줄이 없습니다 / no such line, so nothing is known of it")
    return lines


def _comparisons(results: Results) -> list[str]:
    first, *others = results.evaluations
    lines = [f"{f'only right: {first.system}, other':<{_NAME + 8}}{'typos':>14}{'clean texts':>28}"]
    for other, found in zip(others, results.comparisons, strict=True):
        sides = (
            f"{side.only_first} : {side.only_second} (p {_probability(side.p_value)})"
            for side in (found.typo, found.clean)
        )
        lines.append(f"{other.system:<{_NAME}}" + "".join(f"{side:>24}" for side in sides))
    return lines


def _behind(evaluation: Evaluation) -> list[str]:
    metrics = evaluation.metrics
    lines = [
        f"{evaluation.system}: {evaluation.description}".rstrip(": "),
        f"typos    corrected {metrics.corrected}, uncorrected {metrics.uncorrected}, "
        f"miscorrected {metrics.miscorrected}; clean texts overcorrected {metrics.overcorrected}",
        f"changed  coverage {_percent(metrics.coverage)} of {metrics.n_typo} typos, precision "
        f"{_percent(metrics.correction_precision)} of {metrics.n_changed} changed texts",
        f"spacing  {_percent(metrics.spacing_insensitive_typo_accuracy)} of "
        f"{metrics.n_typo_beyond_spacing} typos right but for white space",
        f"edits    precision {_percent(metrics.edit_precision)}, "
        f"recall {_percent(metrics.edit_recall)}, F0.5 {_percent(metrics.edit_f05)} "
        f"{_between(metrics.edit_f05_interval)}; by words {_percent(metrics.word_edit_f05)}",
        f"CER      {_percent(metrics.cer_in, 2)} -> {_percent(metrics.cer_out, 2)} of "
        f"{metrics.n_characters} characters; GLEU {_percent(metrics.gleu_in)} -> "
        f"{_percent(metrics.gleu)}",
    ]
    speed = evaluation.sentences_per_second
    if speed is not None:
        lines.append(f"speed    {speed:.1f} sentences/s, loading not counted")
    return lines


def _behaviour(tests: Mapping[str, Group]) -> list[str]:
    """How many sentences come out right, and the tests of which the fewest do."""
    found = {name: _passed(group) for name, group in tests.items() if name != UNKNOWN}
    weakest = sorted(
        (share, name) for name, (passed, n) in found.items() if (share := passed / n) < 1
    )
    passed, n = (sum(column) for column in zip(*found.values(), strict=True))
    return [
        f"behavioural tests: {passed} of {n} sentences right ({_percent(passed / n)}), all of them "
        f"in {len(found) - len(weakest)} of {len(found)} tests",
        *(f"  {name}: {found[name][0]} of {found[name][1]}" for _, name in weakest[:_WEAKEST]),
    ]


def _passed(group: Group) -> tuple[int, int]:
    return group.corrected + group.n_clean - group.overcorrected, group.n_typo + group.n_clean


def _header(title: str) -> str:
    return f"{title:<{_NAME}}{'typo accuracy':<32}{'correct-text accuracy'}"


def _rows(groups: Mapping[str, Group]) -> Iterator[str]:
    for name, group in groups.items():
        yield _row(
            name,
            (group.typo_accuracy, group.typo_accuracy_interval, group.n_typo),
            (group.correct_text_accuracy, group.correct_text_accuracy_interval, group.n_clean),
        )


Measured = tuple[float | None, Interval | None, int]


def _row(name: str, typo: Measured, clean: Measured) -> str:
    return f"{name:<{_NAME}}{_measured(typo):<32}{_measured(clean)}".rstrip()


def _measured(found: Measured) -> str:
    share, interval, n = found
    return f"{_percent(share):>8} {_between(interval):<15} n {n}"


def _between(interval: Interval | None) -> str:
    return "-" if interval is None else f"[{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def _percent(share: float | None, digits: int = 1) -> str:
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def _probability(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if value >= 0.001 else "< 0.001"
