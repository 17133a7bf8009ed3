"""The language models of the shipped model, counted again from the text: one of characters, one of
pieces of words, in one file with an error model (errors.py).

    python docs/release/language.py --corpora DIR --pairs DIR --output language.npz

--corpora: the folder of the files that language.toml names under [corpora]; where each comes from
and under which licence stands in data/training_sources.md, as for those under [errors.pairs], in
--pairs. Every one must have the SHA-256 that is given there, and so must the result: the same text
makes the same bytes. The errors of mended.tsv in the text are mended first. Beside it the sentences
of data/feedback, data/confusables and data/voices that may be learnt from are counted; nothing is
that something is measured on (data/samples, benchmark, behaviour, calibration).

Ends with 1 where something is not as it was.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import counted
from mended import mended

from spellfix.evaluation import read_pairs
from spellfix.language.ensemble import Ensemble
from spellfix.language.estimation import Weighted, estimate
from spellfix.language.model import LanguageModel
from spellfix.language.pieces import Pieces
from spellfix.language.storage import save
from spellfix.noisy_channel.build import read_clean
from spellfix.sealed import fingerprint
from spellfix.text import segment

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data"
KEPT_APART = ("samples/*.txt", "benchmark/*.jsonl", "behaviour/*.jsonl", "calibration/*.jsonl")
OWN = ("sentences.jsonl", "drafts.jsonl")


class DiffersError(Exception):
    """Something is not what the shipped language model was counted from."""


def main() -> int:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    plan = tomllib.loads((HERE / "language.toml").read_text(encoding="utf-8"))
    apart = kept_apart()
    try:
        sources: list[Weighted] = []
        held: list[tuple[str, str]] = []
        for name, facts in plan["corpora"].items():
            before = read_clean(expected(options.corpora / name, facts), apart)
            after = mended(before)
            sources.append((after, facts["weight"]))
            held += [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        for name, weight in plan["own"].items():
            lines = dict.fromkeys(sentences(DATA / name))
            sources.append(([line for line in lines if line not in apart], weight))
        characters, pieces = plan["characters"], plan["pieces"]
        symbols = Pieces.trained(some(sources, pieces["share"]), pieces["count"])
        models = (
            (estimate(sources, characters["least_gain"]), characters["weight"]),
            (estimate(sources, pieces["least_gain"], symbols=symbols), pieces["weight"]),
        )
        for model, _ in models:
            tell(model)
        made = plan["errors"]
        taught = [expected(options.pairs / name, facts) for name, facts in made["pairs"].items()]
        errors = counted(list(some(sources, made["share"])), held, taught, made)
        save(Ensemble(models, (errors, made["weight"])), options.output)
        expected(options.output, plan)
    except DiffersError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def some(sources: Sequence[Weighted], share: float) -> Iterator[str]:
    """Of the lines of `sources`, evenly spread, `share` of each source for each time that one
    counts: what pieces are found in."""
    for lines, weight in sources:
        yield from lines[:: max(1, round(1 / (share * weight)))]


def tell(model: LanguageModel) -> None:
    """How large a model is, on stdout."""
    grams = [len(level.keys) for level in model.levels]
    sys.stdout.write(f"{sum(grams):,} n-grams: {', '.join(f'{each:,}' for each in grams)}\n")


def expected(path: Path, facts: Mapping[str, Any]) -> Path:
    """``path``; raises DiffersError for a file that is missing or another one."""
    if not path.is_file():
        raise DiffersError(f"{path}: no such file; expected one with SHA-256 {facts['sha256']}")
    if (found := fingerprint(path)) != facts["sha256"]:
        raise DiffersError(f"{path}: SHA-256 {found}; expected {facts['sha256']}")
    return path


def sentences(folder: Path) -> Iterator[str]:
    """Those of the texts in ``folder`` that may be learnt from, cut as a corrector cuts them."""
    for path in (folder / name for name in OWN if (folder / name).exists()):
        for row in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(row)["text"]
            for span in segment(text):
                sentence = text[span.start : span.end].strip()
                if sentence and not span.protected:
                    yield sentence


def kept_apart() -> frozenset[str]:
    """All texts that something is measured on."""
    texts: set[str] = set()
    for path in (path for some in KEPT_APART for path in sorted(DATA.glob(some))):
        if path.suffix == ".txt":
            texts.update(map(str.strip, path.read_text(encoding="utf-8").splitlines()))
        else:
            texts.update(
                text.strip() for pair in read_pairs(path) for text in (pair.input, *pair.targets)
            )
    return frozenset(texts)


if __name__ == "__main__":
    raise SystemExit(main())
