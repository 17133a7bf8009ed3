"""The language models of the shipped model, counted again from the text: one of characters, one of
pieces of words, in one file with an error model (errors.py).

    python docs/release/language.py FOLDER --output language.npz

FOLDER: what text.py and the commands of the Makefile that make pairs have written. The pairs must
have the SHA-256 that release.toml gives, and so must the result: the same text makes the same
bytes. Ends with 1 where something is not as it was; a result that differs is kept.
"""

import argparse
import sys
from pathlib import Path

from errors import counted
from recipe import DiffersError, expected, plan, read, some

from spellfix.language.ensemble import Ensemble
from spellfix.language.estimation import estimate
from spellfix.language.model import LanguageModel
from spellfix.language.pieces import Pieces
from spellfix.language.storage import save
from spellfix.noisy_channel.build import read_pairs


def main() -> int:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    recipe = plan()
    facts = recipe["language"]
    try:
        pairs = {
            name: expected(options.folder / name, each) for name, each in recipe["pairs"].items()
        }
        taught = [pairs[name] for name, each in recipe["pairs"].items() if each.get("counted")]
        sources = read(recipe, options.folder)
        characters, pieces = facts["characters"], facts["pieces"]
        symbols = Pieces.trained(some(sources, pieces["share"]), pieces["count"])
        models = (
            (estimate(sources, characters["least_gain"]), characters["weight"]),
            (estimate(sources, pieces["least_gain"], symbols=symbols), pieces["weight"]),
        )
        for model, _ in models:
            tell(model)
        made = facts["errors"]
        held = read_pairs(pairs["natural.jsonl"])
        errors = counted(list(some(sources, made["share"])), held, taught, made)
        save(Ensemble(models, (errors, made["weight"])), options.output)
        expected(options.output, facts)
    except DiffersError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def tell(model: LanguageModel) -> None:
    """How large a model is, on stdout."""
    grams = [len(level.keys) for level in model.levels]
    sys.stdout.write(f"{sum(grams):,} n-grams: {', '.join(f'{each:,}' for each in grams)}\n")


if __name__ == "__main__":
    raise SystemExit(main())
