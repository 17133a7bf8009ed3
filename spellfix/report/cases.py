"""The worst cases of the first system: what it made of a text, and what was meant. A plain list;
the script of the page puts a filter before it. Knows no number.
"""

from collections.abc import Iterable, Mapping

from spellfix.edits import Edit, align
from spellfix.evaluation import Evaluation, Wrong
from spellfix.report import markup
from spellfix.report.diff import LONGEST, changed, shortened
from spellfix.report.markup import label, plain, visible
from spellfix.report.pieces import named, section, words
from spellfix.report.texts import EDIT_KINDS, OUTCOMES, TEXTS

SEARCHED = 4000  # characters of a text that the filter searches
MOST = 12  # edits that are listed below a text


def cases(evaluation: Evaluation) -> str:
    """The section, with the filter hidden until the script shows it."""
    wrong = evaluation.wrong
    title = words("cases", n=len(wrong))
    if not wrong:
        return section("cases", title, f"<p>{words('no_cases')}</p>")
    told = evaluation.open is not None
    items = "".join(_case(number, each, told) for number, each in enumerate(wrong, start=1))
    outcomes = [each.outcome for each in wrong]
    kinds = [kind for each in wrong for kind in _kinds(each)]
    sets = [each.pair.set for each in wrong if each.pair.set]
    form = (
        '<form class="filter" role="search" hidden>'
        + _select("outcome", {name: label(OUTCOMES[name]) for name in OUTCOMES if name in outcomes})
        + _select("kind", {kind: _kind(kind) for kind in dict.fromkeys(kinds)})
        + _select("set", {name: plain(name) for name in dict.fromkeys(sets)})
        + f'<label>{words("search")}<input type="search" name="text"></label>'
        + f"<span>{words('shown')} <output></output></span></form>"
    )
    note = words("cases_note", first=evaluation.system)
    return section("cases", title, f'{form}<ol class="cases">{items}</ol>', note)


def _select(name: str, options: Mapping[str, str]) -> str:
    """``options``: HTML of what is chosen, by value."""
    choices = "".join(
        f'<option value="{plain(value)}">{told}</option>' for value, told in options.items()
    )
    return (
        f'<label>{words(name)}<select name="{name}"><option value="">{label(TEXTS["all"])}'
        f"</option>{choices}</select></label>"
    )


def _case(number: int, wrong: Wrong, told: bool) -> str:
    """``told``: whether confidences mean anything."""
    pair = wrong.pair
    texts = (pair.input, wrong.output, *pair.targets)
    searched = "\n".join(dict.fromkeys(text[:SEARCHED] for text in texts))
    named_by = [pair.set, pair.id, pair.domain, pair.test]
    about = [f'<b class="outcome">{markup.words(OUTCOMES[wrong.outcome])}</b>']
    about += [_kind_words(kind) for kind in _kinds(wrong)]
    about += [named(name) for name in dict.fromkeys(named_by) if name]
    return (
        f'<li class="sample {plain(wrong.outcome)}" data-outcome="{plain(wrong.outcome)}" '
        f'data-kind="{plain(" ".join(_kinds(wrong)))}" data-set="{plain(pair.set or "")}" '
        f'data-text="{plain(searched)}"><p class="about">{number}. {" · ".join(about)}</p>'
        f"<dl>{_row('made', _made(wrong))}{_row('meant', _meant(wrong))}</dl>"
        f"{_edits(wrong.edits, told)}</li>"
    )


def _row(name: str, content: str) -> str:
    return f'<dt>{words(name)}</dt><dd class="text" dir="auto">{content}</dd>'


def _made(wrong: Wrong) -> str:
    if wrong.output == wrong.pair.input:
        return f"{shortened(wrong.output)} <i>({words('unchanged')})</i>"
    return changed(wrong.pair.input, wrong.output, wrong.edits)


def _meant(wrong: Wrong) -> str:
    pair = wrong.pair
    if pair.input in pair.targets:
        return f"<i>{words('as_it_was')}</i>"
    return f" <i>{words('or')}</i> ".join(changed(pair.input, target) for target in pair.targets)


def _edits(edits: tuple[Edit, ...], told: bool) -> str:
    if not edits:
        return ""
    items = "".join(
        f"<li>{_side(edit.before)} → {_side(edit.after)} "
        f"{_kind_words(edit.kind)}" + (f" {edit.confidence:.2f}" if told else "") + "</li>"
        for edit in edits[:MOST]
    )
    if len(edits) > MOST:
        items += f"<li>… {words('more_edits', n=f'{len(edits) - MOST:,}')}</li>"
    return f'<ul class="edits">{items}</ul>'


def _side(text: str) -> str:
    return visible(text) if len(text) <= LONGEST else shortened(text)


def _kinds(wrong: Wrong) -> list[str]:
    """The kind that the file names, else those of the edits wanted and made; no white space."""
    if wrong.pair.kind is not None:
        return ["_".join(wrong.pair.kind.split())]
    return list(dict.fromkeys(_of(align(wrong.pair.input, wrong.pair.target)) + _of(wrong.edits)))


def _of(edits: Iterable[Edit]) -> list[str]:
    return [edit.kind for edit in edits]


def _kind(kind: str) -> str:
    return label(EDIT_KINDS[kind]) if kind in EDIT_KINDS else plain(kind)


def _kind_words(kind: str) -> str:
    return markup.words(EDIT_KINDS[kind]) if kind in EDIT_KINDS else named(kind)
