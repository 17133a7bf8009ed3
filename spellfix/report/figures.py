"""The sections with plots: both accuracies, precision and recall, reliability.

Draws nothing itself: it is given the SVG that matplotlib wrote.
"""

from collections.abc import Mapping, Sequence

from spellfix.report import svg
from spellfix.report.measured import Measured
from spellfix.report.pieces import key, named, section, table, words
from spellfix.report.texts import PLOTTED, TEXTS


def figures(systems: Sequence[Measured], plots: Mapping[str, str]) -> str:
    """The sections; ``plots``: SVG of "curve", "coverage", "recall" and "reliability"."""
    return (
        section("curve", words("curve"), _figure("curve", plots))
        + section("trade", words("trade"), _trade(plots), words("trade_note"))
        + section("reliability", words("reliability"), _reliability(systems, plots))
    )


def _figure(name: str, plots: Mapping[str, str]) -> str:
    """A plot and, as its caption, how it is to be read."""
    note = f"{name}_note"
    drawn = svg.inline(plots[name], f"plot-{name}", TEXTS[name], TEXTS[note], PLOTTED)
    caption = words(note)
    return f'<figure class="figure-{name}">{drawn}<figcaption>{caption}</figcaption></figure>'


def _trade(plots: Mapping[str, str]) -> str:
    return f'<div class="pair">{_figure("coverage", plots)}{_figure("recall", plots)}</div>'


def _reliability(systems: Sequence[Measured], plots: Mapping[str, str]) -> str:
    told = [
        (place, each, each.reliability)
        for place, each in enumerate(systems)
        if each.reliability is not None and each.reliability.n
    ]
    if not told:
        return f'<p class="unknown">{words("no_confidences")}</p>'
    heads = [words(name) for name in ("confidence_bin", "edits", "edits_right")]
    tables = "".join(
        table(
            f"{key(place)}{named(each.evaluation.system)} · {words('ece')} {found.ece:.3f}, "
            f"n = {found.n:,}",
            heads,
            [
                (f"{tenth.confidence:.2f}", f"{tenth.n:,}", f"{100 * tenth.right:.1f} %")
                for tenth in found.bins
            ],
        )
        for place, each, found in told
    )
    return f'<div class="pair">{_figure("reliability", plots)}<div>{tables}</div></div>'
