"""ONNX files beside the weights: encoder and decoder for ``spellfix.backends``, float32 or int8."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
from transformers import PegasusForConditionalGeneration

from spellfix.train.graph import Graph
from spellfix.train.network_graph import Weights, decoder_graph, encoder_graph
from spellfix.train.ranges import measure_ranges

LEAST_MAPPED = 1 << 10
"""Bytes: a constant of fewer stays in the graph."""


def export_onnx(
    model: PegasusForConditionalGeneration,
    directory: Path,
    sources: Sequence[Sequence[int]] | None,
) -> None:
    """Write encoder and decoder of a network to ``directory``: in int8 as ``<name>.int8.onnx``,
    with ranges of activations measured on ``sources`` (ids of sentences, each with its end); in
    float32 as ``<name>.onnx`` if there are none. Matrices lie beside them in ``.bin`` files, which
    onnxruntime maps into memory.

    Inputs and outputs are those that ``spellfix.train.network_graph`` names; batch and lengths are
    free.
    """
    directory.mkdir(parents=True, exist_ok=True)
    weights = Weights.of(model)
    ranges = None if sources is None else measure_ranges(weights, sources)
    suffix = "" if ranges is None else ".int8"
    for name, graph_of in (("encoder", encoder_graph), ("decoder", decoder_graph)):
        _save(graph_of(weights, Graph(ranges)), directory, f"{name}{suffix}")


def _save(network: onnx.ModelProto, directory: Path, name: str) -> None:
    """Each file whole or not there; that the two belong together, the manifest says."""
    with TemporaryDirectory(prefix=".", dir=directory) as draft:
        onnx.save(
            network,
            Path(draft) / f"{name}.onnx",
            save_as_external_data=True,
            location=f"{name}.bin",
            size_threshold=LEAST_MAPPED,
        )
        shutil.copymode(Path(draft) / f"{name}.onnx", Path(draft) / f"{name}.bin")
        for suffix in (".bin", ".onnx"):
            (Path(draft) / f"{name}{suffix}").replace(directory / f"{name}{suffix}")
