"""What no correction may do: touch a protected span, respell what is not Korean, add or drop a
figure or a sign, write what nobody types.

Knows edits and spans; knows nothing about models and how sure they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import category, normalize

from rapidfuzz.distance import Levenshtein

from spellfix.edits import CONTEXT, Edit
from spellfix.english import ENGLISH
from spellfix.hangul import decompose, is_jamo, is_syllable
from spellfix.keyboard import keys, to_hangul
from spellfix.kinds import PARTICLE, classify
from spellfix.protection import foreign_signs
from spellfix.text import Span

_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa1-\uffdc]")
_NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | str.maketrans("\u3000。、", " .,")
_BRACKETS = "（）［］｛｝＜＞"
_PARTNER = {bracket: _BRACKETS[place ^ 1] for place, bracket in enumerate(_BRACKETS)}
_WORD = re.compile(r"\w{0,16}")
_PARTICLES = re.compile(rf"(?:들|네)?(?:(?:{PARTICLE.pattern})|한테서|에게서|이?야)?")
_LATIN_WORD = re.compile("[A-Za-z]+")
_OPENING = ("", *"([/\"'“‘")
_AUXILIARY = re.compile("[만듯법뻔척체양][하한할함합해했]|[듯성]싶")
_SLIP = re.compile(r"""[;'\[\]/,.\\`=-]""")  # keys beside those of letters


def permitted(text: str, edits: Iterable[Edit], spans: Sequence[Span]) -> Iterator[Edit]:
    """Those of `edits` of `text` that are allowed, given its protected `spans` in order.

    An edit that is not is taken apart first: of 리액트을 -> 리엑트를 only 을 -> 를 remains where
    리액트 is protected. What is put directly before or behind a span does not touch it. Latin
    letters may become Hangul and Hangul Latin where the same keys type both (the wrong 한/영 mode),
    but no Latin word another one: the model has learnt Korean.
    """
    for edit in edits:
        if _allowed(text, edit, spans):
            yield edit
        else:
            yield from (part for part in _parts(text, edit) if _allowed(text, part, spans))


def _allowed(text: str, edit: Edit, spans: Sequence[Span]) -> bool:
    return not (
        _unreadable(edit)
        or _touches(edit, spans)
        or _pads(text, edit)
        or _glues(text, edit, spans)
        or _changes_signs(text, edit)
        or _unpairs(text, edit)
        or _respells_latin(text, edit)
        or _among_foreign(text, edit)
        or _stands_either_way(text, edit)
    )


def _touches(edit: Edit, spans: Sequence[Span]) -> bool:
    following = bisect_left(spans, edit.end, key=lambda span: span.start)
    return following > 0 and spans[following - 1].end > edit.start


def _pads(text: str, edit: Edit) -> bool:
    """Whether an edit only puts white space beside white space, or at an end of the text."""
    around = text[max(0, edit.start - 1) : edit.start], text[edit.end : edit.end + 1]
    beside = any(not char or char.isspace() for char in around)
    return not edit.before and edit.after.isspace() and beside


def _glues(text: str, edit: Edit, spans: Sequence[Span]) -> bool:
    """Whether an edit takes the space between a protected word and another one: only a particle
    typed apart may be joined (민수 가)."""
    at = bisect_left(spans, edit.end, key=lambda span: span.start)
    follows = at < len(spans) and spans[at].start == edit.end
    joins = edit.before[-1:].isspace() and not edit.after[-1:].isspace()
    if follows and joins and _HANGUL.match(text, edit.end):
        return True
    if not edit.before[:1].isspace() or edit.after[:1].isspace() or not at:
        return False
    if spans[at - 1].end != edit.start or not _HANGUL.match(text, edit.start - 1):
        return False
    rest = _WORD.match(text, edit.end)
    word = normalize("NFC", edit.after + (rest[0] if rest else ""))
    return not _PARTICLES.fullmatch(word)


def _changes_signs(text: str, edit: Edit) -> bool:
    """Whether figures, signs or foreign letters change, or a lone jamo is written.

    Their form may (．is .), and a sign between two syllables may go: it is a slip (안;녕).
    """
    before, after = _plain(edit.before), _plain(edit.after)
    if Counter(filter(is_jamo, after)) - Counter(filter(is_jamo, before)):
        return True
    if _signs(before) == _signs(after):
        return False
    left, right = text[max(0, edit.start - 1) : edit.start], text[edit.end : edit.end + 1]
    inside_word = _HANGUL.match(left + edit.before) and _HANGUL.match((edit.before + right)[::-1])
    return not inside_word or _signs(_SLIP.sub("", before)) != _signs(after)


def _unpairs(text: str, edit: Edit) -> bool:
    """Whether a bracket loses the full width that its partner in the text has."""
    lost = Counter(edit.before) - Counter(edit.after)
    partners = [_PARTNER[sign] for sign in lost if sign in _PARTNER]
    rest = text[: edit.start] + text[edit.end :] if partners else ""
    return any(partner in rest for partner in partners)


def _plain(text: str) -> str:
    """`text` in half width, as no Japanese input method types it."""
    return text.translate(_NARROW)


def _signs(text: str) -> list[str]:
    """What is neither a letter of Hangul or English nor white space."""
    return [char for char in text if not (char.isspace() or char.isalpha()) or foreign_signs(char)]


def _respells_latin(text: str, edit: Edit) -> bool:
    """Whether Latin letters change to what the same keys do not type in the other mode, or an
    English word does."""
    before, after = _plain(edit.before), _plain(edit.after)
    if _latin(before) == _latin(after):
        return False
    if not _HANGUL.search(before + after) or _is_a_jamo(text, edit):
        return True
    if any(
        _is_english(text, edit.start + word.start(), edit.start + word.end())
        for word in _LATIN_WORD.finditer(edit.before)
    ):
        return True
    typed, meant = (keys("".join(each.split())) for each in (before, after))
    return Levenshtein.distance(typed, meant) > max(len(typed), len(meant)) // 4


def _is_a_jamo(text: str, edit: Edit) -> bool:
    """Whether a jamo that stands alone is respelled: 'ㅐ' is the name of a letter, no key slip."""
    beside = text[max(0, edit.start - 1) : edit.start] + text[edit.end : edit.end + 1]
    return len(edit.before) == 1 and is_jamo(edit.before) and not any(map(str.isalpha, beside))


def _is_english(text: str, start: int, end: int) -> bool:
    """Whether a Latin word is an English one: known as such, followed by nothing but a particle,
    and not beside another word in the wrong mode."""
    in_front = text[max(0, start - 1) : start].strip()
    rest = _WORD.match(text, end)
    if text[start:end].lower() not in ENGLISH or in_front not in _OPENING:
        return False
    if rest and rest[0] and not _PARTICLES.fullmatch(rest[0]):
        return False
    beside = (
        *text[max(0, start - CONTEXT) : start].split()[-1:],
        *text[end : end + CONTEXT].split()[:1],
    )
    return not any(word not in ENGLISH and _types_hangul(word) for word in beside)


def _types_hangul(word: str) -> bool:
    letters = word.strip(".,!?")
    return letters.isascii() and len(letters) > 2 and all(map(is_syllable, to_hangul(letters)))


def _latin(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalpha())


def _among_foreign(text: str, edit: Edit) -> bool:
    """Whether an edit without letters, such as a space, lies between two foreign words or figures:
    in git diff, iPhone15, 1 + 2 or 2024. 3. 5."""
    before, after = _plain(edit.before), _plain(edit.after)
    if before == after or any(map(str.isalnum, before + after)):
        return False
    left = text[max(0, edit.start - CONTEXT) : edit.start].rpartition("\n")[2]
    right = text[edit.end : edit.end + CONTEXT].partition("\n")[0]
    return _is_foreign(reversed(left)) and _is_foreign(right)


def _is_foreign(chars: Iterable[str]) -> bool:
    nearest = next((char for char in chars if char.isalnum()), "")
    return bool(nearest) and not _HANGUL.match(nearest)


def _stands_either_way(text: str, edit: Edit) -> bool:
    """Whether an edit only puts or takes the space before an auxiliary that is right with and
    without: 할 만하다, 할만하다 (한글 맞춤법 제47항)."""
    if (edit.before + edit.after).strip() or bool(edit.before) == bool(edit.after):
        return False
    left = normalize("NFC", text[max(0, edit.start - 3) : edit.start])[-1:]
    right = normalize("NFC", text[edit.end : edit.end + 6])
    modifies = is_syllable(left) and decompose(left)[2] in ("ㄴ", "ㄹ")
    return modifies and bool(_AUXILIARY.match(right))


def _parts(text: str, edit: Edit) -> Iterator[Edit]:
    """The insertions, deletions and replacements that `edit` consists of, what touches in one
    unless it is a doubling undone."""
    parts: list[tuple[int, int, int, int]] = []
    done, single = -1, False
    for step in Levenshtein.opcodes(edit.before, edit.after):
        start, end, first, last = step.src_start, step.src_end, step.dest_start, step.dest_end
        if step.tag == "equal":
            continue
        doubled = step.tag == "delete" and _is_doubled(text, edit.start + start, edit.start + end)
        if start == done and not (single or doubled):
            start, _, first, _ = parts.pop()
        parts.append((start, end, first, last))
        done, single = end, doubled
    for start, end, first, last in parts:
        yield _part(text, edit, start, end, edit.after[first:last])


def _is_doubled(text: str, start: int, end: int) -> bool:
    return text[start:end] in (text[end : 2 * end - start], text[max(0, 2 * start - end) : start])


def _part(text: str, edit: Edit, start: int, end: int, after: str) -> Edit:
    start, end = edit.start + start, edit.start + end
    before = text[start:end]
    left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    kind = classify(before, after, left, right)
    return replace(edit, start=start, end=end, before=before, after=after, kind=kind)


def _unreadable(edit: Edit) -> bool:
    """A control, surrogate, private or unassigned code point, or the replacement character."""
    return any(
        char == "\ufffd" or category(char) in {"Cc", "Cs", "Co", "Cn"} for char in edit.after
    )
