"""A text cut into sentences without losing a character, and the spans in it that nobody may edit.

Everything counts in code points of the given ``str``, whatever it holds: CRLF, conjoining jamo,
emoji sequences, lone surrogates. Knows nothing about tokens, models or errors.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from spellfix.clusters import belongs
from spellfix.terms import lexicon, terms_in

LONGEST_SENTENCE = 200  # code points

# Each alternative starts where its token starts and is bounded or free of choice, so that the time
# stays proportional to the text. ASCII names end where Hangul starts: 은 in "a.py은" is a particle.
PROTECTED = re.compile(
    r"""
      (?ms: ^[ ]{0,3} (?P<fence>`{3,}) [^\n`]*$               # ```block```, to the end if unclosed
            (?: .*?^[ ]{0,3} (?P=fence) `*[ \t\r]*$ | .* ) )
    | `{3}[^\n]{1,300}?`{3} | `{2}[^\n]{1,300}?`{2} | `[^`\n]{1,300}`             # `code`
    | \$\$[^$]{1,1000}\$\$ | \$(?![\s$])[^$\n가-힣]{1,300}(?<!\s)\$(?![0-9$])     # $latex$
    | \\\([^\n]{1,300}?\\\) | \\\[[^\n]{1,300}?\\\]
    | (?<![A-Za-z]) (?: [A-Za-z][A-Za-z0-9+.-]{1,20}:// | www\. )                 # URL
      (?: (?:[\w-]{1,63}\.){1,20} (?:[A-Za-z]{2,}|한국) (?![A-Za-z0-9_-]) | [A-Za-z0-9.:@\[\]_-]+ )
      (?: :[0-9]+ )?
      (?: [/?\#] (?: (?: [^\s<>"'`()] | \([^\s<>"'`()]*\) )*
                    (?: [^\s<>"'`().,;:!?\]}…。」』”’] | \([^\s<>"'`()]*\) ) )? )?
    | (?<![A-Za-z0-9._%+-]) [A-Za-z0-9._%+-]{1,64} @ [A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+   # e-mail
    | (?<![\w@]) @ (?: [0-9_]*[A-Za-z][A-Za-z0-9_]*(?:[./-][A-Za-z0-9_]+)* | \w+ )  # @name, @3반
    | (?<![\w\#&]) \# \w+                                                         # #tag
    | (?<![\w./~-]) (?: (?:~|\.{1,2}) (?=/) | (?=/[A-Za-z0-9_.@+-]) )              # ~/path, /path
      (?: / (?: [A-Za-z0-9_.@+-]+ | [가-힣][\w.-]* ) )+ /?
    | (?<![A-Za-z0-9_./-]) [A-Za-z0-9_.-]+ (?: / [A-Za-z0-9_.-]+ )+ /?            # path/to/file
    | (?<![A-Za-z0-9]) [A-Za-z]:\\ [^\s<>"|?*:]+                                  # C:\path
    | (?<![A-Za-z0-9_.-]) [A-Za-z0-9_-]+ (?: \. [A-Za-z0-9_-]+ )+                 # node.js, 1.5
    | [0-9]+ (?: [.,:-][0-9]+ )*                                                  # 1,000 and 12:30
    """,
    re.VERBOSE,
)

# A masked text has as many code points as the text itself and shows only what may be corrected.
INLINE = "\ufffc"  # OBJECT REPLACEMENT CHARACTER: a protected span inside a sentence
BLOCK = "\x01"  # any control character: never part of a sentence

UNSEEN = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"  # controls, line breaks, lone surrogates
NEVER_TEXT = re.compile(rf"[{UNSEEN}]")
BREAK = re.compile(rf"[\s{UNSEEN}]{{2,}}|[{UNSEEN}]|\A\s|\s\Z")
SENTENCE_END = re.compile(  # not after 1. or e.g. or U.S. or "..."; not in "안녕?" 하고
    rf"""(?:[!?。！？]|(?<![0-9A-Za-z.…{INLINE}])\.|(?<=[a-z][a-z][a-z])\.)"""
    r"""[)\]}"'”’»」』】〉》]*[ ](?!(?:이?라|하)[고며는])"""
)
LETTER = re.compile(
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1100-\u11ff\u3131-\u318e\ua960-\ua97c"
    "\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb\uff21-\uff3a\uff41-\uff5a"
    "\uffa1-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7\uffda-\uffdc]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """The stretch ``text[start:end]``: one sentence or, where ``protected``, nothing to correct."""

    start: int
    end: int
    protected: bool


def segment(text: str, terms: Collection[str] = ()) -> list[Segment]:
    """Sentences of at most LONGEST_SENTENCE code points, and what lies between them.

    The segments follow each other without a gap: put together they are ``text``. Protected are
    white space (a single space inside a sentence belongs to it), control characters and lone
    surrogates, code blocks, spans too long for a sentence, and sentences without a Hangul or Latin
    letter to correct. No cut lies inside a protected span, inside a syllable of conjoining jamo or
    inside an emoji sequence. ``terms`` are protected too, see ``protected_spans``.

    >>> text = "안녕하세요. 반갑습니다!\\n- 1.5 버전"
    >>> [text[s.start : s.end] for s in segment(text) if not s.protected]
    ['안녕하세요.', '반갑습니다!', '- 1.5 버전']
    """
    masked = _masked(text, protected_spans(text, terms))
    segments: list[Segment] = []
    done = 0
    for gap in BREAK.finditer(masked):
        segments += _sentences(text, masked, done, gap.start())
        segments.append(Segment(*gap.span(), protected=True))
        done = gap.end()
    segments += _sentences(text, masked, done, len(text))
    return segments


def protected_spans(text: str, terms: Collection[str] = ()) -> list[Span]:
    """Spans that no correction may change, in order, none touching the next.

    URLs, e-mail addresses, `code` and ```blocks```, $latex$, @names, #tags, file paths, dotted
    names, numbers, and every one of ``terms`` that starts a word (`spellfix.terms`). What
    follows a term, such as a particle, is not protected: in 리액트을 the term 리액트 is, and 을 may
    become 를.

    >>> text = "리액트을 https://react.dev 에서 배워요"
    >>> [text[span.start : span.end] for span in protected_spans(text, ["리액트"])]
    ['리액트', 'https://react.dev']
    """
    found = [match.span() for match in PROTECTED.finditer(text)]
    if terms:
        found = sorted([*found, *terms_in(text, lexicon(tuple(terms)))])
    return merged(found)


def merged(found: Iterable[tuple[int, int]]) -> list[Span]:
    """Stretches, sorted, as spans of which none touches the next."""
    spans: list[Span] = []
    for start, end in found:
        if spans and start <= spans[-1].end:
            start, end = spans[-1].start, max(end, spans.pop().end)
        spans.append(Span(start, end))
    return spans


def _masked(text: str, spans: list[Span]) -> str:
    parts: list[str] = []
    done = 0
    for span in spans:
        length = span.end - span.start
        block = length > LONGEST_SENTENCE or NEVER_TEXT.search(text, span.start, span.end)
        parts += text[done : span.start], (BLOCK if block else INLINE) * length
        done = span.end
    return "".join((*parts, text[done:]))


def _sentences(text: str, masked: str, start: int, end: int) -> Iterator[Segment]:
    for match in SENTENCE_END.finditer(masked, start, end):
        yield from _pieces(text, masked, start, match.end() - 1)
        yield Segment(match.end() - 1, match.end(), protected=True)
        start = match.end()
    if start < end:
        yield from _pieces(text, masked, start, end)


def _pieces(text: str, masked: str, start: int, end: int) -> Iterator[Segment]:
    """One sentence, cut where it is too long: at the last space, else as late as allowed."""
    while end - start > LONGEST_SENTENCE:
        space = masked.rfind(" ", start + 1, start + LONGEST_SENTENCE + 1)
        cut = space if space > 0 else _hard_cut(text, masked, start, end)
        yield _piece(masked, start, cut)
        if space > 0:
            yield Segment(space, space + 1, protected=True)
        start = cut + (space > 0)
    if start < end:
        yield _piece(masked, start, end)


def _piece(masked: str, start: int, end: int) -> Segment:
    too_long = end - start > LONGEST_SENTENCE  # one endless cluster
    return Segment(start, end, protected=too_long or not LETTER.search(masked, start, end))


def _hard_cut(text: str, masked: str, start: int, end: int) -> int:
    def whole(cut: int) -> bool:
        return not belongs(text, cut) and masked[cut - 1 : cut + 1] != INLINE * 2

    latest = start + LONGEST_SENTENCE
    for cut in range(latest, start, -1):
        if whole(cut):
            return cut
    return next((cut for cut in range(latest, end) if whole(cut)), end)
