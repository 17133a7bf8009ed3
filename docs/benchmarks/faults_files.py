"""Commands whose outputs are files: corrections in place and of streams, pairs, cleaning, accuracy.

    python docs/benchmarks/faults.py --only correct

Their inputs are lines of data/samples with drawn typos.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from faults_cases import Case, Files
from faults_commands import rows_of
from faults_rows import Row

from spellfix.noise import Noiser, Recipe

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NOTHING = ("--version",)
FEW, MANY = 80, 300
"""Lines of an input."""


@cache
def typos(count: int) -> list[tuple[str, str]]:
    """Lines as written and as meant."""
    files = sorted(SAMPLES.glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    noiser = Noiser(0, Recipe())
    chosen = lines[:: len(lines) // count][:count]
    return [(noiser.noise(line, 0, at).text, line) for at, line in enumerate(chosen)]


def _text(path: Path, count: int) -> None:
    path.write_text("".join(f"{given}\n" for given, _ in typos(count)), encoding="utf-8")


def _document(path: Path, count: int) -> None:
    """A .docx with a paragraph a line."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{given.replace('&', '').replace('<', '')}</w:t></w:r></w:p>"
        for given, _ in typos(count)
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body>'
        "</w:document>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    path.write_bytes(file.getvalue())


def _documents(folder: Path) -> None:
    _text(folder / "글.txt", FEW)
    _document(folder / "글.docx", FEW)
    _text(folder / "글.md", FEW // 4)


def _pairs(path: Path, count: int) -> None:
    """Pairs with typos, and a quarter as many without."""
    records = [{"input": given, "target": meant} for given, meant in typos(count)]
    records += [{"input": meant, "target": meant} for _, meant in typos(count)[::4]]
    lines = (json.dumps(each, ensure_ascii=False) for each in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _in_place(files: Files) -> Sequence[str]:
    """The files that are not done: those without a backup, or the same as it."""
    names = [name for name in files if name.endswith((".txt", ".docx", ".md"))]
    left = [each for each in names if files.get(f"{each}.bak", files[each]) == files[each]]
    return ["correct", "--in-place", *left] if left else NOTHING


def _report(folder: Path, done: bool, clean: bool) -> list[str]:
    """What is wrong with a report, which tells how fast it went and so is another each time."""
    place, wrong = folder / "report", []
    if done or place.exists():
        found = {path.name for path in place.iterdir()} if place.exists() else set()
        if found != {"index.html", "accuracy.png", "results.json"}:
            return [f"no whole report: {sorted(found)}"]
        json.loads((place / "results.json").read_text(encoding="utf-8"))
        if not (place / "index.html").read_text(encoding="utf-8").rstrip().endswith("</html>"):
            wrong.append("half-written: index.html")
    if done:
        json.loads((folder / "found.json").read_text(encoding="utf-8"))
    return wrong


LONG = ("correct", "--file", "in.txt", "--output", "out.txt")
NOISE = ("noise", "in.txt", "--output", "pairs.jsonl", "--workers", "2")
CLEAN = ("data", "clean", "in.txt", "--output", "clean", "--part-size", "8000")
REPORT = ("evaluate", "pairs.jsonl", "--report", "report", "--json")
CALIBRATE = ("calibrate", "pairs.jsonl", "--correct-text", "0.1", "--overall", "--output", "copy")


def _again(words: Sequence[str], draft: str, output: str, files: Files) -> Sequence[str]:
    """What goes on with a draft, begins anew without one, and leaves alone what is done."""
    names = [name.partition("/")[0] for name in files]
    if output in names:
        return NOTHING
    return [*words, "--resume"] if draft in names else words


CASES = (
    Case(
        "correct-in-place",
        "`correct --in-place` of .txt, .docx, .md",
        ("correct", "--in-place", "글.txt", "글.docx", "글.md"),
        _documents,
        _in_place,
    ),
    Case(
        "correct-output",
        "`correct --output`",
        LONG,
        lambda folder: _text(folder / "in.txt", MANY),
        lambda files: _again(LONG, "out.txt.partial", "out.txt", files),
        ("out.txt.partial", "out.txt.partial.journal"),
    ),
    Case(
        "correct-stream",
        "`correct < FILE > FILE`",
        ("correct",),
        lambda folder: _text(folder / "in.txt", FEW),
        lambda files: ("correct",),
        given="out.txt",
        taken="in.txt",
        only_streams=True,
    ),
    Case(
        "noise",
        "`noise --output --workers 2`",
        NOISE,
        lambda folder: _text(folder / "in.txt", MANY),
        lambda files: _again(NOISE, "pairs.jsonl.partial", "pairs.jsonl", files),
        ("pairs.jsonl.partial", "pairs.jsonl.partial.journal"),
    ),
    Case(
        "data-clean",
        "`data clean`",
        CLEAN,
        lambda folder: _text(folder / "in.txt", MANY),
        lambda files: _again(CLEAN, "clean.partial", "clean", files),
        ("clean.partial/*",),
    ),
    Case(
        "evaluate",
        "`evaluate --report DIR --json > FILE`",
        REPORT,
        lambda folder: _pairs(folder / "pairs.jsonl", FEW),
        lambda files: REPORT,
        given="found.json",
        check=_report,
    ),
    Case(
        "calibrate",
        "`calibrate --output COPY`",
        CALIBRATE,
        lambda folder: _pairs(folder / "pairs.jsonl", FEW),
        lambda files: NOTHING if any(name.startswith("copy/") for name in files) else CALIBRATE,
    ),
)


def rows() -> list[Row]:
    """Every fault during every one of them."""
    return [row for case in CASES for row in rows_of(case)]
