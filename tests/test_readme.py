"""What README.md tells people to type does what it says; `.ci/run` runs its two set-up commands."""

import lzma
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def few_lines(source: Path, copy: Path) -> None:
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    copy.write_text("".join(lines[:10]), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the examples name."""
    (tmp_path / "원고.txt").write_text(
        "오늘 선셍님이 숙재를 했다.\n맞는 말이다.\n", encoding="utf-8"
    )
    (tmp_path / "용어.txt").write_text("숙재\n", encoding="utf-8")
    samples, benchmark = (ROOT / "data" / name for name in ("samples", "benchmark"))
    (tmp_path / "data" / "benchmark").mkdir(parents=True)
    (tmp_path / "data" / "samples").symlink_to(samples)
    for pairs in benchmark.glob("*.jsonl"):
        few_lines(pairs, tmp_path / "data" / "benchmark" / pairs.name)
    (tmp_path / "글.txt").symlink_to(samples / "dialogue.txt")
    few_lines(samples / "review.txt", tmp_path / "남겨둔글.txt")
    few_lines(benchmark / "feedback_dev.jsonl", tmp_path / "쌍.jsonl")
    with lzma.open(tmp_path / "다른글.txt.xz", "wb") as file:
        file.write((samples / "everyday.txt").read_bytes())
    return tmp_path


def test_there_are_two_set_up_commands() -> None:
    first, second = blocks("sh")
    assert first.startswith("pip install . && spellfix correct ")
    assert second == "pip install -e '.[dev]' && pytest\n"


def test_the_python_examples_run(desk: Path) -> None:
    (example,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", example], cwd=desk, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().count("맞는 말이다.\n") == 2  # by line, and as a document


def test_the_command_lines_run(desk: Path) -> None:
    lines = re.findall(r"^\$ spellfix (.*)$", "".join(blocks("console")), re.M)
    assert len(lines) >= 8
    for line in lines:
        command = f'"{sys.executable}" -m spellfix {line}'
        if line.startswith("train "):  # the same command, two steps of a small model
            command += " --size tiny --max-steps 2 --batch-tokens 512"
        one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            ["bash", "-c", command], cwd=desk, capture_output=True, env=one_thread
        )
        assert done.returncode == 0, (line, done.stderr.decode())
    assert (desk / "고친_원고.txt").read_text(encoding="utf-8").count("\n") == 2


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert all((ROOT / link).exists() for link in links if "://" not in link)
