"""Which library runs a model, and on which device."""

from __future__ import annotations

import logging

from spellfix.backends import OnnxBackend
from spellfix.config import one_of
from spellfix.encoder_decoder import Backend
from spellfix.errors import ConfigError
from spellfix.manifest import WEIGHTS
from spellfix.pretrained import ModelDirectory

BACKENDS = ("onnx", "torch")
_PROCESSOR = "cpu"
_LOG = logging.getLogger(__name__)


def open_backend(
    directory: ModelDirectory,
    backend: str | None = None,
    device: str = _PROCESSOR,
    threads: int | None = None,
) -> Backend:
    """What runs the model of `directory`.

    backend: "onnx", int8 on the processor, or "torch", the float32 weights on any device that torch
    knows (extra `torch`); by the device where None. device: as torch names it. threads: of
    onnxruntime. Raises ConfigError for a backend or device that is none, and where torch is not
    installed, and ModelError for weights that are not as they were sealed or cannot be loaded; of
    ONNX files that is told at first use.
    """
    chosen = backend or ("onnx" if device == _PROCESSOR else "torch")
    one_of("backend", chosen, BACKENDS)
    if chosen == "onnx":
        if device != _PROCESSOR:
            raise ConfigError(
                f"device {device!r}: onnxruntime runs on the processor here; "
                "take the backend 'torch', or no device"
            )
        return OnnxBackend(directory.encoder, directory.decoder, threads, directory.vocab_size)
    if threads is not None:
        raise ConfigError("threads: they are those of onnxruntime; torch has torch.set_num_threads")
    try:
        from spellfix.torch_backend import TorchBackend
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"backend 'torch' needs {error.name}: pip install 'spellfix[torch]'"
        ) from error
    directory.check(WEIGHTS)
    return TorchBackend.load(directory.path, device)
