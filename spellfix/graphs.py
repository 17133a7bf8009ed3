"""What an ONNX graph asks for, read before a library runs it; knows nothing of what it computes.

A graph is a program. This reads the bytes of protobuf itself (protobuf.dev, "Encoding"; onnx.proto)
and lets through only what our own export writes: operators that neither repeat nor make sizes out
of values, matrices in the one file beside the graph, the inputs and outputs that are asked for.
What fields mean that are not looked at here, only the library knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path

from spellfix.errors import ModelError
from spellfix.limits import DIMENSION, GRAPH

FUSED = "com.microsoft"
_PLAIN = (
    "Add Cast Gather LayerNormalization MatMul Mul QuantizeLinear ReduceSum Relu Shape Slice Split "
    "Transpose"
)
_FUSED = "MatMulIntegerToFloat MultiHeadAttention QAttention"
OPERATORS = frozenset(
    [*(("", name) for name in _PLAIN.split()), *((FUSED, name) for name in _FUSED.split())]
)
"""(domain, operator): what `spellfix.train.graph` writes."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10
# Numbers of fields in onnx.proto.
_MODEL_GRAPH, _MODEL_FUNCTIONS, _MODEL_TRAINING = 7, 25, 20
_NODE, _INITIALIZER, _INPUT, _OUTPUT, _SPARSE = 1, 5, 11, 12, 15
_NODE_OPERATOR, _NODE_ATTRIBUTE, _NODE_DOMAIN = 4, 5, 7
_HOLDS_MORE = {
    5: "a tensor",
    6: "a graph",
    10: "tensors",
    11: "graphs",
    22: "a sparse tensor",
    23: "sparse tensors",
}
_DIMS, _NAME, _EXTERNAL = 1, 8, 13


def check_graph(path: Path, inputs: frozenset[str], outputs: frozenset[str]) -> None:
    """Whether the file at `path` is a graph as our export writes it, with these inputs and outputs.

    Raises ModelError that names the file, what was found and what was expected.
    """
    matrices = path.with_suffix(".bin")
    try:
        size = path.stat().st_size
        if size > GRAPH:
            raise ValueError(f"{size >> 20} MiB, expected at most {GRAPH >> 20}")
        model = _message(path.read_bytes())
        beside = matrices.stat().st_size if matrices.is_file() else 0
        for number, what in ((_MODEL_FUNCTIONS, "functions"), (_MODEL_TRAINING, "training")):
            if number in model:
                raise ValueError(f"it holds {what}, expected one graph")
        if not model.get(_MODEL_GRAPH):
            raise ValueError("it holds no graph")
        found: dict[int, set[str]] = {_INPUT: set(), _OUTPUT: set()}
        for part in model[_MODEL_GRAPH]:
            _check_part(_message(_bytes(part)), found, matrices.name, beside)
        for number, expected in ((_INPUT, inputs), (_OUTPUT, outputs)):
            if found[number] != expected:
                side = "inputs" if number == _INPUT else "outputs"
                given, wanted = (", ".join(sorted(each)) for each in (found[number], expected))
                raise ValueError(f"its {side} are {given or 'none'}, expected {wanted}")
    except OSError as error:
        raise _no_graph(path, f"cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise _no_graph(path, str(error)) from error


def _no_graph(path: Path, what: str) -> ModelError:
    return ModelError(
        f"{path}: expected an ONNX graph as `spellfix export` writes it, but {what}; "
        "copy the model directory again, or export it again"
    )


def _check_part(
    graph: Mapping[int, list[int | bytes]], found: dict[int, set[str]], matrices: str, size: int
) -> None:
    if _SPARSE in graph:
        raise ValueError("it holds sparse matrices")
    for node in graph.get(_NODE, ()):
        _check_node(_message(_bytes(node)))
    for tensor in graph.get(_INITIALIZER, ()):
        _check_tensor(_message(_bytes(tensor)), matrices, size)
    for number, names in found.items():
        for value in graph.get(number, ()):
            names.add(_text(_message(_bytes(value)), 1))


def _check_node(node: Mapping[int, list[int | bytes]]) -> None:
    operator = _text(node, _NODE_DOMAIN), _text(node, _NODE_OPERATOR)
    if operator not in OPERATORS:
        name = ":".join(part for part in operator if part)
        raise ValueError(f"it asks for the operator {name[:80]!r}, which no model of ours needs")
    for raw in node.get(_NODE_ATTRIBUTE, ()):
        for number in _message(_bytes(raw)):
            if number in _HOLDS_MORE:
                raise ValueError(f"an attribute of {operator[1]} holds {_HOLDS_MORE[number]}")


def _check_tensor(tensor: Mapping[int, list[int | bytes]], matrices: str, size: int) -> None:
    name = _text(tensor, _NAME)[:80]
    shape: list[int] = []
    for each in tensor.get(_DIMS, ()):
        shape += [each] if isinstance(each, int) else _packed(each)
    if prod(max(1, each) for each in shape) > DIMENSION**2 or max(shape, default=0) > DIMENSION:
        raise ValueError(f"the matrix {name!r} has the shape {shape[:8]}")
    if _EXTERNAL not in tensor:
        return
    told: dict[str, str] = {}
    for raw in tensor[_EXTERNAL]:
        entry = _message(_bytes(raw))
        if told.setdefault(_text(entry, 1), value := _text(entry, 2)) != value:
            raise ValueError(f"it says twice where the matrix {name!r} lies")
    where = told.pop("location", "")
    if where != matrices:
        raise ValueError(f"the matrix {name!r} lies in {where[:200]!r}, expected {matrices!r}")
    start, length = (told.get(key, "0") for key in ("offset", "length"))
    if not (_is_count(start) and _is_count(length) and int(start) + int(length) <= size):
        raise ValueError(
            f"the matrix {name!r} begins at {start[:30]} and has {length[:30]} bytes, "
            f"but {matrices} has {size}"
        )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _message(raw: bytes) -> dict[int, list[int | bytes]]:
    """All values of each field of a message, those of fixed length left out."""
    found: dict[int, list[int | bytes]] = {}
    for number, value in _fields(raw):
        found.setdefault(number, []).append(value)
    return found


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    at, end = 0, len(raw)
    while at < end:
        key, at = _varint(raw, at)
        number, kind = key >> 3, key & 7
        if not number:
            raise ValueError("it is no protobuf (field 0)")
        if kind == _VARINT:
            value, at = _varint(raw, at)
            yield number, value
        elif kind == _BYTES:
            length, at = _varint(raw, at)
            if length > end - at:
                raise ValueError("it is cut off")
            yield number, raw[at : at + length]
            at += length
        elif kind in (_FIXED64, _FIXED32):
            at += 8 if kind == _FIXED64 else 4
            if at > end:
                raise ValueError("it is cut off")
        else:
            raise ValueError(f"it is no protobuf (wire type {kind})")


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """The number at `at`, 0 to 2**64 - 1, and where it ends."""
    value = shift = 0
    for byte in raw[at : at + _LONGEST_VARINT]:
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, at
        shift += 7
    raise ValueError("it is cut off, or no protobuf (a number without end)")


def _packed(raw: bytes) -> list[int]:
    found, at = [], 0
    while at < len(raw):
        value, at = _varint(raw, at)
        found.append(value)
    return found


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise ValueError("it is no ONNX (a number where a message belongs)")
    return value


def _text(message: Mapping[int, list[int | bytes]], number: int) -> str:
    """The text of a field that occurs at most once; empty where it does not."""
    values = message.get(number, [b""])
    if len(values) > 1:
        raise ValueError(f"it is no ONNX (field {number} occurs twice)")
    return _bytes(values[0]).decode("utf-8")
