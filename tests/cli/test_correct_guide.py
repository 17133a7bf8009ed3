"""The commands of docs/correct.md do what the guide says."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

GUIDE = (Path(__file__).parents[2] / "docs" / "correct.md").read_text(encoding="utf-8")
HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
TYPOS = "오늘 선셍님이 숙재를 했다.\n"


def test_the_commands_run(tmp_path: Path) -> None:
    (commands,) = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.M | re.S)
    lines = re.findall(r"^\$ spellfix (.*)$", commands, re.M)
    assert len(lines) >= 6
    for name in ("원고.txt", "안내문.md", "긴글.txt"):
        (tmp_path / name).write_text(TYPOS, encoding="utf-8")
    for line in lines:
        command = f'"{sys.executable}" -m spellfix {line}'
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True)
        assert done.returncode == ("--check" in line), (line, done.stderr.decode())
    for name in ("원고.txt", "안내문.md", "고친_긴글.txt", "고친_원고.txt"):
        assert "숙제를" in (tmp_path / name).read_text(encoding="utf-8")
    assert (tmp_path / "원고.txt.bak").read_text(encoding="utf-8") == TYPOS


def test_the_hooks_it_names_are_there() -> None:
    named = re.findall(r"- id: (\S+)", GUIDE)
    assert named == [hook["id"] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))]
