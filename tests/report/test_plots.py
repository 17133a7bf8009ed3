"""The plots: what is drawn, as SVG for the page and as PNG, in the same bytes every time."""

import re
import struct
from collections.abc import Callable
from xml.etree import ElementTree

from spellfix.evaluation import Pair, Results
from spellfix.report import plots, svg
from spellfix.report.measured import Measured
from spellfix.report.texts import PLOTTED, TEXTS

ByHand = Callable[..., Results]


def measured(results: Results) -> list[Measured]:
    return [Measured.of(each) for each in results.evaluations]


def inline(plot: plots.Plot) -> str:
    return svg.inline(plot.svg, "here", TEXTS["curve"], TEXTS["coverage_note"], PLOTTED)


def test_the_picture_is_a_png_wide_enough_for_a_readme(results: Results) -> None:
    png = plots.accuracy(measured(results)).png
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width >= 1000
    assert height >= 700


def test_every_plot_is_drawn_the_same_twice(results: Results) -> None:
    systems = measured(results)
    assert plots.accuracy(systems) == plots.accuracy(systems)
    for draw in (plots.coverage, plots.recall, plots.confidences):
        drawn = draw(systems)
        assert draw(systems) == drawn
        assert "<dc:date>" not in drawn


def test_the_way_over_thresholds_starts_at_open_and_ends_at_nothing(results: Results) -> None:
    system = measured(results)[0]
    last, first = system.accuracies[-1], system.accuracies[0]
    assert last == (1.0, 0.0)
    assert first[1] > 0
    assert len(system.accuracies) == len(system.curve) == 101
    assert measured(results)[1].accuracies == []


def test_precision_where_nothing_was_changed_is_no_point(by_hand: ByHand) -> None:
    pairs = [Pair("않 돼", "안 돼"), Pair("안 해", "안 해")]
    (system,) = measured(by_hand(pairs, ("first", {"않 돼": "안 돼"}, 0.6)))
    assert len(system.precision_by_coverage) == 61  # thresholds 0.00 to 0.60
    assert set(system.precision_by_coverage) == {(1.0, 1.0)}


def test_a_plot_on_the_page_has_both_languages_and_no_inline_style(results: Results) -> None:
    shown = inline(plots.accuracy(measured(results)))
    root = ElementTree.fromstring(shown)
    texts = [each.text for each in root.iter("text")]
    assert "정타 정확률 · correct-text accuracy" in texts
    assert "오타 정확률 · typo accuracy" in texts
    assert [root[0].tag, root[1].tag] == ["title", "desc"]
    assert not re.search(r"style|font-family|xlink", shown)
    ids = {each.get("id") for each in root.iter()} - {None}
    assert all(str(each).startswith("here-") for each in ids)
    referred = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', shown)
    assert {one or other for one, other in referred} <= ids


def test_odd_names_neither_warn_nor_become_formulas(by_hand: ByHand) -> None:
    name = "가$x^2$\0_<b>"
    (system,) = measured(by_hand([Pair("가", "나"), Pair("다", "다")], (name, {}, 0.5)))
    shown = inline(plots.accuracy([system]))
    assert "\\uac00$x^2$\\x00_&lt;b&gt;" in shown


def test_more_systems_than_colours_can_still_be_drawn(by_hand: ByHand) -> None:
    systems = [(f"system-{n}", {}, None) for n in range(12)]
    shown = inline(
        plots.accuracy(measured(by_hand([Pair("가", "나"), Pair("다", "다")], *systems)))
    )
    assert all(f">system-{n}<" in shown for n in range(12))
