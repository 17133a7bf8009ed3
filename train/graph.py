"""A small writer of ONNX graphs, in float32 or in int8. Knows operators, and no network.

Matrix products are where the time goes. In int8 the weights have a scale per output channel and the
activations one scale each that is fixed beforehand (``ranges.py`` measures them), so that
quantising is one operator and nothing a position says depends on what else is in the batch, on
later tokens of a draft or on padding: the products are exact integers, row by row. Scales taken
from the data at hand lose that (one for all rows) or cost three passes over them (one for each).

Activations have 7 bits, so that on processors without VNNI the 16-bit sums of two products that
their kernels make (at most 2 * 127 * 127) do not overflow: the answer is the same on every machine.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

OPSET = 18
IR_VERSION = 9
FUSED = "com.microsoft"
"""The domain of onnxruntime's own operators."""
EPSILON = 1e-5
EMBEDDING = "embedding"

Array = NDArray[np.float32]

_SIGNED_STEPS, _SIGNED_ZERO = 63, 64
_UNSIGNED_STEPS = 127
_WEIGHT_STEPS = 127


class Graph:
    """A graph under construction; values are known by name.

    ranges: the largest magnitude of every activation that is multiplied with weights, by the name
    given to ``linear``; the graph is in int8 then. Without, it is in float32, and ``watched`` lists
    these activations: (name given, name of the value).
    """

    def __init__(self, ranges: Mapping[str, float] | None = None) -> None:
        self.ranges = ranges
        self.watched: list[tuple[str, str]] = []
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}
        self._bytes: set[str] = set()

    def add(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str = "",
        domain: str = "",
        **more: Any,
    ) -> str:
        """One operator with one output; its name."""
        return self.add_many(operator, inputs, [output or self._name(operator)], domain, **more)[0]

    def add_many(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        domain: str = "",
        **more: Any,
    ) -> Sequence[str]:
        self._nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **more))
        return outputs

    def constant(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        """A constant, written once; raises ValueError where ``name`` has another value."""
        array = np.ascontiguousarray(value).reshape(np.shape(value))
        made = numpy_helper.from_array(array, name)
        if self._constants.setdefault(name, made) != made:
            raise ValueError(f"the constant {name} has two values")
        return name

    def embed(self, ids: str, table: Array, factor: float, positions: Array) -> str:
        """Rows of ``table`` [V, D] times ``factor``, plus those of ``positions`` [P, D]: ids int64
        [B, L] to [B, L, D]. In int8 the table keeps a scale per row."""
        if self.ranges is None:
            found = self.add("Gather", [self.constant(EMBEDDING, table * np.float32(factor)), ids])
        else:
            values, scales = _in_int8(table)
            rows = self.add("Gather", [self.constant(EMBEDDING, values), ids])
            worth = self.constant(f"{EMBEDDING}.scale", scales[:, None] * np.float32(factor))
            worth = self.add("Gather", [worth, ids])
            found = self.add("Mul", [self.add("Cast", [rows], to=TensorProto.FLOAT), worth])
        zero = self.constant("zero", np.array([0]))
        length = self.add("Shape", [ids], start=1, end=2)
        places = self.constant("positions", positions)
        return self.add("Add", [found, self.add("Slice", [places, zero, length, zero])])

    def linear(
        self,
        values: str,
        name: str,
        weight: Array,
        bias: Array | None,
        *,
        watch: str,
        relu: bool = False,
        tied: bool = False,
        output: str = "",
    ) -> str:
        """``values`` [..., K] times ``weight`` [N, K] plus ``bias`` [N]; with ``relu`` after
        negative values have become 0. ``watch`` is the name under which ranges know ``values``.
        ``tied``: the rows are those of the embedding, up to a factor; int8 keeps them once."""
        output = output or self._name(name)
        if self.ranges is None:
            given = self.add("Relu", [values]) if relu else values
            self.watched.append((watch, given))
            factors = [given, self.constant(f"{name}.weight", weight.T)]
            if bias is None:
                return self.add("MatMul", factors, output)
            return self.add(
                "Add", [self.add("MatMul", factors), self.constant(f"{name}.bias", bias)], output
            )
        given, scale, zero = self._in_bytes(values, watch, self.ranges[watch], relu)
        matrix, scales, nothing = self._matrix(name, weight, tied)
        inputs = [given, matrix, scale, scales, zero, nothing]
        if bias is not None:
            inputs.append(self.constant(f"{name}.bias", bias))
        return self.add("MatMulIntegerToFloat", inputs, output, FUSED)

    def self_attention(
        self,
        values: str,
        name: str,
        weight: Array,
        bias: Array,
        *,
        watch: str,
        heads: int,
        lengths: str = "",
        causal: bool = False,
    ) -> str:
        """Attention of ``values`` [B, L, D] to themselves; ``weight`` [3 D, D] makes queries, keys
        and values. ``lengths`` int32 [B]: what lies behind is not looked at."""
        if self.ranges is None:
            packed = self.linear(values, name, weight, bias, watch=watch)
            parts = [f"{name}.{part}" for part in ("query", "key", "value")]
            self.add_many("Split", [packed], parts, axis=-1, num_outputs=3)
            return self.attention(parts[0], parts[1], parts[2], heads, lengths, causal)
        given, scale, zero = self._in_bytes(values, watch, self.ranges[watch])
        matrix, scales, nothing = self._matrix(name, weight)
        offsets = self.constant(f"{name}.bias", bias)
        inputs = [given, matrix, offsets, scale, scales, lengths, zero, nothing]
        return self.add(
            "QAttention", inputs, domain=FUSED, num_heads=heads, unidirectional=int(causal)
        )

    def attention(
        self, query: str, key: str, value: str, heads: int, lengths: str, causal: bool = False
    ) -> str:
        """``query`` [B, T, D] looking at ``key`` and ``value`` [B, S, D]."""
        inputs = [query, key, value, "", lengths] if lengths else [query, key, value]
        return self.add(
            "MultiHeadAttention",
            inputs,
            domain=FUSED,
            num_heads=heads,
            unidirectional=int(causal),
        )

    def norm(self, values: str, name: str, weight: Array, bias: Array) -> str:
        """Layer normalisation. Not fused with the addition before it: that operator of onnxruntime
        takes seven times as long on processors (docs/experiments/005-graph-form.md)."""
        inputs = [values, self.constant(f"{name}.weight", weight)]
        inputs.append(self.constant(f"{name}.bias", bias))
        return self.add("LayerNormalization", inputs, axis=-1, epsilon=EPSILON)

    def model(
        self, inputs: Sequence[ValueInfoProto], outputs: Sequence[ValueInfoProto]
    ) -> ModelProto:
        graph = helper.make_graph(
            self._nodes, "spellfix", inputs, outputs, list(self._constants.values())
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _in_bytes(
        self, values: str, watch: str, largest: float, relu: bool = False
    ) -> tuple[str, str, str]:
        """``values`` as uint8, and the names of their scale and zero point. A rectifier costs
        nothing: bytes end at 0."""
        steps, zero = (_UNSIGNED_STEPS, 0) if relu else (_SIGNED_STEPS, _SIGNED_ZERO)
        scale = self.constant(f"{watch}.step", np.float32(largest / steps))
        offset = self.constant(f"zero.{zero}", np.uint8(zero))
        if watch not in self._bytes:
            self._bytes.add(watch)
            self.add("QuantizeLinear", [values, scale, offset], f"{watch}.bytes")
        return f"{watch}.bytes", scale, offset

    def _matrix(self, name: str, weight: Array, tied: bool = False) -> tuple[str, str, str]:
        """Names of ``weight`` [N, K] as int8 [K, N], of its scales and of zero points, [N] each."""
        values, scales = _in_int8(weight)
        if tied:  # transposed once, when the graph is loaded
            matrix = self.add("Transpose", [self.constant(EMBEDDING, values)], perm=[1, 0])
        else:
            matrix = self.constant(f"{name}.weight", values.T)
        return (
            matrix,
            self.constant(f"{name}.scale", scales),
            self.constant(f"zeros.{len(scales)}", np.zeros(len(scales), dtype=np.int8)),
        )

    def _name(self, operator: str) -> str:
        return f"{operator}.{len(self._nodes)}"


def _in_int8(matrix: Array) -> tuple[NDArray[np.int8], Array]:
    """Values in -127..127, and for each row [N] what one step is worth."""
    scales = np.maximum(np.abs(matrix).max(axis=1) / _WEIGHT_STEPS, 1e-12).astype(np.float32)
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales
