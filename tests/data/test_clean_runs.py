"""Runs that are shared, cut off, gone on with and refused: the same bytes or a clear answer."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from spellfix.cli import main

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
PART = "20000"  # bytes: a few hundred texts in some dozens of parts
ROOMY, TIGHT = 1 << 30, 30_000  # bytes a process may write into a file


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines of the samples, many of them twice and in another order."""
    lines = [
        line for path in sorted(SAMPLES.glob("*.txt")) for line in path.read_text().splitlines()
    ]
    Random(0).shuffle(lines)
    path = tmp_path_factory.mktemp("source") / "mixed.txt"
    path.write_text("\n".join([*lines, *lines[::2], *lines]) + "\n", "utf-8")
    return path


def arguments(source: Path, output: Path, *more: str) -> list[str]:
    words = ["data", "clean", str(source), "--output", str(output), "--part-size", PART]
    return [*words, *more]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The output of one process, never cut off."""
    output = tmp_path_factory.mktemp("whole") / "clean"
    assert main(arguments(source, output)) == 0
    return contents(output)


def start(words: list[str], limit: Callable[[], None] | None = None) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "spellfix", *words]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=limit,
    )  # fmt: skip


def test_프로세스가_몇이든_바이트가_같다(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    assert len(whole) > 10
    assert main(arguments(source, tmp_path / "clean", "--workers", "2")) == 0
    assert contents(tmp_path / "clean") == whole


@pytest.mark.parametrize(("parts", "workers"), [(1, "1"), (8, "2")])
def test_kill_9_다음에_이어서_해도_바이트가_같다(
    source: Path, whole: dict[str, bytes], tmp_path: Path, parts: int, workers: str
) -> None:
    output = tmp_path / "clean"
    process = start(arguments(source, output, "--workers", workers))
    scratch = tmp_path / "clean.partial" / "scratch"
    while len([*scratch.glob("*.keys")]) < parts and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was done before it could be killed"
    assert process.stderr
    process.stderr.close()
    assert not output.exists()
    assert main(arguments(source, output)) == 2, "an unfinished run is not begun anew unasked"
    assert main(arguments(source, output, "--resume")) == 0
    assert contents(output) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["clean"]


def test_디스크가_차면_그렇다고_하고_자리가_나면_이어진다(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (TIGHT, ROOMY))

    output = tmp_path / "clean"
    process = start(arguments(source, output), limit)
    _, said = process.communicate()
    assert process.returncode == 2
    assert f"cannot write: {output}" in said.decode()
    assert "Traceback" not in said.decode()
    assert not output.exists()
    assert main(arguments(source, output, "--resume")) == 0
    assert contents(output) == whole


def test_쓸_수_없는_곳은_그렇다고_한다(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(arguments(source, file / "clean")) == 2
    assert "cannot write" in capsys.readouterr().err


def test_있는_폴더는_force_없이_덮어쓰지_않는다(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, output = tmp_path / "a.txt", tmp_path / "clean"
    text.write_text("오늘은 날씨가 참 좋습니다.\n", "utf-8")
    assert main(arguments(text, output)) == 0
    before = contents(output)
    assert main(arguments(text, output)) == 2
    assert "--force" in capsys.readouterr().err
    assert contents(output) == before
    text.write_text("내일은 비가 온다고 합니다.\n", "utf-8")
    assert main(arguments(text, output, "--force")) == 0
    assert contents(output) != before


def test_우리_것이_아닌_폴더는_force로도_지우지_않는다(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, output = tmp_path / "a.txt", tmp_path / "photos"
    text.write_text("오늘은 날씨가 참 좋습니다.\n", "utf-8")
    output.mkdir()
    (output / "one.jpg").touch()
    assert main(arguments(text, output, "--force")) == 2
    assert "is not replaced" in capsys.readouterr().err
    assert (output / "one.jpg").exists()


def test_다르게_시작한_것은_무엇이_다른지_말하고_잇지_않는다(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "clean"
    process = start(arguments(source, output))
    while not (tmp_path / "clean.partial" / "run.json").exists() and process.poll() is None:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert main(arguments(source, output, "--resume", "--near", "0.9")) == 2
    assert "near: 0.8 then, 0.9 now" in capsys.readouterr().err
    assert main(arguments(source, output, "--force", "--near", "0.9")) == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--near", "0.2"), "--near 0.2"),
        (("--near", "almost"), "expected a similarity"),
        (("--against", "nowhere.jsonl"), "nowhere.jsonl"),
        (("--from", "nowhere"), "SOURCE"),
    ],
)
def test_될_수_없는_값은_받지_않는다(
    source: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    said: str,
) -> None:
    assert main(arguments(source, tmp_path / "clean", *more)) == 2
    assert said in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


def test_글이_없으면_그렇다고_한다(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "blank.txt"
    path.write_text("\n \n", "utf-8")
    assert main(arguments(path, tmp_path / "clean")) == 2
    assert "no text" in capsys.readouterr().err
    assert not (tmp_path / "clean").exists()
