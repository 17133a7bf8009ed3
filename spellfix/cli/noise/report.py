"""`spellfix noise report`: one HTML page that shows what the noise function does to a file."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

import spellfix
from spellfix.cli.noise.blocks import no_text, text_blocks, texts_of
from spellfix.cli.noise.page import Real, Report, page
from spellfix.cli.noise.recipe import add_recipe, recipe_of
from spellfix.cli.outputs import new_file, refuse_existing
from spellfix.config import at_least
from spellfix.evaluation import read_pairs
from spellfix.lines import open_binary
from spellfix.noise import Noiser, Recipe
from spellfix.noise.fit import fit
from spellfix.noise.survey import profile, survey


def run(arguments: Sequence[str]) -> None:
    """Write the page the arguments ask for. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    at_least("--samples", options.samples, 0)
    if not options.force:
        refuse_existing(options.output)
    recipe = recipe_of(options)
    drawn = survey(Noiser(options.seed, recipe), _texts(options.file), options.samples)
    if not drawn.texts:
        raise no_text(str(options.file))
    report = Report(
        file=options.file.name,
        version=spellfix.__version__,
        seed=options.seed,
        recipe=recipe,
        drawn=drawn,
        per_kind=options.samples,
        real=_real(options.pairs, recipe) if options.pairs else None,
    )
    with new_file(options.output, force=options.force) as output:
        output.write(page(report))


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold more than white space, with their numbers from 1."""
    with open_binary(path) as stream:
        for block in text_blocks(stream, str(path)):
            for number, text in enumerate(texts_of(block, str(path)), block.number + 1):
                if text.strip():
                    yield number, text


def _real(path: Path, recipe: Recipe) -> Real:
    pairs = [(pair.input, pair.target) for pair in read_pairs(path)]
    return Real(path.name, profile(pairs), fit(pairs, recipe))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix noise report",
        description="깨끗한 글(한 줄에 한 문장)에 내는 오타를 HTML 한 쪽으로 보여 줍니다. "
        "Show on one HTML page what the noise function does to clean lines.",
    )
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help="UTF-8 파일 / UTF-8 file, one sentence a line")
    add(
        "--pairs",
        type=Path,
        metavar="REAL.jsonl",
        help="견줄 실제 오타 쌍 / real pairs to compare with",
    )
    add_recipe(parser)
    add("--rate", type=float, metavar="R", help="음절마다 오타 / errors a syllable, 0 to 1")
    add("--seed", type=int, default=0, metavar="N", help="default: 0")
    add(
        "--samples",
        type=int,
        default=5,
        metavar="N",
        help="종류마다 보일 글 / texts to show of each kind (default: 5)",
    )
    add("--output", type=Path, required=True, metavar="REPORT.html")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace an existing file")
    return parser
