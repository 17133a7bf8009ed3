"""Encoder and decoder of a Pegasus network as two ONNX graphs, made for aggressive decoding.

Beside what the decoder looks at, the encoder gives its own guess at the corrected tokens: it was
taught that while training (``objective.py``), and a good draft spares decoder runs. Keys and values
of the cross-attention are computed once, in the encoder. The decoder scores only the positions
from ``first`` on. Knows no file, and nothing about how numbers are stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from onnx import ModelProto, TensorProto, ValueInfoProto, helper
from transformers import PegasusForConditionalGeneration

from spellfix.train.graph import Array, Graph


@dataclass(frozen=True, slots=True)
class Weights:
    """What of a network a graph is made of: its matrices by name, and its shape."""

    arrays: Mapping[str, Array]
    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int

    @classmethod
    def of(cls, model: PegasusForConditionalGeneration) -> "Weights":
        config = model.config
        arrays = {name: each.float().cpu().numpy() for name, each in model.state_dict().items()}
        positions = model.model.encoder.embed_positions.weight  # no part of the state
        arrays["positions"] = positions.detach().float().cpu().numpy()
        return cls(
            arrays,
            config.d_model,
            config.encoder_attention_heads,
            config.encoder_layers,
            config.decoder_layers,
        )

    def __getitem__(self, name: str) -> tuple[Array, Array]:
        """Weight and bias of a layer."""
        return self.arrays[f"model.{name}.weight"], self.arrays[f"model.{name}.bias"]

    def stacked(self, *names: str) -> tuple[Array, Array]:
        """Several layers that read the same values as one."""
        weights, biases = zip(*(self[name] for name in names), strict=True)
        return np.concatenate(weights), np.concatenate(biases)

    @property
    def embedding(self) -> Array:
        return self.arrays["model.shared.weight"]

    @property
    def memory_width(self) -> int:
        """Keys and values of all decoder layers, one beside the other."""
        return 2 * self.decoder_layers * self.width


def encoder_graph(weights: Weights, graph: Graph) -> ModelProto:
    """input_ids, attention_mask int64 [B, S] -> memory float32 [B, S, M], and guess float32
    [B, S, V], scores of the token that each one of the source becomes."""
    lengths = _lengths(graph, "attention_mask")
    values = _embed(graph, weights, "input_ids")
    normed = _norm(graph, weights, values, "encoder.layers.0.self_attn_layer_norm")
    for number in range(weights.encoder_layers):
        layer = f"encoder.layers.{number}"
        seen = _self_attention(graph, weights, normed, layer, lengths=lengths)
        values = graph.add("Add", [values, seen])
        last = number + 1 == weights.encoder_layers
        following = "layer_norm" if last else f"layers.{number + 1}.self_attn_layer_norm"
        values, normed = _feed_forward(graph, weights, values, layer, f"encoder.{following}")
    layers = range(weights.decoder_layers)
    sides = [f"decoder.layers.{at}.encoder_attn.{side}_proj" for at in layers for side in "kv"]
    stacked = weights.stacked(*sides)
    graph.linear(normed, "memory", *stacked, watch="encoder", output="memory")
    table = weights.embedding
    graph.linear(normed, "output", table, None, watch="encoder", tied=True, output="guess")
    return graph.model(
        [_ids("input_ids", "source"), _ids("attention_mask", "source")],
        [_floats("memory", "source", weights.memory_width), _floats("guess", "source", len(table))],
    )


def decoder_graph(weights: Weights, graph: Graph) -> ModelProto:
    """decoder_input_ids int64 [B, T], memory [B, S, M], attention_mask int64 [B, S] and first
    int64 [1] -> logits float32 [B, T - first, V]."""
    lengths = _lengths(graph, "attention_mask")
    parts = [f"memory.{number}" for number in range(2 * weights.decoder_layers)]
    graph.add_many("Split", ["memory"], parts, axis=-1, num_outputs=len(parts))
    values = _embed(graph, weights, "decoder_input_ids")
    normed = _norm(graph, weights, values, "decoder.layers.0.self_attn_layer_norm")
    for number in range(weights.decoder_layers):
        layer = f"decoder.layers.{number}"
        seen = _self_attention(graph, weights, normed, layer, causal=True)
        values = graph.add("Add", [values, seen])
        normed = _norm(graph, weights, values, f"{layer}.encoder_attn_layer_norm")
        name = f"{layer}.encoder_attn"
        query = graph.linear(
            normed, f"{name}.query", *weights[f"{name}.q_proj"], watch=f"{name}.in"
        )
        key, value = parts[2 * number : 2 * number + 2]
        seen = graph.attention(query, key, value, weights.heads, lengths)
        seen = graph.linear(seen, f"{name}.out", *weights[f"{name}.out_proj"], watch=f"{name}.seen")
        values = graph.add("Add", [values, seen])
        last = number + 1 == weights.decoder_layers
        following = "layer_norm" if last else f"layers.{number + 1}.self_attn_layer_norm"
        values, normed = _feed_forward(graph, weights, values, layer, f"decoder.{following}")
    end = graph.constant("end", np.array([np.iinfo(np.int64).max]))
    axis = graph.constant("axis.length", np.array([1]))
    asked = graph.add("Slice", [normed, "first", end, axis])
    graph.linear(
        asked, "output", weights.embedding, None, watch="decoder", tied=True, output="logits"
    )
    return graph.model(
        [
            _ids("decoder_input_ids", "target"),
            _floats("memory", "source", weights.memory_width),
            _ids("attention_mask", "source"),
            helper.make_tensor_value_info("first", TensorProto.INT64, [1]),
        ],
        [_floats("logits", "asked", len(weights.embedding))],
    )


def _embed(graph: Graph, weights: Weights, ids: str) -> str:
    scale = weights.width**0.5
    return graph.embed(ids, weights.embedding, scale, weights.arrays["positions"])


def _self_attention(
    graph: Graph, weights: Weights, normed: str, layer: str, lengths: str = "", causal: bool = False
) -> str:
    name = f"{layer}.self_attn"
    seen = graph.self_attention(
        normed,
        f"{name}.in",
        *weights.stacked(*(f"{name}.{side}_proj" for side in "qkv")),
        watch=f"{name}.in",
        heads=weights.heads,
        lengths=lengths,
        causal=causal,
    )
    return graph.linear(seen, f"{name}.out", *weights[f"{name}.out_proj"], watch=f"{name}.seen")


def _feed_forward(
    graph: Graph, weights: Weights, values: str, layer: str, following: str
) -> tuple[str, str]:
    """What a layer ends with: its values, and these as the norm ``following`` makes them."""
    normed = _norm(graph, weights, values, f"{layer}.final_layer_norm")
    wide = graph.linear(normed, f"{layer}.fc1", *weights[f"{layer}.fc1"], watch=f"{layer}.narrow")
    narrow = graph.linear(
        wide, f"{layer}.fc2", *weights[f"{layer}.fc2"], watch=f"{layer}.wide", relu=True
    )
    values = graph.add("Add", [values, narrow])
    return values, _norm(graph, weights, values, following)


def _norm(graph: Graph, weights: Weights, values: str, name: str) -> str:
    return graph.norm(values, name, *weights[name])


def _lengths(graph: Graph, mask: str) -> str:
    """int64 [B, S] of ones and, behind them, zeros, to the number of ones int32 [B]."""
    axis = graph.constant("axis.length", np.array([1]))
    return graph.add(
        "Cast", [graph.add("ReduceSum", [mask, axis], keepdims=0)], to=TensorProto.INT32
    )


def _ids(name: str, length: str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", length])


def _floats(name: str, length: str, width: int) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", length, width])
