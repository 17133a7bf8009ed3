"""How large the activations of a network become: what int8 needs to know before it runs.

The largest magnitude over sentences with typos and without. Behind a layer normalisation it hardly
changes from text to text; what is larger one day is cut off at it.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, helper

from spellfix.backends import library
from spellfix.encoder_decoder import PAD_ID, padded
from spellfix.noise import Noiser, Recipe
from spellfix.tokenizer import Tokenizer
from spellfix.train.graph import Graph
from spellfix.train.network_graph import Weights, decoder_graph, encoder_graph

STATUTES = Path(__file__).with_name("statutes.txt")
"""Sentences of Korean statutes (no copyright: Copyright Act of Korea, article 7), one a line."""
_BATCH = 8


def example_sources(tokenizer: Tokenizer) -> list[list[int]]:
    """Token ids of sentences to measure ranges on: always the same, as they are and with typos of
    every kind."""
    lines = STATUTES.read_text(encoding="utf-8").splitlines()
    noiser = Noiser(0, Recipe(rate=0.05))
    texts = [*lines, *(noiser.noise(line, 0, at).text for at, line in enumerate(lines))]
    return [[*tokenizer.encode(text), tokenizer.eos_id] for text in texts]


def measure_ranges(weights: Weights, sources: Sequence[Sequence[int]]) -> dict[str, float]:
    """The largest magnitude of every activation that is multiplied with weights, by the name that
    ``Graph.linear`` is given for it. ``sources``: ids of sentences, each with its end."""
    encoding, decoding = Graph(), Graph()
    encoder = _Watched(encoder_graph(weights, encoding), encoding)
    decoder = _Watched(decoder_graph(weights, decoding), decoding)
    ranges: dict[str, float] = {}
    ordered = sorted(sources, key=len)
    for start in range(0, len(ordered), _BATCH):
        ids, mask = padded(ordered[start : start + _BATCH])
        memory, seen = encoder.run(mask, input_ids=ids, attention_mask=mask)
        shifted = np.concatenate([np.full_like(ids[:, :1], PAD_ID), ids[:, :-1]], axis=1)
        first = np.array([0])
        _, more = decoder.run(
            mask, decoder_input_ids=shifted, memory=memory, attention_mask=mask, first=first
        )
        for name, largest in (seen | more).items():
            ranges[name] = max(ranges.get(name, 0.0), largest)
    return ranges


class _Watched:
    """A float32 graph that shows its watched activations."""

    def __init__(self, model: ModelProto, graph: Graph) -> None:
        self._result = model.graph.output[0].name
        self._watched = dict(graph.watched)
        model.graph.output.extend(
            helper.make_tensor_value_info(value, TensorProto.FLOAT, None)
            for value in dict.fromkeys(self._watched.values())
        )
        onnxruntime = library()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def run(self, mask: np.ndarray, **inputs: np.ndarray) -> tuple[np.ndarray, dict[str, float]]:
        """The graph's first output, and the largest magnitude of each watched activation where
        ``mask`` has a token."""
        names = list(self._watched.values())
        result, *values = self._session.run([self._result, *names], inputs)
        kept = mask.astype(bool)
        found = zip(self._watched, values, strict=True)
        return result, {name: float(np.abs(value[kept]).max()) for name, value in found}
