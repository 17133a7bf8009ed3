"""TypoGenerator: correct text in, text with typos out, drawn from a model that learnt real typos.

A noiser beside the rules of `spellfix.noise`, with the same interface and the same promise: item
(epoch, index) of a seed is the same whatever was asked for before. The model is the corrector's
kind of network, trained the other way round (`spellfix train --direction generate`). The way of a
text is that of the corrector, except that tokens are drawn (`spellfix.sampling`). Needs no torch.
Knows no rule, and not whether a typo is a likely one: that is the model's business.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random

from spellfix.backends import OnnxBackend
from spellfix.composition import Composed, compose
from spellfix.config import positive
from spellfix.corrector import SHORTEST_SENTENCE
from spellfix.edits import CONTEXT, Edit, align, apply
from spellfix.encoder_decoder import Backend
from spellfix.errors import InputError
from spellfix.guard import permitted
from spellfix.kinds import classify
from spellfix.manifest import GENERATE
from spellfix.noise import NoiseEdit, Noisy
from spellfix.pretrained import ModelDirectory
from spellfix.reading import batches
from spellfix.sampling import sample
from spellfix.text import protected_spans, segment
from spellfix.tokenizer import Tokenizer

RULE = "learned"
"""The rule that every edit of a generator names."""
_MOST_PASSES = 64
"""A sentence that takes more is being rewritten, not mistyped: it comes back as it is."""

Place = tuple[int, int]
"""Which of the texts, and which of its sentences."""


class TypoGenerator:
    """Makes typos as `Noiser` does: `TypoGenerator.from_pretrained(DIR).noise(text, 0, 0)`.

    seed: as a Noiser's. temperature: 1.0 draws as the model learnt to; less keeps to its likeliest
    typos and makes fewer, more makes more and stranger ones. max_positions: the most tokens the
    model takes. Batches change nothing but the speed, up to the rounding of the runtime.

    A text may come back as it is, with no edits: the model has learnt that from clean sentences,
    and a sentence of fewer than SHORTEST_SENTENCE code points is never touched. A drawn typo that
    touches what `text.protected_spans` names is not made, nor one that no correction could mend
    (`guard.permitted`), as 10 -> 100. Raises ConfigError for a temperature that is not above 0.
    """

    def __init__(
        self,
        backend: Backend,
        tokenizer: Tokenizer,
        *,
        seed: int = 0,
        temperature: float = 1.0,
        max_positions: int | None = None,
    ) -> None:
        self.seed = seed
        self.temperature = positive("temperature", temperature)
        self._backend = backend
        self._tokenizer = tokenizer
        self._max_positions = max_positions
        space = tokenizer.encode(" ")
        self._separators = frozenset(space if len(space) == 1 else ())

    @classmethod
    def from_pretrained(
        cls,
        path: str | os.PathLike[str],
        *,
        seed: int = 0,
        temperature: float = 1.0,
        threads: int | None = None,
    ) -> TypoGenerator:
        """The generator of the model directory `path`. threads: of onnxruntime, at most two where
        None. Raises ModelError for a directory that is missing, damaged, of an unknown format, or
        that holds a corrector."""
        directory = ModelDirectory.open(path, GENERATE)
        return cls(
            OnnxBackend(directory.encoder, directory.decoder, threads, directory.vocab_size),
            Tokenizer.load(directory.tokenizer, directory.vocab_size),
            seed=seed,
            temperature=temperature,
            max_positions=directory.max_positions,
        )

    def noise(self, text: str, epoch: int, index: int) -> Noisy:
        """`text` with typos and the edits that made them, offsets into `text`."""
        return self.noise_batch([text], epoch, [index])[0]

    def noise_batch(self, texts: Sequence[str], epoch: int, indices: Sequence[int]) -> list[Noisy]:
        """What `noise` gives for each of `texts` with its own index; many together are faster.

        Raises InputError for anything but texts, or if there is not one index for each.
        """
        if isinstance(texts, str) or len(texts) != len(indices):
            raise InputError("expected several texts (str) and an index for each of them")
        for text in texts:
            if not isinstance(text, str):
                raise InputError(f"expected a text (str), got {type(text).__name__}")
        plans = [_sentences(text) for text in texts]
        drawn = self._draw(
            {
                (number, part): sentence.text
                for number, plan in enumerate(plans)
                for part, (_, sentence) in enumerate(plan)
            },
            [f"{self.seed}/{epoch}/{index}" for index in indices],
        )
        noisy: list[Noisy] = []
        for number, (text, plan) in enumerate(zip(texts, plans, strict=True)):
            edits: list[Edit] = []
            for part, (at, sentence) in enumerate(plan):
                for edit in align(sentence.text, drawn.get((number, part), sentence.text)):
                    made = sentence.restore(edit)
                    edits.append(replace(made, start=at + made.start, end=at + made.end))
            noisy.append(_noisy(text, edits))
        return noisy

    def noise_stream(
        self, texts: Iterable[str], epoch: int = 0, chunk: int = 256
    ) -> Iterator[tuple[str, Noisy]]:
        """Each of `texts` with its noisy form, its place in the stream being its index."""
        waiting: list[str] = []
        first = 0
        for text in texts:
            waiting.append(text)
            if len(waiting) == chunk:
                yield from self._with_noise(waiting, epoch, first)
                first, waiting = first + chunk, []
        yield from self._with_noise(waiting, epoch, first)

    def _with_noise(
        self, texts: Sequence[str], epoch: int, first: int
    ) -> Iterator[tuple[str, Noisy]]:
        indices = range(first, first + len(texts))
        return zip(texts, self.noise_batch(texts, epoch, indices), strict=True)

    def _draw(self, sentences: dict[Place, str], keys: Sequence[str]) -> dict[Place, str]:
        """What the model draws for each sentence; those are left out of which it makes no end."""
        end = self._tokenizer.eos_id
        sources = [(at, [*self._tokenizer.encode(text), end]) for at, text in sentences.items()]
        longest = self._max_positions
        fitting = [each for each in sources if longest is None or len(each[1]) <= longest]
        drawn: dict[Place, str] = {}
        for batch in batches(sorted(fitting, key=lambda each: (len(each[1]), each[0]))):
            outputs = sample(
                self._backend,
                [source for _, source in batch],
                [Random(f"{keys[number]}/{part}").random for (number, part), _ in batch],
                self.temperature,
                longest,
                self._separators,
                _MOST_PASSES,
            )
            for (at, _), output in zip(batch, outputs, strict=True):
                text = self._tokenizer.decode(output.ids)
                if output.ended and text.strip():
                    drawn[at] = text
        return drawn


def _sentences(text: str) -> list[tuple[int, Composed]]:
    """Where in `text` each sentence starts that is long enough, and how the model reads it."""
    composed = (
        (each.start, compose(text[each.start : each.end]))
        for each in segment(text)
        if not each.protected
    )
    return [(at, each) for at, each in composed if len(each.text) >= SHORTEST_SENTENCE]


def _noisy(text: str, edits: Sequence[Edit]) -> Noisy:
    """`text` with those of `edits` made that may be made and mended."""
    made = list(permitted(text, edits, protected_spans(text))) if edits else []
    noisy = apply(text, made)
    corrections = list(_corrections(made))
    mendable = set(permitted(noisy, corrections, protected_spans(noisy)))
    pairs = zip(made, corrections, strict=True)
    kept = [(edit, correction) for edit, correction in pairs if correction in mendable]
    typos = tuple(_typo(noisy, edit, correction) for edit, correction in kept)
    result = apply(text, [edit for edit, _ in kept])
    return Noisy(text, ()) if result == text else Noisy(result, typos)


def _corrections(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The way back: for each of `edits` the one that undoes it in the text with all of them."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield Edit(start, start + len(edit.after), edit.after, edit.before, edit.kind)
        shift += len(edit.after) - len(edit.before)


def _typo(noisy: str, edit: Edit, correction: Edit) -> NoiseEdit:
    """`edit` of the kind of the `correction` that undoes it in `noisy`."""
    left = noisy[max(0, correction.start - CONTEXT) : correction.start]
    right = noisy[correction.end : correction.end + CONTEXT]
    kind = classify(correction.before, correction.after, left, right)
    return NoiseEdit(edit.start, edit.end, edit.before, edit.after, kind, RULE)
