"""The commands of docs/evaluate.md do what the guide says."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")


def first_lines(source: str, copy: Path, count: int) -> None:
    lines = (ROOT / "data" / "benchmark" / source).read_text(encoding="utf-8").splitlines(True)
    copy.write_text("".join(lines[:count]), encoding="utf-8")


def test_the_commands_run(tmp_path: Path) -> None:
    (commands,) = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.M | re.S)
    lines = re.findall(r"^\$ spellfix (.*?)(?:\s+#.*)?$", commands, re.M)
    assert len(lines) >= 6
    first_lines("real_dev.jsonl", tmp_path / "쌍.jsonl", 40)
    first_lines("clean_dev.jsonl", tmp_path / "남의쌍.jsonl", 60)
    for line in lines:
        command = f'"{sys.executable}" -m spellfix {line}'
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True)
        assert done.returncode == 0, (line, done.stderr.decode())
    report = tmp_path / "보고서"
    assert {each.name for each in report.iterdir()} == {
        "index.html",
        "accuracy.png",
        "results.json",
    }
    assert (tmp_path / "맞춘모델" / "spellfix.json").exists()


def test_every_system_is_named() -> None:
    from spellfix.systems import names

    for name in names():
        assert f"`{name.partition(':')[0]}" in GUIDE
