"""Muon for the matrices of the layers, AdamW for the rest, and the learning rate over time.

Muon: Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks".
"""

from typing import Any

import torch

from spellfix.train.config import TrainConfig
from spellfix.train.model import Network

EMBEDDING_DECAY = 0.01


class Optimiser:
    """Both optimisers as one."""

    def __init__(self, network: Network, config: TrainConfig) -> None:
        self._network = network
        self._config = config
        self._parts: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.Muon(
                network.hidden_parameters(),
                lr=config.learning_rate,
                weight_decay=config.weight_decay,
                adjust_lr_fn="match_rms_adamw",
            ),
            torch.optim.AdamW(
                network.other_parameters(),
                lr=config.learning_rate,
                betas=(0.9, 0.98),
                weight_decay=EMBEDDING_DECAY,
            ),
        )

    def step(self, step: int, progress: float) -> float:
        """One update at ``step``, from 0, at ``progress``, 0 to 1; gives the learning rate used."""
        rate = self._config.learning_rate * rate_factor(self._config, step, progress)
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        for part in self._parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
            part.zero_grad()
        return rate

    def state_dict(self) -> dict[str, Any]:
        return {str(number): part.state_dict() for number, part in enumerate(self._parts)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for number, part in enumerate(self._parts):
            part.load_state_dict(state[str(number)])


def rate_factor(config: TrainConfig, step: int, progress: float) -> float:
    """Warm-up, then level, then linearly down to 2 % over the last ``decay_share`` of the way."""
    warm = min(1.0, (step + 1) / max(1, config.warmup_steps))
    left = max(0.0, 1.0 - progress) / max(config.decay_share, 1e-9)
    return warm * max(0.02, min(1.0, left))
