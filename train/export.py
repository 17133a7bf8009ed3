"""ONNX files beside the weights: encoder and decoder for ``spellfix.backends``, float32 or int8."""

from collections.abc import Sequence
from pathlib import Path

import onnx
from transformers import PegasusForConditionalGeneration

from spellfix.train.graph import Graph
from spellfix.train.network_graph import Weights, decoder_graph, encoder_graph
from spellfix.train.ranges import measure_ranges


def export_onnx(
    model: PegasusForConditionalGeneration,
    directory: Path,
    sources: Sequence[Sequence[int]] | None,
) -> None:
    """Write encoder and decoder of a network to ``directory``: in int8 as ``<name>.int8.onnx``,
    with ranges of activations measured on ``sources`` (ids of sentences, each with its end); in
    float32 as ``<name>.onnx`` if there are none.

    Inputs and outputs are those that ``spellfix.train.network_graph`` names; batch and lengths are
    free.
    """
    directory.mkdir(parents=True, exist_ok=True)
    weights = Weights.of(model)
    ranges = None if sources is None else measure_ranges(weights, sources)
    suffix = ".onnx" if ranges is None else ".int8.onnx"
    for name, graph_of in (("encoder", encoder_graph), ("decoder", decoder_graph)):
        path = directory / f"{name}{suffix}"
        temporary = path.with_suffix(".partial")
        onnx.save(graph_of(weights, Graph(ranges)), temporary)
        temporary.replace(path)
