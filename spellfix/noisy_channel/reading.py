"""How sentences are read: every reading weighed by both models, the best one with its confidences.

A candidate is first weighed alone, with all other words as typed; only what could win there goes
into the lattice, where neighbours may change together. Knows nothing of texts around sentences,
thresholds and what may be edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from spellfix.language.channel import ErrorModel
from spellfix.language.model import ORDER, Floats, LanguageModel, packed
from spellfix.language.pieces import Alphabet
from spellfix.language.symbols import EDGE, SPACE
from spellfix.noisy_channel.candidates import Proposer
from spellfix.noisy_channel.lattice import Arc, Chosen, Lattice
from spellfix.noisy_channel.lexicon import Lexicon

PAST = ORDER - 1
"""Symbols that the language model looks back."""
HOPELESS = 7.0
"""Nats that a candidate may be behind the word as typed: it is 1,000 times less likely then."""
MOST_ARCS = 6
"""Candidates that go into the lattice at one word."""


class SentenceReader:
    """Finds the likeliest P(typed | meant) P(meant) ** scale. scale: what the logarithms of the
    language model count, whose symbols depend more on each other than it knows."""

    def __init__(
        self, errors: ErrorModel, language: LanguageModel, lexicon: Lexicon, scale: float
    ) -> None:
        self._scale = scale
        self._language = language
        self._proposer = Proposer(lexicon, errors)

    def read(self, sentences: Sequence[str]) -> list[list[Chosen]]:
        """The best path through each sentence: of words with one space between two."""
        plans = [_Plan(sentence.split(" "), self._language.symbols) for sentence in sentences]
        proposed = [list(self._proposed(plan)) for plan in plans]
        windows = _Windows()
        for plan, arcs in zip(plans, proposed, strict=True):
            windows.add((), plan.flat)
            for arc in arcs:
                windows.add(plan.before(arc.start), plan.codes(arc) + plan.behind(arc.end))
        logs = iter(windows.logs(self._language))
        lattices = [self._lattice(*each, logs) for each in zip(plans, proposed, strict=True)]
        self._link(plans, lattices)
        return [lattice.best() for lattice in lattices]

    def _proposed(self, plan: _Plan) -> Iterator[Arc]:
        """Arcs for what the words may be meant for; the weight is that of the error alone."""
        words = plan.words
        for at, word in enumerate(words):
            for text, logprob in self._proposer.propose(word):
                yield Arc(at, at + 1, text, logprob)
            if at + 1 < len(words):
                joined = self._proposer.joined(word, words[at + 1])
                if joined is not None:
                    yield Arc(at, at + 2, word + words[at + 1], joined)

    def _lattice(self, plan: _Plan, proposed: Sequence[Arc], logs: Iterator[Floats]) -> Lattice:
        """The words as typed and the promising ones of the arcs proposed for them."""
        plan.logs = next(logs)
        scale = self._scale
        arcs = [
            Arc(at, at + 1, word, scale * plan.inside(at), typed=True)
            for at, word in enumerate(plan.words)
        ]
        promising: list[tuple[float, Arc]] = []
        for arc in proposed:
            found = next(logs)
            gain = arc.weight + scale * (float(found.sum()) - plan.as_typed(arc))
            if gain > -HOPELESS:
                inside = float(found[PAST : len(plan.codes(arc))].sum())
                weighed = Arc(arc.start, arc.end, arc.text, arc.weight + scale * inside)
                promising.append((gain, weighed))
        taken = [0] * len(plan.words)
        for _, arc in sorted(promising, key=lambda each: (-each[0], each[1].text)):
            if taken[arc.start] < MOST_ARCS:
                taken[arc.start] += 1
                arcs.append(arc)
        return Lattice(len(plan.words), arcs)

    def _link(self, plans: Sequence[_Plan], lattices: Sequence[Lattice]) -> None:
        """Weigh the beginning of every arc behind every arc that may stand in front of it."""
        windows = _Windows()
        asked: list[tuple[Lattice, tuple[int, int]]] = []
        scale = self._scale
        for plan, lattice in zip(plans, lattices, strict=True):
            arcs = lattice.arcs
            for pair in lattice.neighbours():
                front, arc = arcs[pair[0]] if pair[0] >= 0 else None, arcs[pair[1]]
                if arc.typed and (front is None or front.typed):
                    lattice.links[pair] = scale * plan.beginning(arc.start)
                    continue
                past = [*plan.before(front.start), *plan.codes(front)] if front else []
                windows.add(past[-PAST:], plan.codes(arc)[:PAST])
                asked.append((lattice, pair))
        for (lattice, pair), found in zip(asked, windows.logs(self._language), strict=True):
            lattice.links[pair] = scale * float(found.sum())


class _Plan:
    """A sentence's words and their symbols, each word with what ends it."""

    def __init__(self, words: list[str], symbols: Alphabet) -> None:
        self.words = words
        self._symbols = symbols
        self._ends = [*[SPACE] * (len(words) - 1), EDGE]
        self.flat: list[int] = []
        self._starts = [0]
        for word, end in zip(words, self._ends, strict=True):
            self.flat += symbols.codes(word)
            self.flat.append(end)
            self._starts.append(len(self.flat))
        self._memory: dict[tuple[str, int], list[int]] = {}
        self._sums = np.zeros(1)

    def codes(self, arc: Arc) -> list[int]:
        end = self._ends[arc.end - 1]
        found = self._memory.get((arc.text, end))
        if found is None:
            found = self._memory[arc.text, end] = [*self._symbols.codes(arc.text), end]
        return found

    def before(self, word: int) -> list[int]:
        start = self._starts[word]
        return self.flat[max(0, start - PAST) : start]

    def behind(self, word: int) -> list[int]:
        """What the language model sees the words in front of in."""
        return self.flat[self._starts[word] : self._starts[word] + PAST]

    @property
    def logs(self) -> Floats:
        """Log-probability of each symbol as typed, float32 [n]."""
        return np.diff(self._sums).astype(np.float32)

    @logs.setter
    def logs(self, given: Floats) -> None:
        self._sums = np.concatenate([[0.0], np.cumsum(given, dtype=np.float64)])

    def as_typed(self, arc: Arc) -> float:
        """Of the words that `arc` is for, and of the symbols behind that they are seen in."""
        end = min(self._starts[arc.end] + PAST, len(self.flat))
        return float(self._sums[end] - self._sums[self._starts[arc.start]])

    def beginning(self, word: int) -> float:
        start, end = self._starts[word], self._starts[word + 1]
        return float(self._sums[min(start + PAST, end)] - self._sums[start])

    def inside(self, word: int) -> float:
        start, end = self._starts[word], self._starts[word + 1]
        return float(self._sums[end] - self._sums[min(start + PAST, end)])


class _Windows:
    """Stretches of symbols, to be weighed by the language model all at once."""

    def __init__(self) -> None:
        self._flat: list[int] = []
        self._spans: list[tuple[int, int]] = []

    def add(self, before: Sequence[int], codes: Sequence[int]) -> None:
        """`codes`, which stand behind `before`: of at most PAST symbols, a sentence's if fewer."""
        self._flat += [EDGE] * (PAST - len(before))
        self._flat += before
        start = len(self._flat) - PAST
        self._flat += codes
        self._spans.append((start, start + len(codes)))

    def logs(self, model: LanguageModel) -> Iterable[Floats]:
        """Log-probability of each of the symbols added, stretch by stretch."""
        if not self._spans:
            return ()
        windows = packed(np.array(self._flat, np.uint64))
        wanted = np.concatenate([np.arange(*span) for span in self._spans])
        found = model.logprobs(windows[wanted])
        ends = np.cumsum([end - start for start, end in self._spans])
        return np.split(found, ends[:-1])
