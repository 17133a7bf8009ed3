"""The plots of a report, drawn with matplotlib: each as SVG for the page, one also as PNG.

The only module that knows matplotlib (extra ``report``). Labels are English: the fonts that come
with matplotlib hold no Hangul; ``spellfix.report.svg`` puts the Korean in. Equal numbers give equal
bytes: no date, no settings of the user.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from spellfix.metrics import Interval, wilson
from spellfix.report.measured import Measured, Points
from spellfix.report.style import INK, LINE, SERIES, SOFT

SHAPES = "osD^vPX*<>"  # systems differ in shape as well as in colour
DOTS_PER_INCH = 200
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "spellfix",
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
}
Draw = Callable[[Figure], None]


class Plot(NamedTuple):
    """The main plot as matplotlib writes it."""

    svg: str
    png: bytes


def accuracy(systems: Sequence[Measured]) -> Plot:
    """Typo accuracy against correct-text accuracy: a point a system with 95 % intervals, and the
    way over its thresholds of every system that tells confidences."""

    def draw(figure: Figure) -> None:
        axes = _axes(figure, "correct-text accuracy", "typo accuracy")
        for place, each in enumerate(systems):
            _line(axes, each.accuracies, place, f"{_name(each)}, min_confidence 0 to 1")
        for place, each in enumerate(systems):
            metrics = each.evaluation.metrics
            x, y = metrics.correct_text_accuracy, metrics.typo_accuracy
            if x is not None and y is not None:
                across, up = metrics.correct_text_accuracy_interval, metrics.typo_accuracy_interval
                _cross(axes, x, y, across, up, place)
                _point(axes, x, y, place, _name(each))
        _finish(figure, axes)

    return Plot(_svg(draw, 6.0, 4.8), _png(draw, 6.0, 4.8))


def coverage(systems: Sequence[Measured]) -> str:
    """Precision of corrections against coverage over thresholds; a point is what was measured with
    the thresholds in use."""
    return _trade_off(
        "coverage",
        [(each, each.precision_by_coverage, each.evaluation.metrics.coverage) for each in systems],
    )


def recall(systems: Sequence[Measured]) -> str:
    """Precision of corrections against their recall, which is typo accuracy; as ``coverage``."""
    return _trade_off(
        "typo accuracy",
        [
            (each, each.precision_by_accuracy, each.evaluation.metrics.typo_accuracy)
            for each in systems
        ],
    )


def _trade_off(across: str, ways: Sequence[tuple[Measured, Points, float | None]]) -> str:
    def draw(figure: Figure) -> None:
        axes = _axes(figure, across, "precision of corrections")
        for place, (each, way, reach) in enumerate(ways):
            precision = each.evaluation.metrics.correction_precision
            _line(axes, way, place)
            if reach is not None and precision is not None:
                _point(axes, reach, precision, place, _name(each))
        _finish(figure, axes)

    return _svg(draw, 5.2, 4.4)


def confidences(systems: Sequence[Measured]) -> str:
    """The share of edits that are right against the confidence they were told with, in tenths, with
    95 % intervals; on the diagonal confidences mean what they say."""

    def draw(figure: Figure) -> None:
        axes = _axes(figure, "confidence told", "share of edits that are right")
        axes.plot((0, 1), (0, 1), color=SOFT, linewidth=0.9, linestyle=(0, (4, 3)))
        for place, each in enumerate(systems):
            bins = each.reliability.bins if each.reliability else ()
            _line(axes, [(tenth.confidence, tenth.right) for tenth in bins], place)
            for tenth in bins:
                interval = wilson(round(tenth.right * tenth.n), tenth.n)
                _cross(axes, tenth.confidence, tenth.right, None, interval, place)
                last = tenth is bins[-1]
                _point(axes, tenth.confidence, tenth.right, place, _name(each) if last else None)
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(-0.03, 1.03)
        _finish(figure, axes)

    return _svg(draw, 5.2, 4.4)


def _name(system: Measured) -> str:
    """What the system is called in a plot: what is no ASCII is escaped.

    Fonts that lack a sign warn of it, and signs that no XML can hold must not get there.
    """
    return system.evaluation.system.encode("unicode_escape").decode("ascii")


def _svg(draw: Draw, width: float, height: float) -> str:
    saved = _saved(draw, width, height, format="svg", transparent=True, metadata={"Date": None})
    return saved.decode("utf-8")


def _png(draw: Draw, width: float, height: float) -> bytes:
    quiet = {"Software": None}
    return _saved(draw, width, height, format="png", dpi=DOTS_PER_INCH, metadata=quiet)


def _saved(draw: Draw, width: float, height: float, **options: Any) -> bytes:
    """``width`` and ``height`` in inches. Whatever matplotlibrc of the user says does not count."""
    with matplotlib.style.context(["default", SETTINGS]):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        saved = BytesIO()
        figure.savefig(saved, **options)
    return saved.getvalue()


def _axes(figure: Figure, across: str, up: str) -> Axes:
    axes = figure.add_subplot()
    axes.set_xlabel(across)
    axes.set_ylabel(up, rotation_mode="anchor")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda share, _: f"{100 * share:.4g} %")
    return axes


def _line(axes: Axes, points: Points, place: int, told: str | None = None) -> None:
    if not points:
        return
    axes.plot(
        [x for x, _ in points],
        [y for _, y in points],
        color=SERIES[place % len(SERIES)],
        linewidth=1.4,
        label=told,
    )


def _point(axes: Axes, x: float, y: float, place: int, told: str | None = None) -> None:
    axes.plot(
        [x],
        [y],
        color=SERIES[place % len(SERIES)],
        marker=SHAPES[place % len(SHAPES)],
        markersize=6.5,
        markeredgewidth=0,
        linestyle="none",
        label=told,
        clip_on=False,
        zorder=4,
    )


def _cross(
    axes: Axes, x: float, y: float, across: Interval | None, up: Interval | None, place: int
) -> None:
    colour = SERIES[place % len(SERIES)]
    for interval, ends in ((across, ((0, 1), None)), (up, (None, (0, 1)))):
        if interval is not None:
            axes.plot(
                interval if ends[0] else (x, x),
                interval if ends[1] else (y, y),
                color=colour,
                linewidth=1.0,
                alpha=0.75,
            )


def _finish(figure: Figure, axes: Axes) -> None:
    """A legend beside the axes, which covers nothing; a word where there is nothing to see."""
    if not axes.has_data():
        axes.text(0.5, 0.5, "nothing was measured", transform=axes.transAxes, ha="center")
    handles, names = axes.get_legend_handles_labels()
    if handles:
        figure.legend(handles, names, loc="outside upper left", ncols=3)
