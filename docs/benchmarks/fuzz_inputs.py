"""Inputs for `fuzz.py`: block number `n` of a seed is the same whenever and wherever it is made.

A block is some hundred texts that are corrected together, with terms to protect, some of them cut
out of the texts, and a threshold. Knows nothing about what a corrector should do with them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Literal
from unicodedata import normalize

from spellfix.keyboard import to_hangul, to_latin
from spellfix.noise import Noiser

BLOCK = 250
"""Inputs that are corrected together."""
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFD", "NFD", "NFKD", "NFKC", "NFC")
MOST = 60
"""Code points of a text that is not a whole sentence or a document: the model's time is short."""
THRESHOLDS = (0.0, 0.0, 0.0, 0.3, 0.65, 0.9, 1.0)


def _of(*ranges: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


EVERYTHING = ((0, 0x10FFFF),)
POOLS: dict[str, str] = {
    "ascii": _of((0x20, 0x7E)),
    "signs": " .,!?~-_/\\:;@#$%^&*()[]{}<>|+='\"`0123456789",
    "syllables": _of((0xAC00, 0xD7A3)),
    "jamo": _of((0x3131, 0x318E)),
    "conjoining": _of((0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2)),
    "old hangul": _of((0x1100, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7FB), (0x302E, 0x302F)),
    "half and full width": _of((0xFF00, 0xFFEF), (0x3000, 0x303F)),
    "controls": _of((0, 0x1F), (0x7F, 0x9F)),
    "white space": " \t\n\r\x0b\x0c\x1c\x85\xa0\u1680\u2000\u2003\u2009\u200b\u2028\u2029"
    "\u202f\u3000\ufeff",
    "surrogates": _of((0xD800, 0xD80F), (0xDBF8, 0xDC0F), (0xDFF8, 0xDFFF)),
    "marks": _of((0x300, 0x36F), (0x20D0, 0x20F0), (0xFE00, 0xFE0F), (0xE0100, 0xE010F)),
    "right to left": _of((0x590, 0x5FF), (0x600, 0x6FF), (0x200E, 0x200F), (0x202A, 0x202E)),
    "emoji": "👨👩👧👦❤🔥🏴🇰🇷🇺🇸🏽🏿👍☝1️⃣*⃣\u200d\ufe0f\U000e0067\U000e0062\U000e007f😀★→",
    "latin": _of((0xA0, 0x24F), (0x1E00, 0x1EFF)),
    "cjk": _of((0x3041, 0x30FF), (0x4E00, 0x4EFF), (0xF900, 0xF91F), (0x20000, 0x2000F)),
    "private": _of((0xE000, 0xE00F), (0xF0000, 0xF000F), (0x10FFF0, 0x10FFFF), (0xFFF0, 0xFFFF)),
    "letters": "가나다라마바사아자차카타파하은는이가을를에서의도로요다 않되돼됬ㅋㅎㅠㅡ",
}
WITHOUT_LETTERS = (
    "signs", "controls", "white space", "surrogates", "marks", "emoji", "private"
)  # fmt: skip
SNIPPETS = (
    "```\n코드 않되\n```", "\n```py\nx = 1\n```\n", "```", "``", "`않되`", "`", "\n~~~\n",
    "$x^2 + y$", "$$", "$", "\\(a+b\\)", "\\[", "<b>않되</b>", "<!-- 주석 -->", "&nbsp;", "</",
    "[링크](http://a.kr/가)", "https://naver.com/가?b=1#c", "http://", "www.", "www.가나다.한국",
    "a.b@c.kr", "@", "@민수", "#맛집", "#", "/etc/hosts", "./", "~/", "C:\\가\\나", "node.js",
    "3.14", "1,000", "2024. 3. 5.", "12:30", "1 + 2 = 3", "×", "漢字", "ありがとう", "Привет",
    "مرحبا", "café", "“", "”", "'", '"I have a dream"', "「", "«", "ㅋㅋㅋ", "ㅠ_ㅠ", "ㅇㅅㅇ",
    ":)", "^^;;", "-_-", "...", "?!", "~~", "👨‍👩‍👧‍👦", "🇰🇷", "👍🏽", "1️⃣", "\r\n", "\n", "\r",
    "\t", "\xa0", "  ", "\u3000", "\u200b", "\ufeff", "\u200d", "\u2060", "\xad", "\u2028", "\x00",
    "\x01", "\x1f", "\x85", "\ud800", "\udc00", "\ud83d\ude00", "\u0301", "\u302e", "\ufffc",
    "\ufffd", "\u2581", "\u115f", "\u1160", "\u3164", "\uffa0", "\u1100", "\u1161", "\u11a8", "ﬁ",
    "İ", "ß", "ǆ", "\u037e", "\u212a", "\U0010ffff", "\u0e33", "\u2126", "git diff", "dkssud",
    "rkskek", "I'm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """texts[i], of the kind kinds[i], is input `number * BLOCK + i`."""

    number: int
    texts: tuple[str, ...]
    kinds: tuple[str, ...]
    terms: tuple[str, ...]
    threshold: float


class Inputs:
    """The inputs of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._noiser = Noiser(seed)

    @cached_property
    def _lines(self) -> list[str]:
        return [
            line
            for path in sorted(SAMPLES.glob("*.txt"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]

    def block(self, number: int) -> Block:
        numbers = range(number * BLOCK, (number + 1) * BLOCK)
        made = [self._input(Random(f"{self.seed} {each}"), each) for each in numbers]
        rng = Random(f"{self.seed} block {number}")
        texts = tuple(text for _, text in made)
        return Block(
            number,
            texts,
            tuple(kind for kind, _ in made),
            _terms(rng, texts) if rng.random() < 0.5 else (),
            rng.choice(THRESHOLDS),
        )

    def _input(self, rng: Random, number: int) -> tuple[str, str]:
        if number % 10_000 == 17:
            return "long", self._long(rng)
        kinds: dict[str, Callable[[Random], str]] = {
            "without letters": lambda rng: _random(rng, WITHOUT_LETTERS),
            "random": lambda rng: _random(rng, tuple(POOLS)),
            "repeated": self._repeated,
            "sentence": self._sentence,
            "mutated": self._mutated,
            "document": self._document,
        }
        (kind,) = rng.choices(tuple(kinds), (44, 20, 6, 4, 25, 1))
        return kind, kinds[kind](rng)

    def _sentence(self, rng: Random) -> str:
        """A real one with typos, whole."""
        return self._noiser.noise(rng.choice(self._lines), 0, rng.getrandbits(40)).text

    def _piece(self, rng: Random) -> str:
        """Of a real sentence, mostly with typos, a few words or half ones."""
        line = rng.choice(self._lines)
        size = min(len(line), rng.randint(6, 24))
        start = rng.randrange(len(line) - size + 1)
        if rng.random() < 0.7:
            start = line.rfind(" ", 0, start + 1) + 1
        piece = line[start : start + size]
        known = rng.random() < 0.3
        return piece if known else self._noiser.noise(piece, 1, rng.getrandbits(40)).text

    def _mutated(self, rng: Random) -> str:
        text = self._piece(rng)
        for _ in range(rng.randint(1, 4)):
            text = rng.choice(MUTATIONS)(rng, text)
        return text[:MOST]

    def _repeated(self, rng: Random) -> str:
        pattern = rng.choice((self._piece(rng), _random(rng, tuple(POOLS)), rng.choice(SNIPPETS)))
        pattern = pattern[: rng.randint(1, 8)]
        return (pattern * rng.choice((2, 3, 5, 10, 40)))[: rng.randint(1, MOST)]

    def _document(self, rng: Random) -> str:
        gaps = ("\n", "\n\n", "\r\n", " ", "  ", ". ", "\n- ", "\t", "", "\n```\n", "\u3000")
        pieces: list[str] = []
        for _ in range(rng.randint(2, 5)):
            made = (self._mutated, self._mutated, self._repeated, lambda rng: rng.choice(SNIPPETS))
            pieces += rng.choice(made)(rng), rng.choice(gaps)
        return "".join(pieces)

    def _long(self, rng: Random) -> str:
        """10,000 code points and more: mostly what is quickly read, one in ten of sentences."""
        size = rng.choice((10_000, 20_000, 40_000, 70_000))
        if rng.random() < 0.1:
            parts = [f"{self._mutated(rng)}{rng.choice((' ', chr(10)))}" for _ in range(size // 25)]
            return "".join(parts)
        pattern = rng.choice((_random(rng, WITHOUT_LETTERS), rng.choice(SNIPPETS)))
        pattern = rng.choice((pattern, f"{self._piece(rng)}\n{pattern}"))
        return (pattern * (size // len(pattern) + 1))[:size] if pattern else " " * size


def _random(rng: Random, pools: Sequence[str]) -> str:
    """Up to some dozen code points, of one pool or two, or of all that there are."""
    size = min(MOST, int(rng.expovariate(1 / 8)))
    if len(pools) == len(POOLS) and rng.random() < 0.1:
        return "".join(chr(rng.randint(*EVERYTHING[0])) for _ in range(size))
    chosen = [POOLS[rng.choice(pools)] for _ in range(rng.choice((1, 1, 2, 3)))]
    text = "".join(rng.choice(rng.choice(chosen)) for _ in range(size))
    return rng.choice(SNIPPETS) + text if rng.random() < 0.1 else text


def _at(rng: Random, text: str) -> int:
    return rng.randint(0, len(text))


def _stretch(rng: Random, text: str) -> tuple[int, int]:
    start = _at(rng, text)
    return start, min(len(text), start + rng.choice((1, 1, 2, 3, 8)))


def _delete(rng: Random, text: str) -> str:
    start, end = _stretch(rng, text)
    return text[:start] + text[end:]


def _double(rng: Random, text: str) -> str:
    start, end = _stretch(rng, text)
    return text[:start] + text[start:end] * rng.choice((2, 2, 3, 9)) + text[end:]


def _insert(rng: Random, text: str) -> str:
    at = _at(rng, text)
    return text[:at] + rng.choice(SNIPPETS) + text[at:]


def _strew(rng: Random, text: str) -> str:
    return "".join(char + (rng.choice(SNIPPETS) if rng.random() < 0.1 else "") for char in text)


def _pollute(rng: Random, text: str) -> str:
    start, end = _stretch(rng, text)
    pool = POOLS[rng.choice(tuple(POOLS))]
    return text[:start] + "".join(rng.choices(pool, k=rng.randint(1, 4))) + text[end:]


def _shuffle(rng: Random, text: str) -> str:
    separator = rng.choice((" ", ""))
    parts = text.split(separator) if separator else list(text)
    rng.shuffle(parts)
    return separator.join(parts)


def _respace(rng: Random, text: str) -> str:
    return text.replace(" ", rng.choice((*POOLS["white space"], "\r\n", "  ", "", " \n")))


def _join(rng: Random, text: str) -> str:
    return rng.choice((" ", "\n", "", "\n```\n", "`", '"')).join((text, text[::-1]))


def _reform(rng: Random, text: str) -> str:
    start, end = sorted((_at(rng, text), _at(rng, text)))
    form = rng.choice(FORMS)
    return text[:start] + normalize(form, text[start:end]) + text[end:]


def _decompose(rng: Random, text: str) -> str:
    return normalize("NFD", text)


def _widen(rng: Random, text: str) -> str:
    start, end = _stretch(rng, text)
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text[start:])
    return text[:start] + wide if rng.random() < 0.5 else text[:start] + wide[: end - start]


def _retype(rng: Random, text: str) -> str:
    start, end = sorted((_at(rng, text), _at(rng, text)))
    typed = rng.choice((to_latin, to_hangul, str.upper, str.lower, str.title))(text[start:end])
    return text[:start] + typed + text[end:]


MUTATIONS: tuple[Callable[[Random, str], str], ...] = (
    _delete, _double, _insert, _insert, _strew, _pollute, _pollute, _shuffle, _respace, _join,
    _reform, _decompose, _widen, _retype,
)  # fmt: skip


def _terms(rng: Random, texts: Sequence[str]) -> tuple[str, ...]:
    """Stretches and words of the texts, and a few that no user would write."""
    terms: list[str] = []
    for _ in range(rng.randint(1, 40)):
        text = rng.choice(texts)[:500]
        start, end = sorted((_at(rng, text), _at(rng, text)))
        words = text.split()
        terms.append(
            rng.choice(words)[:40] if words and rng.random() < 0.6 else text[start:end][:60]
        )
    return (*terms, *rng.sample(("", " ", "\ud800", "가", "a", "\n", "\u0301", "민수", "."), 2))
