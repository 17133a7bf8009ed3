"""`python -m spellfix.noisy_channel build`: a model from one's own text and pairs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from spellfix.errors import SpellfixError
from spellfix.noisy_channel.build import Sizes, Source, build
from spellfix.noisy_channel.storage import save


def main(arguments: Sequence[str] | None = None) -> int:
    """Build as the arguments say; 2 where something is wrong that the user can mend."""
    options = _parser().parse_args(arguments)
    try:
        model = build(
            [Source.parse(each) for each in options.text],
            options.pairs,
            options.clean,
            sizes=Sizes(least_gain=options.least_gain, least_word=options.least_word),
            correct_text=options.correct_text,
            say=_say,
        )
        save(model, options.output)
    except SpellfixError as error:
        _say(f"spellfix.noisy_channel: {error}")
        return 2
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _parser() -> ArgumentParser:
    sizes = Sizes()
    parser = ArgumentParser(
        "python -m spellfix.noisy_channel",
        description="잡음 채널 교정기를 만듭니다. Build a noisy-channel speller.",
    )
    add = parser.add_subparsers(required=True, metavar="build").add_parser("build").add_argument
    add(
        "--text",
        nargs="+",
        required=True,
        metavar="FILE[:WEIGHT]",
        help="깨끗한 글, 한 줄에 한 문장 / clean text, one sentence a line, also .xz",
    )
    add(
        "--pairs",
        type=Path,
        required=True,
        metavar="PAIRS.jsonl",
        help="spellfix noise가 만든 쌍 / pairs as `spellfix noise` makes them",
    )
    add(
        "--clean",
        type=Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help="문턱을 정할 깨끗한 글 / clean text to set the threshold by; left out of --text",
    )
    add("--output", type=Path, required=True, metavar="DIR")
    add(
        "--correct-text",
        type=float,
        default=0.99,
        metavar="SHARE",
        help="of the clean lines that must stay as they are (default: %(default)s)",
    )
    add(
        "--least-gain",
        type=float,
        default=sizes.least_gain,
        metavar="NATS",
        help="that an n-gram must be worth; more makes the model smaller (default: %(default)s)",
    )
    add(
        "--least-word",
        type=float,
        default=sizes.least_word,
        metavar="COUNT",
        help="of a word that is kept (default: %(default)s)",
    )
    return parser  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
