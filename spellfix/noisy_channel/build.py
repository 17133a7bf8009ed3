"""Builds a noisy-channel model: from text, the language model and the words; from pairs, the error
model; from clean text that it has not seen, the threshold. The same input gives the same model.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from unicodedata import normalize

from spellfix.config import share
from spellfix.errors import InputError
from spellfix.language.estimation import estimate
from spellfix.lines import read_texts
from spellfix.noisy_channel.fitting import fit
from spellfix.noisy_channel.lexicon import count_words, derive
from spellfix.noisy_channel.reading import SentenceReader
from spellfix.noisy_channel.speller import NoisyChannel
from spellfix.noisy_channel.storage import Model

EVEN_ODDS = 0.5
GRID = 10_000
"""Thresholds are multiples of 1 / GRID."""
ADVICE = "expected objects with the texts input and target, as `spellfix noise` makes them"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is kept. least_gain: nats of the text that an n-gram must be worth. least_count: of
    an n-gram. least_word: occurrences of a word. least_tails, least_heads: see `lexicon.derive`."""

    least_gain: float = 24.0
    least_count: float = 2.0
    least_word: float = 8.0
    least_tails: int = 8
    least_heads: int = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A file of clean text, one sentence a line, and how often each line counts."""

    path: Path
    weight: float

    @classmethod
    def parse(cls, argument: str) -> Source:
        """`PATH` or `PATH:WEIGHT`. Raises InputError for a weight that is not above 0."""
        path, colon, weight = argument.rpartition(":")
        if not colon or Path(argument).exists():
            return cls(Path(argument), 1.0)
        try:
            value = float(weight)
        except ValueError:
            value = 0.0
        if not 0 < value < float("inf"):
            raise InputError(f"--text {argument}: expected PATH or PATH:WEIGHT with WEIGHT > 0")
        return cls(Path(path), value)


def build(
    sources: Sequence[Source],
    pairs: Path,
    clean: Sequence[Path],
    *,
    sizes: Sizes | None = None,
    scale: float = 0.85,
    correct_text: float = 0.99,
    say: Callable[[str], None] = lambda line: None,
) -> Model:
    """The model of `sources` and `pairs` whose threshold leaves the share `correct_text` of the
    lines of `clean` alone; these are left out of the sources. `say` hears how far it is.

    Raises InputError for a file that cannot be read or holds nothing.
    """
    sizes, held_out = sizes or Sizes(), [line for path in clean for line in read_clean(path)]
    share("--correct-text", correct_text)
    unwanted = frozenset(held_out)
    texts = [(read_clean(source.path, unwanted), source.weight) for source in sources]
    say(f"{sum(len(lines) for lines, _ in texts):,} lines of text")
    language = estimate(texts, sizes.least_gain, sizes.least_count)
    grams = [len(level.keys) for level in language.levels]
    say(f"{sum(grams):,} n-grams: {', '.join(f'{count:,}' for count in grams)}")
    lexicon = derive(count_words(texts), sizes.least_word, sizes.least_tails, sizes.least_heads)
    say(f"{len(lexicon.words):,} words, {len(lexicon.heads):,} heads, {len(lexicon.tails):,} tails")
    both = read_pairs(pairs)
    errors = fit(both)
    say(f"{len(both):,} pairs, {len(errors.characters.rewrites):,} rewrites of characters")
    speller = NoisyChannel(SentenceReader(errors, language, lexicon, scale))
    least = least_confidence(speller, held_out, correct_text)
    say(f"threshold {least} on {len(held_out):,} clean lines")
    facts = {
        "text": [
            {"file": source.path.name, "weight": source.weight, "lines": len(lines)}
            for source, (lines, _) in zip(sources, texts, strict=True)
        ],
        "pairs": len(both),
        "clean_lines": len(held_out),
        "correct_text": correct_text,
        "ngrams": grams,
        "words": len(lexicon.words),
        "rewrites": len(errors.characters.rewrites),
    }
    return Model(errors, language, lexicon, scale, least, facts)


def least_confidence(speller: NoisyChannel, lines: Sequence[str], accuracy: float) -> float:
    """The lowest threshold that leaves the share `accuracy` of clean lines untouched, never below
    one half; one half where there are no lines. `speller` must have no threshold."""
    surest = sorted(
        max((edit.confidence for edit in correction.edits), default=0.0)
        for correction in speller.correct_batch(lines)
    )
    allowed = int((1.0 - accuracy) * len(surest) + 1e-9)
    worst = surest[-1 - allowed] if allowed < len(surest) else 0.0
    return min(1.0, max(EVEN_ODDS, ceil(worst * GRID + 0.5) / GRID))


def read_clean(path: Path, unwanted: Collection[str] = ()) -> list[str]:
    """The lines of a text file (also .xz), composed, without those `unwanted` and empty ones."""
    lines = _read(path)
    found = (normalize("NFC", line.strip()) for line in lines)
    return [line for line in found if line and line not in unwanted]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The pairs (typed, meant) in a file of JSON lines (also .xz)."""
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(_read(path), start=1):
        if line.strip():
            try:
                record = json.loads(line)
                typed, meant = record["input"], record["target"]
            except (ValueError, RecursionError, KeyError, TypeError) as error:
                raise InputError(f"{path}:{number}: {ADVICE} ({error!r})") from error
            if not isinstance(typed, str) or not isinstance(meant, str):
                raise InputError(f"{path}:{number}: {ADVICE}")
            pairs.append((_written(typed), _written(meant)))
    if not pairs:
        raise InputError(f"{path}: 쌍이 없습니다 / no pairs in this file; {ADVICE}")
    return pairs


def _written(text: str) -> str:
    """`text` composed, in one line, without what no file holds (lone surrogates)."""
    return normalize("NFC", text.replace("\n", " ")).encode(errors="replace").decode()


def _read(path: Path) -> list[str]:
    if path.suffix != ".xz":
        return read_texts(path)
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
            return file.read().split("\n")
    except (OSError, lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"읽을 수 없습니다 / cannot read: {path} ({error})") from error
