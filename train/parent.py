"""The weights of another model directory: to begin from, or to take the mean with."""

from transformers import PegasusForConditionalGeneration

from spellfix.errors import ConfigError
from spellfix.manifest import CONFIG, WEIGHTS
from spellfix.pretrained import ModelDirectory
from spellfix.torch_backend import load_weights
from spellfix.train.config import Shape


def load_parent(parent: ModelDirectory, shape: Shape) -> PegasusForConditionalGeneration:
    """The network of ``parent``, to train on. Raises ConfigError if it is not of ``shape``, and
    ModelError as `_sealed`."""
    model = _sealed(parent)
    config = model.config
    found = (config.d_model, config.encoder_layers, config.decoder_layers)
    expected = (shape.width, shape.encoder_layers, shape.decoder_layers)
    if found != expected:
        raise ConfigError(
            f"--from {parent.path}: its width and numbers of layers are {found}, "
            f"those of --size are {expected}; choose the --size that it was trained with"
        )
    return model


def named(model: ModelDirectory) -> dict[str, str]:
    """What a record says of a model: its name and the SHA-256 of its weights."""
    return {"name": model.name, "weights": model.files[WEIGHTS]}


def average(model: PegasusForConditionalGeneration, other: ModelDirectory) -> None:
    """Give ``model`` the mean of its weights and those of ``other``, a branch of the same training.

    Two models that went on from the same one err in different places, and their mean errs less than
    either (Wortsman et al. 2022, "Model soups"). Raises ConfigError if they are no such pair: of
    another shape; and ModelError as `_sealed`.
    """
    ours, theirs = model.state_dict(), _sealed(other).state_dict()
    if {name: each.shape for name, each in ours.items()} != {
        name: each.shape for name, each in theirs.items()
    }:
        raise ConfigError(
            f"--average {other.path}: its network has another shape; name a model that was trained "
            "on from the same one"
        )
    model.load_state_dict({name: (each.float() + theirs[name]) / 2 for name, each in ours.items()})


def _sealed(model: ModelDirectory) -> PegasusForConditionalGeneration:
    """Its network. Raises ModelError that names the file where one is no longer as it was sealed:
    between opening a model and this there may be hours of training."""
    for name in (CONFIG, WEIGHTS):
        model.check(name)
    return load_weights(model.path)
