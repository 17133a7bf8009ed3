"""`spellfix data audit`: doubtful pairs, the most doubtful first; judges nothing itself.

The pairs stay as they are: what is doubtful is shown or written apart, for a person to look at.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spellfix.arguments import Arguments, count, one_of, share
from spellfix.cli.columns import table
from spellfix.cli.outputs import new_file, refuse_existing
from spellfix.cli.progress import CHOICES, progress
from spellfix.data.agreement import Agreement, Measured
from spellfix.data.auditing import LEAST, REASONS, Audit, Counted, Doubtful, Witnesses, audit
from spellfix.errors import InputError

TOP = 30


def run(arguments: Sequence[str]) -> None:
    """Audit as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    output: Path | None = options.output
    if output is not None:
        if any(
            output.exists() and path.exists() and output.samefile(path) for path in options.pairs
        ):
            raise InputError(f"--output: 입력 파일입니다 / this is an input: {output}")
        if not options.force:
            refuse_existing(output)
    counted = Counted(options.pairs)
    witnesses = Witnesses.open(options.model)
    shown = progress(options.progress, sys.stderr, counted.n, "pairs")
    shown.start(0)
    try:
        done = audit(
            counted,
            witnesses,
            least=options.least,
            advance=lambda some: shown.advance(some, some),
        )
    finally:
        shown.end()
    if output is not None:
        with new_file(output, force=options.force) as file:
            for each in done.doubtful:
                file.write(_line({**each.item.record, **_doubt(each)}))
    top = done.doubtful[: options.top]
    answer = _json(done, top) if options.json else "\n".join(_lines(done, top))
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def _line(record: dict[str, Any]) -> str:
    """`record` as a line of JSON; half of a surrogate pair, which no file holds, is escaped."""
    text = json.dumps(record, ensure_ascii=False)
    return f"{text.encode(errors='backslashreplace').decode()}\n"


def _doubt(each: Doubtful) -> dict[str, Any]:
    """What is added to the record of a pair."""
    return {
        "place": each.item.place,
        "doubt": each.doubt,
        "reasons": [
            {
                "reason": reason.name,
                "probability": round(reason.probability, 4),
                "detail": reason.detail,
                "korean": reason.korean,
                "english": reason.english,
            }
            for reason in each.reasons
        ],
    }


def _json(done: Audit, top: Sequence[Doubtful]) -> str:
    found = {
        "n": done.n,
        "least": done.least,
        "doubtful": len(done.doubtful),
        "reasons": dict(done.reasons),
        "agreement": asdict(done.agreement),
        "top": [
            {"input": each.item.pair.input, "target": each.item.pair.target, **_doubt(each)}
            for each in top
        ],
    }
    return json.dumps(found, ensure_ascii=False)


def _lines(done: Audit, top: Sequence[Doubtful]) -> Iterator[str]:
    share = len(done.doubtful) / done.n
    yield (
        f"의심스러운 쌍 doubtful pairs: {len(done.doubtful):,} / {done.n:,} ({share:.1%}), "
        f"doubt >= {done.least:g}"
    )
    if done.reasons:
        rows = [(f"{n:,}", *REASONS[name]) for name, n in done.reasons.items()]
        yield f"\n{table(rows)}"
    for each in top:
        yield f"\n{each.doubt:.2f}  {each.item.place}"
        yield f"  input   {_one_line(each.item.pair.input)}"
        if each.item.pair.target != each.item.pair.input:
            yield f"  target  {_one_line(each.item.pair.target)}"
        for reason in each.reasons:
            detail = f": {_one_line(reason.detail)}" if reason.detail else ""
            yield f"  {reason.probability:.2f}  {reason.korean} / {reason.english}{detail}"
    if done.agreement.reviewers > 1:
        yield f"\n{_agreement(done.agreement)}"


def _agreement(found: Agreement) -> str:
    """Raw agreement, kappa and n of each kind of edit, of all and of texts."""
    measured = [
        *found.by_kind.items(),
        ("모든 수정 all edits", found.edits),
        ("고칠 글인가 texts to mend", found.texts),
    ]
    rows = [("", "일치 raw", f"kappa ({found.method})", "95 %", "n")]
    rows += [(name, *_cells(each)) for name, each in measured]
    same = "-" if found.same is None else f"{found.same:.1%}"
    return (
        f"검토자 reviewers: {found.reviewers}\n{table(rows)}\n"
        f"같은 글로 마침 settled on the same text: {same} (n = {found.texts.n})"
    )


def _cells(found: Measured) -> tuple[str, str, str, str]:
    raw = "-" if found.raw is None else f"{found.raw:.1%}"
    kappa = "-" if found.kappa is None else f"{found.kappa:.2f}"
    low, high = found.interval or (None, None)
    bounds = "-" if low is None or high is None else f"[{low:.2f}, {high:.2f}]"
    return raw, kappa, bounds, f"{found.n:,}"


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _parser() -> ArgumentParser:
    parser = Arguments(
        "spellfix data audit",
        description="의심스러운 쌍을 까닭과 함께 보입니다. Doubtful pairs, the most doubtful "
        "first, each with its reasons. PAIRS.jsonl: `spellfix evaluate`가 읽는 쌍, 서비스가 내보낸 "
        "것 / pairs as `spellfix evaluate` reads them, or the export of the service. 파일은 바꾸지 "
        "않습니다 (no file is changed). 검토자가 여럿이면 일치도도 잽니다 (and the agreement of "
        "reviewers, where there are several).",
    )
    add = parser.add_argument
    add("pairs", type=Path, nargs="+", metavar="PAIRS.jsonl")
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add(
        "--least",
        type=share,
        default=LEAST,
        metavar="X",
        help=f"이보다 덜 의심스러우면 뺌 / leave out what is less doubtful (default: {LEAST})",
    )
    add(
        "--top",
        type=count,
        default=TOP,
        metavar="N",
        help=f"보일 쌍의 수 / how many are shown (default: {TOP})",
    )
    add(
        "--output",
        type=Path,
        metavar="DOUBTFUL.jsonl",
        help="모두 까닭과 함께 씀 / write all of them there, with their reasons",
    )
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace an existing file")
    add(
        "--progress",
        type=one_of(*CHOICES),
        default="auto",
        metavar="|".join(CHOICES),
        help="진행 상황을 표준 오류에 / progress on standard error (default: auto)",
    )
    return parser
