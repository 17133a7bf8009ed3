"""A text and its changes as plain values, for the script of the page; knows no HTML.

A text is a string, or a list of strings and changes: ``["할", ["", " ", 4, 93], "수 있다."]``, a
change being before, after, the number of its kind and its confidence in per cent. The script makes
text of them and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from spellfix.data.overview.predicting import OUTCOMES, Predicted
from spellfix.edits import Edit, align
from spellfix.report.markup import fit
from spellfix.report.words import KINDS, Words

MOST_BYTES = 12_000_000
"""Of all items on a page; the rest of the sample is left out."""
STRETCH, KEPT = 240, 100
"""Code points between two changes that are shown whole, and of a longer stretch at either end."""
MOST_CHANGES = 40

Piece = str | list[Any]
_KINDS = list(KINDS)


def pieces(text: str, edits: Sequence[Edit]) -> str | list[Piece]:
    """`text` with `edits`, long stretches shortened.

    >>> pieces("할수 있다", [Edit(1, 1, "", " ", "spacing", 0.934)])
    ['할', ['', ' ', 4, 93], '수 있다']
    """
    found: list[Piece] = []
    done = 0
    for edit in edits[:MOST_CHANGES]:
        found.append(_shortened(text[done : edit.start], head=done > 0))
        kind = _KINDS.index(edit.kind) if edit.kind in KINDS else -1
        confidence = round(100 * edit.confidence)
        found.append([_shortened(edit.before), _shortened(edit.after), kind, confidence])
        done = edit.end
    found.append(_shortened(text[done:], tail=not edits))
    kept = [piece for piece in found if piece]
    return kept[0] if len(kept) == 1 and isinstance(kept[0], str) else kept


def embedded(items: Sequence[Predicted], outcomes: Mapping[str, Words]) -> tuple[str, int]:
    """What the script reads, as JSON that no HTML parser takes for markup; how many items it has:
    all, or as many as MOST_BYTES hold."""
    sources: dict[str, int] = {}
    domains: dict[str, int] = {}
    lines: list[str] = []
    size = 0
    for each in items:
        line = _json(_item(each, sources, domains))
        size += len(line.encode()) + 1
        if size > MOST_BYTES:
            break
        lines.append(line)
    head = {
        "sources": [fit(name) for name in sources],
        "domains": [fit(name) for name in domains],
        "kinds": [[name, *both] for name, both in KINDS.items()],
        "outcomes": [[name, *outcomes[name]] for name in OUTCOMES],
    }
    return f'{_json(head)[:-1]},"items":[{",".join(lines)}]}}', len(lines)


def _item(each: Predicted, sources: dict[str, int], domains: dict[str, int]) -> list[Any]:
    """Made, meant (0: nobody says, or as it stands), source, row, domain, outcome, kinds, doubt."""
    item = each.item
    made = each.correction.edits if each.correction else ()
    wanted = align(item.text, item.targets[0]) if item.has_error else []
    kinds = dict.fromkeys(_KINDS.index(edit.kind) for edit in (*wanted, *made))
    return [
        pieces(item.text, made),
        pieces(item.text, wanted) if wanted else 0,
        sources.setdefault(item.source, len(sources)),
        item.row,
        domains.setdefault(item.domain, len(domains)),
        OUTCOMES.index(each.outcome) if each.outcome else -1,
        list(kinds),
        round(100 * each.doubt),
    ]


def _json(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _shortened(text: str, *, head: bool = True, tail: bool = True) -> str:
    if len(text) <= STRETCH:
        return fit(text)
    first, last = text[:KEPT] if head else "", text[-KEPT:] if tail else ""
    return fit(f"{first} … {last}")
