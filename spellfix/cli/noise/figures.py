"""What the noise report alone shows: its words by name, kinds with a dot, texts with typos marked.

Knows no section and no file.
"""

from spellfix.cli.noise.texts import TEXTS
from spellfix.noise import NoiseEdit, Noisy
from spellfix.report import markup
from spellfix.report.markup import plain, visible
from spellfix.report.words import KINDS, Words

LONGEST = 120  # characters between two typos of a sample that are shown whole
KEPT = 40  # characters of a longer stretch that stay at either end


def words(name: str | Words, **values: object) -> str:
    """The words called ``name`` in both languages, each to be hidden by the choice of the other."""
    return markup.words(TEXTS[name] if isinstance(name, str) else name, **values)


def label(name: str) -> str:
    """``TEXTS[name]`` where no element can stand."""
    return markup.label(TEXTS[name])


def kind_words(kind: str) -> str:
    return f'<span class="{kind}"><span class="dot"></span>{words(KINDS[kind])}</span>'


def highlighted(clean: str, noisy: Noisy) -> str:
    """The noisy text, every typo marked and the right text behind it; long stretches shortened."""
    parts: list[str] = []
    done = 0
    for edit in noisy.edits:
        parts += plain(_shortened(clean[done : edit.start])), _marked(edit)
        done = edit.end
    return "".join([*parts, plain(_shortened(clean[done:]))])


def _marked(edit: NoiseEdit) -> str:
    right = visible(edit.before)
    return (
        f'<mark class="{edit.kind}" title="{plain(edit.rule)}: {right} → {visible(edit.after)}">'
        f'{visible(edit.after, "‸")}<span class="sr"> ({label("typo")}; {label("right")}: '
        f'{right})</span></mark><del aria-hidden="true">{right}</del>'
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:KEPT]} … {text[-KEPT:]}"
