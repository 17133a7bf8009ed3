"""Which form of the graph is fastest: the numbers of 005-graph-form.md.

    python docs/experiments/graph_forms.py [--model DIR] [--threads 1] [--tokens 42]

Builds the encoder and the decoder of a model in several forms, runs them in turn on the same ids
and prints medians, and how far each form's logits are from float32. Needs the extra `train`.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import load_weights
from spellfix.train.graph import FUSED, Graph
from spellfix.train.network_graph import Weights, decoder_graph, encoder_graph
from spellfix.train.ranges import example_sources, measure_ranges

ROUNDS = 300
BASIC = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
EXTENDED = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED


class SplitAttention(Graph):
    """Self-attention as a product, a split and an attention operator instead of one operator."""

    def self_attention(self, values, name, weight, bias, *, watch, heads, lengths="", causal=False):
        packed = self.linear(values, name, weight, bias, watch=watch)
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.add_many("Split", [packed], parts, axis=-1, num_outputs=3)
        return self.attention(*parts, heads, lengths, causal)


class FusedNorm(Graph):
    """Addition and layer normalisation in one operator."""

    def norm(self, values, name, weight, bias):
        last = self._nodes[-1]
        if last.op_type != "Add" or last.output[0] != values:
            return super().norm(values, name, weight, bias)
        self._nodes.pop()
        inputs = [*last.input, self.constant(f"{name}.weight", weight)]
        inputs.append(self.constant(f"{name}.bias", bias))
        normed = self._name("norm")
        outputs = [normed, "", "", values]
        self.add_many("SkipLayerNormalization", inputs, outputs, FUSED, epsilon=1e-5)
        return normed


class RowScales(SplitAttention):
    """A scale for every row of activations, taken from the data at hand, in standard operators."""

    def _in_bytes(self, values, watch, largest, relu=False):
        if relu:
            values = self.add("Relu", [values])
        steps = self.constant("steps", np.float32(1 / 127))
        peak = self.add(
            "ReduceMax", [self.add("Abs", [values]), self.constant("last", np.array([-1]))]
        )
        floor = self.constant("floor", np.float32(1e-12))
        scale = self.add("Max", [self.add("Mul", [peak, steps]), floor])
        one, zero = self.constant("one", np.float32(1)), self.constant("zero.128", np.uint8(128))
        return (
            self.add("QuantizeLinear", [self.add("Div", [values, scale]), one, zero]),
            scale,
            zero,
        )

    def linear(self, values, name, weight, bias, *, watch, relu=False, tied=False, output=""):
        given, scale, zero = self._in_bytes(values, watch, 0.0, relu)
        matrix, scales, _ = self._matrix(name, weight, tied)
        whole = self.add("Cast", [self.add("MatMulInteger", [given, matrix, zero])], to=1)
        rows = self.add("Mul", [self.add("Mul", [whole, scale]), scales])
        if bias is None:
            return self.add("Identity", [rows], output or self._name(name))
        return self.add(
            "Add", [rows, self.constant(f"{name}.bias", bias)], output or self._name(name)
        )


def session(model, threads: int, level) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = threads, 3
    options.graph_optimization_level = level
    options.add_session_config_entry("session.force_spinning_stop", "1")
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=42)
    options = parser.parse_args()
    directory = ModelDirectory.open(options.model)
    weights = Weights.of(load_weights(directory.path))
    sources = example_sources(Tokenizer.load(directory.tokenizer))
    ranges = measure_ranges(weights, sources)
    forms = {
        "float32": (lambda: Graph(), BASIC),
        "int8, a scale a row, standard operators": (lambda: RowScales(ranges), BASIC),
        "int8, fixed scales, fused norm": (lambda: FusedNorm(ranges), BASIC),
        "int8, fixed scales, onnxruntime fuses": (lambda: Graph(ranges), EXTENDED),
        "int8, fixed scales, split attention": (lambda: SplitAttention(ranges), BASIC),
        "int8, fixed scales (chosen)": (lambda: Graph(ranges), BASIC),
    }
    sessions = {
        name: tuple(
            session(graph_of(weights, make()), options.threads, level)
            for graph_of in (encoder_graph, decoder_graph)
        )
        for name, (make, level) in forms.items()
    }
    source = next(each for each in sources if len(each) >= options.tokens)[: options.tokens]
    ids = np.array([source])
    mask, shifted = np.ones_like(ids), np.concatenate([[[0]], ids[:, :-1]], axis=1)
    times = {name: ([], []) for name in forms}
    logits = {}
    for _ in range(ROUNDS):
        for name, (encoder, decoder) in sessions.items():
            start = time.perf_counter()
            memory = encoder.run(["memory", "guess"], {"input_ids": ids, "attention_mask": mask})[0]
            middle = time.perf_counter()
            question = {"decoder_input_ids": shifted, "memory": memory}
            question |= {"attention_mask": mask, "first": np.array([0])}
            logits[name] = decoder.run(["logits"], question)[0]
            times[name][0].append((middle - start) * 1000)
            times[name][1].append((time.perf_counter() - middle) * 1000)
    write = sys.stdout.write
    write(f"{options.threads} threads, {options.tokens} tokens, medians of {ROUNDS} rounds\n\n")
    write("| form | encoder ms | decoder ms | times float32 | mean distance of logits |\n")
    write("|---|---|---|---|---|\n")
    middles = {name: [statistics.median(each) for each in both] for name, both in times.items()}
    for name, both in middles.items():
        ratio = sum(middles["float32"]) / sum(both)
        away = float(np.abs(logits[name] - logits["float32"]).mean())
        write(f"| {name} | {both[0]:.2f} | {both[1]:.2f} | {ratio:.2f} | {away:.3f} |\n")


if __name__ == "__main__":
    main()
