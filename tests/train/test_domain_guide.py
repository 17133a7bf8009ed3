"""The commands of docs/domain.md, from a folder of text to a model and to the next one."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import copytree

import httpx2

from .conftest import Called

Call = Callable[[list[str]], Called]
ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
BUDGET = (  # in place of 20 minutes
    "--max-steps 2 --batch-tokens 512 --warmup-steps 1 --general 0.2 --held-out 24 --workers 0"
)
NO = 1
"""Exit status where a model is found no better, as it may be after seconds of learning."""


def commands() -> tuple[list[str], list[str]]:
    """The lines of both blocks, without comments."""
    first, second = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.M | re.S)
    found = [re.findall(r"^\$ (.*?)(?:\s+#.*)?$", block, re.M) for block in (first, second)]
    return found[0], found[1]


def ran(line: str, folder: Path, call: Call) -> str:
    """What a line shows; one that trains is called in this process."""
    line = line.replace("--max-minutes 20", BUDGET)
    if line.startswith("spellfix train"):
        with chdir(folder):
            status, shown, said = call(shlex.split(line)[1:])
    else:
        command = re.sub(r"\bspellfix\b", f'"{sys.executable}" -m spellfix', line, count=1)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        status, shown, said = done.returncode, done.stdout, done.stderr
    judging = line.startswith(("spellfix train --from", "spellfix gate"))
    assert status in ((0, NO) if judging else (0,)), (line, said)
    output = re.search(r"^spellfix train .*--output (\S+)", line)
    if output and status == NO:  # go on with what was learnt all the same
        model = folder / output[1]
        copytree(model / ".run" / "candidate", model, dirs_exist_ok=True)
    return shown


@contextmanager
def chdir(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_a_folder_of_text_becomes_a_model_and_reviews_make_the_next_one(
    call: Call, tmp_path: Path, running: Callable[..., AbstractContextManager[str]]
) -> None:
    first, second = commands()
    assert (len(first), len(second)) == (6, 7)
    lines = (ROOT / "data/feedback/sentences.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    (tmp_path / "내글").mkdir()
    (tmp_path / "내글" / "글.txt").write_text("\n".join(texts[:300]), encoding="utf-8")
    (tmp_path / "새글.txt").write_text("\n".join(texts[300:360]), encoding="utf-8")
    pairs = (ROOT / "data/benchmark/feedback_dev.jsonl").read_text(encoding="utf-8")
    (tmp_path / "쌍.jsonl").write_text(pairs, encoding="utf-8")

    for line in first[1:]:
        shown = ran(line, tmp_path, call)
    assert "열심히" in shown

    link, _, serve = second[0].partition(" && ")
    ran(link, tmp_path, call)
    assert serve == "spellfix serve --model 지금모델"
    database = f"sqlite:///{tmp_path / 'drafts.sqlite3'}"
    with running(database=database, model=str(tmp_path / "지금모델")) as address:
        for line in second[1:]:
            ran(line.replace("http://127.0.0.1:8000", address), tmp_path, call)
            if line.startswith("spellfix data select"):
                review_all(address)
    assert (tmp_path / "지금모델").resolve() == tmp_path / "다음모델"


def review_all(address: str) -> None:
    """Accept every edit of the drafts that wait."""
    waiting = httpx2.get(f"{address}/v1/drafts", params={"reviewed": "false"}).json()["drafts"]
    assert waiting
    for each in waiting:
        place = f"{address}/v1/drafts/{each['id']}"
        edits = httpx2.get(place).json()["correction"]["edits"]
        answer = httpx2.post(f"{place}/review", json={"accepted": [edit["id"] for edit in edits]})
        assert answer.status_code == 200
