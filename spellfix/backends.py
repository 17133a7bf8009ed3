"""The runtime: an encoder and a decoder on onnxruntime, on the processor.

Sessions are loaded when first used and shared by all threads. Knows arrays of ids and nothing of
text, drafts or directories.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from spellfix.config import at_least
from spellfix.decoding import Backend, Floats, Ids
from spellfix.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_LOG = logging.getLogger(__name__)
_MOST_THREADS = 2


class OnnxBackend(Backend):
    """`spellfix.decoding.Backend` over two ONNX files, as `spellfix.train.network_graph` writes
    them.

    A batch alone is computed by `threads` threads together. Of several, each has a thread to itself
    and sessions of its own: that is half as fast again, because nobody waits for anybody.

    Raises ConfigError for fewer than one thread and, at first use, ModelError for a file that
    onnxruntime cannot load.
    """

    def __init__(self, encoder: Path, decoder: Path, threads: int | None = None) -> None:
        if threads is not None:
            at_least("threads", threads, 1)
        self._files = encoder, decoder
        self._threads = default_threads() if threads is None else threads
        self._encoder = _LazySession(encoder, self._threads)
        self._decoder = _LazySession(decoder, self._threads)

    @property
    def lanes(self) -> Sequence[Backend]:
        return (self,) if self._threads == 1 else self._several

    @cached_property
    def _several(self) -> Sequence[Backend]:
        # `self` is not kept in here: a model that nobody uses any more is out of memory at once.
        return [OnnxBackend(*self._files, threads=1)] * self._threads

    def encode(self, ids: Ids, mask: Ids) -> tuple[Floats, Ids]:
        memory, scores = self._encoder.run(("memory", "guess"), input_ids=ids, attention_mask=mask)
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
        return logits


class _LazySession:
    """An InferenceSession that is made at its first run."""

    def __init__(self, path: Path, threads: int) -> None:
        self._path = path
        self._threads = threads
        self._lock = Lock()
        self._session: InferenceSession | None = None

    def run(self, names: Sequence[str], **inputs: Ids | Floats) -> list[Any]:
        """The outputs called `names`."""
        if self._session is None:
            with self._lock:
                if self._session is None:
                    self._session = _load(self._path, self._threads)
        outputs: list[Any] = self._session.run(names, inputs)
        return outputs


def library() -> ModuleType:
    """onnxruntime, which is told to report nothing to its makers: it keeps an id and a log of its
    use in the user's home and may send them, unless the environment says no before it is loaded."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime  # here, because importing it takes longer than everything else at start

    loaded: ModuleType = onnxruntime
    return loaded


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
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
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
