"""A model between two: weights between those of a run and of the model it began with.

    python docs/release/average.py RUN OTHER --share 0.25 --output MODEL

--share: what part of the weights is that of OTHER. `spellfix train --average` takes half of both.
Calibrate and measure MODEL after that (measure.py), then write its card (card.py).
"""

import argparse
import shutil
from pathlib import Path

import torch

from spellfix.manifest import read_facts, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.torch_backend import load_weights
from spellfix.train.finish import export_again
from spellfix.train.parent import named


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--share", type=float, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    other = ModelDirectory.open(options.other)
    network, theirs = load_weights(options.run), load_weights(options.other).state_dict()
    mixed = {
        name: torch.lerp(each.float(), theirs[name].float(), options.share)
        for name, each in network.state_dict().items()
    }
    network.load_state_dict(mixed)
    shutil.copytree(options.run, options.output, ignore=shutil.ignore_patterns(".run", "run.json"))
    torch.nn.Module.to(network, torch.float16)
    network.save_pretrained(options.output)
    facts = read_facts(options.output)
    facts["training"]["averaged_with"] = {**named(other), "share": options.share}
    write_manifest(options.output, facts)
    export_again(options.output)


if __name__ == "__main__":
    main()
