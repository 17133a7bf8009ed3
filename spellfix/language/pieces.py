"""What a language model of words reads: pieces of them as numbers, at most 65,535, so that four fit
into 64 bits.

SentencePiece cuts a sentence into the likeliest pieces (Kudo 2018, "Subword Regularization", the
unigram model): mostly a stem, a particle, an ending. Runs of figures and of Latin letters are one
character, as for `symbols`. Knows nothing about probabilities of sentences.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

from spellfix.language.symbols import EDGE, PLAIN, Codes, Symbols, without_runs
from spellfix.limits import TOKENIZER

BITS = 16
_PORTION = 1 << 14
_OPTIONS: dict[str, Any] = {
    "model_type": "unigram",
    "normalization_rule_name": "identity",
    "character_coverage": 0.9998,
    "max_sentence_length": 1 << 14,
    "num_threads": 2,
    "minloglevel": 1,
}


class Pieces:
    """The symbols of a language model of pieces: 0 is the edge of a sentence, 1 what SentencePiece
    does not know. model: a model of SentencePiece, as it is in its file.

    Raises ValueError for one that is larger than TOKENIZER or has more pieces than there are
    numbers, RuntimeError for what is none.
    """

    bits = BITS

    def __init__(self, model: bytes) -> None:
        if len(model) > TOKENIZER:
            raise ValueError(f"larger than {TOKENIZER >> 20} MiB")
        self.model = model
        self._processor = SentencePieceProcessor()
        self._processor.LoadFromSerializedProto(model)
        if len(self) > 1 << BITS:
            raise ValueError(f"{len(self)} symbols, expected at most {1 << BITS}")
        unknown = self._processor.unk_id()
        told = {each for each in PLAIN if self._processor.piece_to_id(each) != unknown}
        self._plain = str.maketrans({each: PLAIN[each] for each in PLAIN.keys() - told})

    def __len__(self) -> int:
        return int(self._processor.get_piece_size()) + 1

    @classmethod
    def trained(cls, lines: Iterable[str], count: int) -> Pieces:
        """`count` pieces for `lines`; the same lines give the same ones. Raises RuntimeError where
        the lines have fewer."""
        written = io.BytesIO()
        SentencePieceTrainer.train(
            sentence_iterator=(_readable(line) for line in lines),
            model_writer=written,
            vocab_size=count,
            **_OPTIONS,
        )
        return cls(written.getvalue())

    def codes(self, text: str) -> list[int]:
        """The symbols of `text`; white space counts as one space, none at its ends."""
        return [number + 1 for number in self._processor.encode(self._readable(text))]

    def codes_of_lines(self, lines: Iterable[str], edges: int) -> Codes:
        """The symbols of all lines in one array, `edges` times EDGE before and behind each."""
        edge = np.full(edges, EDGE, np.uint16)
        found: list[Codes] = [edge]
        for portion in _portions(map(self._readable, lines)):
            for numbers in self._processor.encode(portion):
                found += [np.array(numbers, np.uint16) + np.uint16(1), edge]
        return np.concatenate(found)

    def _readable(self, text: str) -> str:
        """`text` with the runs that are not told apart, as in older files, alike."""
        return _readable(text).translate(self._plain)


Alphabet = Symbols | Pieces


def _readable(text: str) -> str:
    """`text` as SentencePiece takes it: lone surrogates are none of its characters."""
    return without_runs(" ".join(text.split())).encode("utf-8", "replace").decode()


def _portions(lines: Iterator[str]) -> Iterator[list[str]]:
    while portion := list(islice(lines, _PORTION)):
        yield portion
