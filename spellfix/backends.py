"""The runtime: an encoder and a decoder on onnxruntime, on the processor.

Sessions are loaded when first used and shared by all threads. Knows arrays of ids and nothing of
text, drafts or directories.
"""

from __future__ import annotations

import logging
import os
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spellfix.config import at_least
from spellfix.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_LOG = logging.getLogger(__name__)
_MOST_THREADS = 2

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


class OnnxBackend:
    """`spellfix.decoding.Backend` over two ONNX files.

    The encoder maps input_ids, attention_mask int64[B, S] to encoder_hidden_states
    float32[B, S, D]; the decoder maps decoder_input_ids int64[B, T], encoder_hidden_states and
    encoder_attention_mask to logits float32[B, T, V].

    Raises ConfigError for fewer than one thread and, at first use, ModelError for a file that
    onnxruntime cannot load.
    """

    def __init__(self, encoder: Path, decoder: Path, threads: int | None = None) -> None:
        if threads is not None:
            at_least("threads", threads, 1)
        self._encoder = _LazySession(encoder, threads)
        self._decoder = _LazySession(decoder, threads)

    def encode(self, ids: Ids, mask: Ids) -> Floats:
        return self._encoder.run(input_ids=ids, attention_mask=mask)

    def decode(self, states: Floats, mask: Ids, decoder_ids: Ids) -> Floats:
        return self._decoder.run(
            decoder_input_ids=decoder_ids,
            encoder_hidden_states=states,
            encoder_attention_mask=mask,
        )


class _LazySession:
    """An InferenceSession that is made at its first run."""

    def __init__(self, path: Path, threads: int | None) -> None:
        self._path = path
        self._threads = threads
        self._lock = Lock()
        self._session: InferenceSession | None = None

    def run(self, **inputs: Ids | Floats) -> Floats:
        with self._lock:
            if self._session is None:
                self._session = _load(self._path, self._threads)
        (output,) = self._session.run(None, inputs)
        return np.asarray(output, dtype=np.float32)


def _load(path: Path, threads: int | None) -> InferenceSession:
    import onnxruntime  # here, because importing it takes longer than everything else at start

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _threads() if threads is None else threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions have no common base but this
        raise ModelError(
            f"{path}: onnxruntime {onnxruntime.__version__} cannot load it ({error}); "
            "upgrade onnxruntime, or export the model again with `spellfix export`"
        ) from error


@cache
def _threads() -> int:
    """At most two: the products for one sentence are so small that more threads only wait."""
    available = getattr(os, "sched_getaffinity", None)
    cores = len(available(0)) if available else os.cpu_count() or 1
    chosen = min(_MOST_THREADS, cores)
    _LOG.info("onnxruntime uses %d of %d cores: sentences are short", chosen, cores)
    return chosen
