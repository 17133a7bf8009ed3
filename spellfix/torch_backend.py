"""The runtime on PyTorch: the float32 weights of a model, on a GPU or on any device it knows.

Also what measures a network under training. Needs the extra `torch`; knows arrays of ids and
nothing of text or drafts.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PegasusConfig, PegasusForConditionalGeneration

from spellfix.encoder_decoder import Backend, Floats, Ids
from spellfix.errors import ConfigError, ModelError
from spellfix.limits import DIMENSION, LAYERS
from spellfix.manifest import CONFIG, read_json

_LOG = logging.getLogger(__name__)
_MOST = {
    "d_model": DIMENSION,
    "vocab_size": DIMENSION,
    "max_position_embeddings": DIMENSION,
    **{f"{side}_ffn_dim": DIMENSION for side in ("encoder", "decoder")},
    **{f"{side}_attention_heads": DIMENSION for side in ("encoder", "decoder")},
    **{f"{side}_layers": LAYERS for side in ("encoder", "decoder")},
}
"""The largest that config.json may say of a network."""


class TorchBackend(Backend):
    """`spellfix.encoder_decoder.Backend` over a transformers encoder-decoder; its memory is a
    tensor float32 [B, S, D] on the device of the model. bf16: whether products are rounded to
    bfloat16.
    """

    def __init__(self, model: PegasusForConditionalGeneration, bf16: bool = False) -> None:
        self.model = model
        self.bf16 = bf16
        self.device = next(model.parameters()).device

    @classmethod
    def load(cls, directory: Path, device: str) -> TorchBackend:
        """The model of a directory, on a device as torch names it ("cpu", "cuda", "cuda:1").

        Raises ConfigError for a device that torch does not know or have here, ModelError for a
        directory without weights.
        """
        model = load_weights(directory)
        try:
            torch.nn.Module.to(model, torch.device(device))
        except (RuntimeError, AssertionError) as error:  # torch asserts that it was built with CUDA
            raise ConfigError(
                f"device {device!r}: torch {torch.__version__} cannot use it here ({error}); "
                "name another one, or none for the processor"
            ) from error
        _LOG.info("torch runs the model in float32 on %s, as asked", device)
        return cls(model)

    @torch.no_grad()
    def encode(self, ids: Ids, mask: Ids) -> tuple[torch.Tensor, Ids]:
        with self._precision():
            states = self.model.model.encoder(
                input_ids=self._tensor(ids), attention_mask=self._tensor(mask)
            ).last_hidden_state
            guess = (states @ self.model.model.shared.weight.T).argmax(-1)
        return states.float(), guess.cpu().numpy()

    @torch.no_grad()
    def decode(self, memory: torch.Tensor, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        logits: Floats = self._logits(memory, mask, decoder_ids, first).cpu().numpy()
        return logits

    @torch.no_grad()
    def likeliest(
        self, memory: torch.Tensor, mask: Ids, decoder_ids: Ids, first: int = 0
    ) -> tuple[Ids, Floats]:
        logprobs = self._logits(memory, mask, decoder_ids, first).log_softmax(-1)
        best = logprobs.max(-1)
        return best.indices.cpu().numpy(), best.values.cpu().numpy()

    def _logits(
        self, memory: torch.Tensor, mask: Ids, decoder_ids: Ids, first: int
    ) -> torch.Tensor:
        with self._precision():
            hidden = self.model.model.decoder(
                input_ids=self._tensor(decoder_ids),
                encoder_hidden_states=memory,
                encoder_attention_mask=self._tensor(mask),
                use_cache=False,
            ).last_hidden_state
            logits: torch.Tensor = hidden[:, first:] @ self.model.model.shared.weight.T
        return logits.float()

    def _tensor(self, array: NDArray[np.int64]) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bf16)


def load_weights(directory: Path) -> PegasusForConditionalGeneration:
    """The network in ``directory`` in float32; its own code or pickled weights are never loaded.

    Raises ModelError if there is none, or its shape is none of ours."""
    _check_shape(directory)
    try:
        model = PegasusForConditionalGeneration.from_pretrained(
            directory,
            config=PegasusConfig.from_pretrained(directory, local_files_only=True),
            dtype=torch.float32,
            attn_implementation="eager",
            local_files_only=True,
            use_safetensors=True,
        )
    except Exception as error:  # those of safetensors and transformers have no common base but this
        raise _no_network(directory, str(error)) from error
    model.train(False)
    return model


def _check_shape(directory: Path) -> None:
    """Building a network takes time and memory before a weight is read."""
    if not (directory / CONFIG).is_file():
        raise _no_network(directory, f"no {CONFIG}")
    shape = read_json(directory / CONFIG)
    if shape.get("model_type") != "pegasus" or shape.get("quantization_config") is not None:
        kind = shape.get("model_type")
        raise _no_network(directory, f"{CONFIG}: model_type {kind!r}, expected a plain 'pegasus'")
    for name, most in _MOST.items():
        value = shape.get(name)
        if type(value) is not int or not 0 < value <= most:
            raise _no_network(directory, f"{CONFIG}: {name} is {value!r}, expected 1 to {most}")


def _no_network(directory: Path, why: str) -> ModelError:
    return ModelError(
        f"{directory}: expected config.json and model.safetensors of a trained model ({why}); "
        "copy the model directory again"
    )
