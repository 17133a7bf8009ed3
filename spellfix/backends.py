"""The runtime: an encoder and a decoder on onnxruntime, on the processor.

Sessions are loaded when first used and shared by all threads; what a file asks for is looked at
before (`spellfix.graphs`), and what a run gives before anybody counts on it. Knows arrays of ids
and nothing of text, drafts or directories.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, cached_property
from mmap import mmap
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from spellfix.config import at_least
from spellfix.encoder_decoder import Backend, Floats, Ids
from spellfix.errors import ModelError
from spellfix.graphs import check_graph

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_LOG = logging.getLogger(__name__)
_MOST_THREADS = 2
_ROOM = 128 << 20
"""Bytes of address space without which onnxruntime is not loaded: what it and a model take, about;
none of it is used."""
_ENCODER = frozenset({"input_ids", "attention_mask"}), frozenset({"memory", "guess"})
_DECODER = (
    frozenset({"decoder_input_ids", "memory", "attention_mask", "first"}),
    frozenset({"logits"}),
)
"""Inputs and outputs, as `spellfix.train.network_graph` names them."""


class OnnxBackend(Backend):
    """`spellfix.encoder_decoder.Backend` over two ONNX files, as `spellfix.train.network_graph`
    writes them.

    A batch alone is computed by `threads` threads together. Of several, each has a thread to itself
    and sessions of its own: that is half as fast again, because nobody waits for anybody.

    vocab_size: tokens that the files must score, where that is known.

    Raises ConfigError for fewer than one thread and, at first use, ModelError for a file that is no
    such graph, or that onnxruntime cannot load or run.
    """

    def __init__(
        self,
        encoder: Path,
        decoder: Path,
        threads: int | None = None,
        vocab_size: int | None = None,
    ) -> None:
        if threads is not None:
            at_least("threads", threads, 1)
        self._files = encoder, decoder
        self._vocab_size = vocab_size
        self._threads = default_threads() if threads is None else threads
        self._encoder = _LazySession(encoder, self._threads, *_ENCODER)
        self._decoder = _LazySession(decoder, self._threads, *_DECODER)

    @property
    def lanes(self) -> Sequence[Backend]:
        return (self,) if self._threads == 1 else self._several

    @cached_property
    def _several(self) -> Sequence[Backend]:
        # `self` is not kept in here: a model that nobody uses any more is out of memory at once.
        alone = OnnxBackend(*self._files, threads=1, vocab_size=self._vocab_size)
        return [alone] * self._threads

    def encode(self, ids: Ids, mask: Ids) -> tuple[Floats, Ids]:
        memory, scores = self._encoder.run(("memory", "guess"), input_ids=ids, attention_mask=mask)
        self._encoder.check("memory", memory, ids.shape)
        self._encoder.check("guess", scores, ids.shape, self._vocab_size)
        return memory, scores.argmax(axis=-1)

    def decode(self, memory: Floats, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        logits: Floats
        (logits,) = self._decoder.run(
            ("logits",),
            decoder_input_ids=decoder_ids,
            memory=memory,
            attention_mask=mask,
            first=np.array([first]),
        )
        rows, length = decoder_ids.shape
        self._decoder.check("logits", logits, (rows, length - first), self._vocab_size)
        return logits

    def likeliest(
        self, memory: Floats, mask: Ids, decoder_ids: Ids, first: int = 0
    ) -> tuple[Ids, Floats]:
        with np.errstate(invalid="ignore"):
            best, logprobs = super().likeliest(memory, mask, decoder_ids, first)
        if not np.isfinite(logprobs).all():
            raise self._decoder.wrong("its scores are no numbers (NaN or infinite)")
        return best, logprobs


class _LazySession:
    """An InferenceSession that is made at its first run."""

    def __init__(
        self, path: Path, threads: int, inputs: frozenset[str], outputs: frozenset[str]
    ) -> None:
        self._path = path
        self._threads = threads
        self._inputs, self._outputs = inputs, outputs
        self._lock = Lock()
        self._session: InferenceSession | None = None

    def run(self, names: Sequence[str], **inputs: Ids | Floats) -> list[Any]:
        """The outputs called `names`. Raises ModelError where the file cannot be loaded or run."""
        if self._session is None:
            with self._lock:
                if self._session is None:
                    check_graph(self._path, self._inputs, self._outputs)
                    self._session = _load(self._path, self._threads)
        try:
            outputs: list[Any] = self._session.run(names, inputs)
        except Exception as error:  # onnxruntime's own exceptions have no common base but this
            raise self.wrong(f"onnxruntime cannot run it ({error})") from error
        return outputs

    def check(
        self, name: str, found: Floats, rows: tuple[int, ...], width: int | None = None
    ) -> None:
        """Whether the output `name` is of float32 [*rows, width]; raises ModelError if not."""
        expected = (*rows, found.shape[-1] if width is None and found.ndim else width)
        if found.shape != expected or found.dtype != np.float32:
            raise self.wrong(
                f"its output {name} is {found.dtype} {list(found.shape)}, "
                f"expected float32 {list(expected)}"
            )

    def wrong(self, what: str) -> ModelError:
        """The error for a network that does not do what it must."""
        return ModelError(
            f"{self._path}: {what}; where memory is short, free some, "
            "else copy the model directory again, or export it again with `spellfix export`"
        )


def library() -> ModuleType:
    """onnxruntime, which is told to report nothing to its makers: it keeps an id and a log of its
    use in the user's home and may send them, unless the environment says no before it is loaded."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    if "onnxruntime" not in sys.modules:
        _see_room()
        _find_unwinder()
    import onnxruntime  # here, because importing it takes longer than everything else at start

    loaded: ModuleType = onnxruntime
    return loaded


def _see_room() -> None:
    """Raises MemoryError where onnxruntime would find too little memory: while it is loaded it does
    not survive that (std::bad_alloc among its constructors, SIGSEGV)."""
    try:
        mmap(-1, _ROOM).close()
    except OSError as error:
        raise MemoryError(f"{error}: {_ROOM >> 20} MiB for onnxruntime") from error


def _find_unwinder() -> None:
    """GNU's C library looks for what passes on errors of C++ when it first needs it, and ends the
    process where memory is too short for that by then; so it has to look now."""
    with suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).backtrace((ctypes.c_void_p * 1)(), 1)


def _load(path: Path, threads: int) -> InferenceSession:
    onnxruntime = library()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The graphs are written as they shall run: fusing more costs time at start and, with one
    # operator (SkipLayerNormalization), in every run.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # Threads spin while a run lasts, because its steps are shorter than it takes to wake one, and
    # sleep in between.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    options.log_severity_level = 3
    try:
        # Without a second attempt, which would be announced on standard output.
        return onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], enable_fallback=0
        )
    except Exception as error:  # onnxruntime's own exceptions have no common base but this
        raise ModelError(
            f"{path}: onnxruntime {onnxruntime.__version__} cannot load it ({error}); "
            "upgrade onnxruntime, or export the model again with `spellfix export`"
        ) from error


@cache
def default_threads() -> int:
    """At most two: the products for one sentence are so small that more threads only wait."""
    available = getattr(os, "sched_getaffinity", None)
    cores = len(available(0)) if available else os.cpu_count() or 1
    chosen = min(_MOST_THREADS, cores)
    _LOG.info("onnxruntime uses %d of %d cores: sentences are short", chosen, cores)
    return chosen
