"""Archives on this machine: the same bytes whoever does it, killed and resumed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from spellfix.bulk import correct_files
from spellfix.cli import main

from .conftest import FIXED, PART, TYPOS, Rows, contents

Read = Callable[[Path], Rows]


def test_a_row_for_every_row_in_order(archive: Path, whole: Path, rows: Read) -> None:
    found = rows(whole)
    first, second = str(archive / "a.txt"), str(archive / "deep" / "b.jsonl")
    expected = [(first, at) for at in range(202)] + [(second, at) for at in range(102)]
    assert [(row["source"], row["row"]) for row in found] == expected
    assert [row["output"] for row in found if row["input"] == TYPOS] == [FIXED] * 300
    assert [row["error"] for row in found if row["error"]] == ["encoding", "record", "surrogate"]
    assert all(row["output"] == row["input"] for row in found if row["error"])
    assert [json.loads(row["kept"]) for row in found[202:302]] == [{"id": at} for at in range(100)]
    for row in found:
        for edit in row["edits"]:
            assert row["input"][edit["start"] : edit["end"]] == edit["before"]


def test_the_manifest_counts_them(archive: Path, whole: Path) -> None:
    manifest = json.loads((whole / "_manifest.json").read_bytes())
    counts = manifest["counts"]
    assert (counts["rows"], counts["changed"], counts["edits"]) == (304, 300, 600)
    assert counts["errors"] == {"encoding": 1, "record": 1, "surrogate": 1}
    names = [str(archive / name) for name in ("a.txt", "deep/b.jsonl", "empty.txt")]
    assert [source["name"] for source in manifest["sources"]] == names
    assert sum(part["rows"] for part in manifest["parts"]) == 304
    assert len(manifest["parts"]) > 4


def test_json_lines_hold_the_same_rows(
    archive: Path, whole: Path, rows: Read, tmp_path: Path
) -> None:
    correct_files(
        [str(archive)], str(tmp_path / "out"), workers=1, keep=["id"], part=PART, to="jsonl"
    )
    found = rows(tmp_path / "out")
    assert [{**row, "kept": json.dumps(row["kept"])} for row in found] == rows(whole)


@pytest.mark.parametrize("name", ["가" * 3, "빈.txt"])
def test_nothing_in_nothing_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_bytes(b"")
    summary = correct_files([str(path)], str(tmp_path / "out"), workers=1)
    assert (summary.rows, summary.parts) == (0, 0)
    assert list(contents(tmp_path / "out")) == ["_manifest.json"]


# -- killed and resumed ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def torn(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a run of two processes was killed that was to write ``out``."""
    folder = tmp_path_factory.mktemp("torn")
    command = [sys.executable, "-m", "spellfix", "correct", archive, "--output", folder / "out"]
    command += ["--keep", "id", "--part-size", str(PART), "--workers", "2"]
    notes = folder / "out.partial" / "scratch"
    with subprocess.Popen([str(each) for each in command], stdout=-3) as process:
        deadline = monotonic() + 120
        while len(list(notes.glob("*.json"))) < 2:
            assert process.poll() is None
            assert monotonic() < deadline
            sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert not (folder / "out").exists()
    return folder


@pytest.fixture
def unfinished(torn: Path, tmp_path: Path) -> Path:
    shutil.copytree(torn, tmp_path / "desk")
    return tmp_path / "desk" / "out"


def test_a_killed_run_goes_on_to_the_same_bytes(
    archive: Path, whole: Path, unfinished: Path
) -> None:
    partial = unfinished.with_name("out.partial")
    there = {path: path.stat().st_mtime_ns for path in partial.glob("part-*.parquet")}
    assert there
    (partial / "part-00003.parquet.elsewhere.1.new").write_bytes(b"PAR1 torn")
    told: list[tuple[int, int, int]] = []
    correct_files(
        [str(archive)],
        str(unfinished),
        workers=1,
        keep=["id"],
        part=PART,
        resume=True,
        tell=lambda *facts: told.append(facts),
    )
    assert contents(unfinished) == contents(whole)
    assert told[0][0] > 0  # done before
    assert told[-1][0] == told[-1][1]


def test_a_part_that_was_cut_short_is_made_again(
    archive: Path, whole: Path, unfinished: Path
) -> None:
    partial = unfinished.with_name("out.partial")
    part = next(partial.glob("part-*.parquet"))
    os.truncate(part, part.stat().st_size // 2)
    for note in (partial / "scratch").glob("*.json"):
        note.write_bytes(note.read_bytes()[:-9])
    arguments = ["correct", str(archive), "--output", str(unfinished), "--resume", "--workers", "1"]
    assert main([*arguments, "--keep", "id", "--part-size", str(PART)]) == 0
    assert contents(unfinished) == contents(whole)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "--resume"),
        (["--resume", "--min-confidence", "0.9"], "thresholds: "),
        (["--resume", "--to", "jsonl"], 'to: "parquet" then, "jsonl" now'),
        (["--resume", "--part-size", "1000"], "part: 2000 then, 1000 now"),
    ],
)
def test_an_unfinished_run_is_not_gone_on_with_otherwise(
    archive: Path,
    unfinished: Path,
    capfd: pytest.CaptureFixture[str],
    options: list[str],
    words: str,
) -> None:
    arguments = ["correct", str(archive), "--output", str(unfinished), "--keep", "id"]
    size = [] if "--part-size" in options else ["--part-size", str(PART)]
    assert main([*arguments, *size, *options]) == 2
    message = capfd.readouterr().err
    assert words in message
    assert "--force" in message
    assert message.count("\n") == 1
