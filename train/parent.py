"""The weights of a model directory, to begin from."""

from pathlib import Path

from transformers import PegasusForConditionalGeneration

from spellfix.errors import ConfigError
from spellfix.torch_backend import load_weights
from spellfix.train.config import Shape


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
