"""A model that writes anything, for `fuzz.py --wild`: only the guard keeps what may not change.

Its answer to a sentence is the sentence with tokens dropped, doubled, swapped for others, turned
around or repeated, the same one whenever it is asked. Knows nothing about texts.
"""

from collections.abc import Sequence
from random import Random

import numpy as np

from spellfix.encoder_decoder import EOS_ID, UNK_ID, Backend, Floats, Ids
from spellfix.tokenizer import Tokenizer

LIKELY = (
    " .,!?;:'\"()-…。，\n\t\u3000\u200b\u0301\u200d\ufffd\x000129aAbé漢😀"
    "ㅋㅎㅠㄱㅏ을를이가은는도의에서안않돼되"
)
BESIDE = 7.0
"""The log-odds between the token that is written and the likeliest other one."""


class Wild(Backend):
    """Writes at position t the token t of its answer, whatever was written before."""

    def __init__(self, tokenizer: Tokenizer, seed: int) -> None:
        self._size = tokenizer.vocab_size
        self._seed = seed
        self._likely = [tokenizer.encode(char) for char in LIKELY]

    def encode(self, ids: Ids, mask: Ids) -> tuple[Ids, Ids]:
        """The memory of a source token is the whole answer: int64[B, S, T]."""
        sources = [row[kept > 0].tolist() for row, kept in zip(ids, mask, strict=True)]
        answers = [self._answer([id_ for id_ in source if id_ != EOS_ID]) for source in sources]
        written = np.full((len(ids), max(map(len, answers)) + 1), EOS_ID, dtype=np.int64)
        for row, answer in zip(written, answers, strict=True):
            row[: len(answer)] = answer
        memory = np.broadcast_to(written[:, None], (*ids.shape, written.shape[1]))
        return memory, _at(memory, 0, ids.shape[1])

    def likeliest(
        self, memory: Ids, mask: Ids, decoder_ids: Ids, first: int = 0
    ) -> tuple[Ids, Floats]:
        best = _at(memory, first, decoder_ids.shape[1])
        places = np.arange(first, decoder_ids.shape[1])
        return best, (-((best * 7 + places * 13) % 100) / 60).astype(np.float32)

    def decode(self, memory: Ids, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        best = _at(memory, first, decoder_ids.shape[1])
        others = (np.arange(self._size) * 7919 + best[..., None] * 104729) % 1009
        logits = (others / 1009).astype(np.float32)
        np.put_along_axis(logits, best[..., None], np.float32(BESIDE), axis=-1)
        return logits

    def _answer(self, source: Sequence[int]) -> list[int]:
        rng = Random(f"{self._seed} {source}")
        rate = rng.choice((0.0, 0.03, 0.1, 0.3, 0.8))
        answer: list[int] = []
        for id_ in source:
            answer += self._instead(id_, rng) if rng.random() < rate else [id_]
        if rng.random() < 0.05:
            rng.shuffle(answer)
        if rng.random() < 0.03:
            answer *= 2
        return answer

    def _instead(self, id_: int, rng: Random) -> list[int]:
        other = rng.randrange(UNK_ID + 1, self._size)
        return rng.choice(
            (
                [],
                [id_] * rng.randint(2, 3),
                [id_, other],
                [other],
                [id_, *rng.choice(self._likely)],
                rng.choice(self._likely),
                rng.choice(self._likely),
            )
        )


def _at(memory: Ids, first: int, stop: int) -> Ids:
    """The tokens of the answers from `first` to `stop`; the end token once they have ended."""
    written: Ids = memory[:, 0]
    places = np.minimum(np.arange(first, stop), written.shape[1] - 1)
    return written[:, places]
