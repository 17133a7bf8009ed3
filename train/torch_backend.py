"""A network under training as a backend for ``spellfix.decoding``, to measure it on the way."""

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PegasusForConditionalGeneration

from spellfix.decoding import Floats, Ids


class TorchBackend:
    """Runs a transformers encoder-decoder; takes and gives numpy arrays."""

    def __init__(self, model: PegasusForConditionalGeneration, bf16: bool) -> None:
        self.model = model
        self.bf16 = bf16
        self.device = next(model.parameters()).device

    @torch.no_grad()
    def encode(self, ids: Ids, mask: Ids) -> Floats:
        """ids, mask int64 [B, S] -> states float32 [B, S, D]."""
        with self._precision():
            states = self.model.model.encoder(
                input_ids=self._tensor(ids), attention_mask=self._tensor(mask)
            ).last_hidden_state
        return _array(states)

    @torch.no_grad()
    def decode(self, states: Floats, mask: Ids, decoder_ids: Ids) -> Floats:
        """states [B, S, D], mask [B, S], decoder_ids [B, T] -> logits float32 [B, T, V]."""
        with self._precision():
            hidden = self.model.model.decoder(
                input_ids=self._tensor(decoder_ids),
                encoder_hidden_states=self._tensor(states),
                encoder_attention_mask=self._tensor(mask),
                use_cache=False,
            ).last_hidden_state
            logits = hidden @ self.model.model.shared.weight.T
        return _array(logits)

    def _tensor(self, array: NDArray[np.int64] | Floats) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bf16)


def _array(tensor: torch.Tensor) -> Floats:
    array: Floats = tensor.float().cpu().numpy()
    return array
