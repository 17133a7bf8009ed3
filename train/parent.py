"""The weights of a model directory, to begin from or to measure."""

from pathlib import Path

import torch
from transformers import AutoModelForSeq2SeqLM, PegasusForConditionalGeneration

from spellfix.errors import ConfigError, ModelError
from spellfix.train.config import Shape


def load_weights(directory: Path) -> PegasusForConditionalGeneration:
    """The network in ``directory`` in float32. Raises ModelError if there is none."""
    try:
        model: PegasusForConditionalGeneration = AutoModelForSeq2SeqLM.from_pretrained(
            directory, dtype=torch.float32, attn_implementation="eager", local_files_only=True
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{directory}: expected config.json and model.safetensors of a trained model ({error})"
        ) from error
    model.train(False)
    return model


def load_parent(directory: Path, shape: Shape) -> PegasusForConditionalGeneration:
    """The network in ``directory``, to train on. Raises ConfigError if it is not of ``shape``."""
    model = load_weights(directory)
    config = model.config
    found = (config.d_model, config.encoder_layers, config.decoder_layers)
    expected = (shape.width, shape.encoder_layers, shape.decoder_layers)
    if found != expected:
        raise ConfigError(
            f"--from {directory}: its width and numbers of layers are {found}, "
            f"those of --size are {expected}; choose the --size that it was trained with"
        )
    return model
