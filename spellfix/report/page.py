"""The evaluation as one HTML page that needs nothing else: puts the sections together.

Texts pass through ``markup.plain`` rather than a template engine: the noise report shares these
pieces and installs with nothing but the core. Knows no file and draws nothing.
"""

from collections.abc import Mapping, Sequence

from spellfix.evaluation import Results
from spellfix.report.cases import cases
from spellfix.report.figures import figures
from spellfix.report.groups import behaviour, confusion, groups
from spellfix.report.headline import headline, measured
from spellfix.report.look import SCRIPT, STYLE
from spellfix.report.markup import contents, document, label, languages
from spellfix.report.measured import Measured
from spellfix.report.pieces import words
from spellfix.report.texts import TEXTS

SECTIONS = (
    "measured",
    "headline",
    "curve",
    "trade",
    "reliability",
    "groups",
    "confusion",
    "behaviour",
    "cases",
)


def page(results: Results, systems: Sequence[Measured], plots: Mapping[str, str]) -> str:
    """The whole page. ``systems``: the evaluations of ``results``, worked out; ``plots``: SVG of
    "curve", "coverage", "recall" and "reliability"."""
    evaluations = results.evaluations
    sections = (
        measured(results),
        headline(results),
        figures(systems, plots),
        groups(evaluations),
        confusion(evaluations),
        behaviour(evaluations),
        cases(evaluations[0]),
    )
    main = "".join(sections)
    shown = [(name, TEXTS[f"to_{name}"]) for name in SECTIONS if f'<section id="{name}"' in main]
    head = (
        f"<header><h1>{words('title')}</h1>{languages('both', 'korean', 'english')}"
        f"<p>{words('lead')}</p></header>{contents(shown)}"
    )
    title = " · ".join((label(TEXTS["title"]), "spellfix"))
    return document(title, STYLE, SCRIPT, f"{head}<main>{main}</main>")
