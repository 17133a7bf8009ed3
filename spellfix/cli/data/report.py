"""`spellfix data report`: one HTML page that shows a data set. Knows options and no section."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import spellfix
from spellfix.arguments import Arguments, count, share
from spellfix.cli.outputs import new_file, refuse_existing
from spellfix.cli.progress import CHOICES, progress
from spellfix.corrector import Corrector
from spellfix.data.overview import Item, Items, Overview, Sample, page, predict, survey
from spellfix.data.overview.predicting import Predictions, unpredicted
from spellfix.errors import InputError
from spellfix.manifest import default_model_path
from spellfix.thresholds import Thresholds

MIN_CONFIDENCE = 0.8
"""That of `spellfix serve`."""
DESCRIPTION = """\
자료를 HTML 한 쪽으로 봅니다: 길이, 분야, 오타의 종류와 수, 겹침, 글마다 모델이 고치는 것. Shows
a data set on one HTML page before a model learns from it: clean texts, pairs ("input", "target")
and what /v1/export gives, in any mixture. All of it is counted; up to --items of it, drawn at
random, are corrected and can be searched on the page.
"""


def run(arguments: Sequence[str]) -> None:
    """Write the page the arguments ask for. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    if not options.force:
        refuse_existing(options.output)
    items = Items(options.files, domain=options.domain, column=options.column)
    sample = Sample(options.items)
    counts = survey(items, sample)
    counts.damaged = items.damaged
    if not counts.n:
        raise InputError(
            f"글이 없습니다 / no text in {', '.join(map(str, options.files))} "
            f"({counts.damaged:,} records could not be read)"
        )
    found, model = _predicted(sample.items, options)
    overview = Overview(
        name=", ".join(path.name for path in options.files),
        counts=counts,
        found=found,
        model=model,
        version=spellfix.__version__,
    )
    with new_file(options.output, force=options.force) as output:
        output.write(page(overview))
    sys.stdout.write(f"{options.output}\n")


def _predicted(items: list[Item], options: Namespace) -> tuple[Predictions, str]:
    """What the model makes of the sample, and how the model is called."""
    if options.no_predictions:
        return unpredicted(items), ""
    opened = Corrector.from_pretrained(options.model, min_confidence=0.0)
    name = (options.model or default_model_path()).name
    shown = progress(options.progress, sys.stderr, len(items), "items")
    shown.start(0)
    try:
        thresholds = Thresholds(options.min_confidence)
        found = predict(items, opened, thresholds, lambda n: shown.advance(n, n))
    finally:
        shown.end()
    return found, name


def _parser() -> Arguments:
    parser = Arguments("spellfix data report", description=DESCRIPTION)
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="글, 쌍, 내보낸 검토 / texts, pairs, "
        "exports; folders")  # fmt: skip
    add("--output", type=Path, required=True, metavar="PAGE.html")
    add("--items", type=count, default=20_000, metavar="N", help="쪽에 담을 글 / items that are "
        "corrected and shown, drawn from all (default: 20000)")  # fmt: skip
    add("--model", type=Path, metavar="DIR", help="default: the shipped model")
    add("--min-confidence", type=share, default=MIN_CONFIDENCE, metavar="X", help="덜 확실한 "
        f"수정은 하지 않음 / edits less sure are not made (default: {MIN_CONFIDENCE})")  # fmt: skip
    add("--no-predictions", action="store_true", help="모델에게 묻지 않음 / ask no model")
    add("--column", default="text", metavar="NAME", help="글이 든 열 / column of tables "
        "(default: text)")  # fmt: skip
    add("--domain", metavar="NAME", help="글의 분야 / domain of all texts (default: by file)")
    add("--progress", choices=CHOICES, default="auto", help="진행 상황 / progress on stderr")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace an existing file")
    return parser
