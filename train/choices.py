"""From what somebody typed to what it names: the configuration, models, notes. Trains nothing."""

import shlex
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spellfix.documents.whole import read_whole
from spellfix.language.storage import load
from spellfix.manifest import GENERATE, WEIGHTS
from spellfix.noise import Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.train.config import TrainConfig


def config_of(options: Namespace, defaults: TrainConfig) -> TrainConfig:
    """The configuration of the flags that were given; the rest keeps that of ``defaults``."""
    given = {
        name: value
        for name in ("size", "direction", "seed", "max_minutes", "max_steps", "batch_tokens")
        if (value := getattr(options, name)) is not None
    }
    given |= {
        name: value
        for name in (
            *("learning_rate", "warmup_steps", "decay_share"),
            *("checkpoint_minutes", "evaluate_minutes", "workers", "excerpts"),
            *("log_seconds", "precision"),
        )
        if (value := getattr(options, name)) is not None
    }
    config = replace(defaults, **given)
    noise = config.noise
    if options.recipe is not None:
        noise = Recipe.read(options.recipe, noise)
    dials = {"rate": options.noise_rate, "clean": options.clean}
    noise = replace(noise, **{name: dial for name, dial in dials.items() if dial is not None})
    return replace(config, noise=noise)


def parent_at(name: str) -> ModelDirectory:
    """The model that ``name`` names. Raises ModelError that names the first file that is not as it
    was sealed."""
    parent = ModelDirectory.open(None if name == "default" else name, direction=None)
    parent.verify()
    parent.check(WEIGHTS)  # which a model that only corrects need not have
    return parent


def language_at(name: str, direction: str) -> Path | None:
    """The language model that `name` names, seen to be one; none for a generator, and none as long
    as the shipped model has none."""
    if name == "none" or direction == GENERATE:
        return None
    if name == "default":
        shipped = ModelDirectory.open()
        if shipped.language:
            shipped.load_language()
        return shipped.language
    load(name)
    return Path(name)


def typed_as(arguments: Sequence[str]) -> str:
    """The command line, its paths shortened to file names: where they lay says nothing later."""
    return shlex.join(["spellfix", "train", *(Path(each).name or each for each in arguments)])


def text_of(path: Path) -> str:
    """All of a file. Raises InputError as `read_whole`."""
    return read_whole(path)
