"""What docs/serve.md tells people to type does what the guide says, against a real service."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from spellfix.client import Client
from spellfix.serve.schema import limits
from spellfix.serve.settings import Settings

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"
ONLY_READ = re.compile(r"(?:\w+=\S+ )*spellfix (?:serve|train) ")  # have tests of their own
PROGRAMS = f"""
set -euo pipefail
curl() {{ command curl -S --fail-with-body "$@"; }}
spellfix() {{ {shlex.quote(sys.executable)} -m spellfix "$@"; }}
python3() {{ {shlex.quote(sys.executable)} "$@"; }}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.M | re.S)


def lines(block: str) -> list[str]:
    return re.findall(r"^\$ (.*)$", block, re.M)


def command(line: str) -> tuple[dict[str, str], list[str]]:
    """The environment and the words of a command line."""
    words = shlex.split(line, comments=True)
    told = {}
    while "=" in words[0]:
        name, _, told[name] = words.pop(0).partition("=")
    return told, words


def is_only_read(line: str) -> bool:
    return ONLY_READ.match(line) is not None


@pytest.fixture(scope="module")
def address(
    running: Callable[..., AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Of a service that has one reviewed draft."""
    file = tmp_path_factory.mktemp("service") / "drafts.sqlite3"
    with running(database=f"sqlite:///{file}") as address:
        with Client(address) as client:
            client.review(client.draft("숙재를 다 했습니다.").id, accepted=[0])
        yield address


def run(words: list[str], desk: Path, given: str = "") -> str:
    done = subprocess.run(
        words,
        cwd=desk,
        input=given.encode(),
        capture_output=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, (done.stdout.decode(), done.stderr.decode())
    return done.stdout.decode()


def test_the_commands_run(address: str, tmp_path: Path) -> None:
    run_here = [
        line for each in blocks("console") for line in lines(each) if not is_only_read(line)
    ]
    assert len(run_here) >= 20
    (tmp_path / "글.txt").write_text("알림짱을 보세요.\n준비뮬이 없습니다.\n", encoding="utf-8")
    script = "\n".join(run_here).replace(ADDRESS, address)
    said = run(["bash", "-s"], tmp_path, PROGRAMS + script)
    assert '"숙제' in said or "숙제를" in said
    pairs = (tmp_path / "검토.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(pairs[0])["target"] == "숙제를 다 했습니다."
    assert "spellfix_http_request_duration_seconds" in (tmp_path / "metrics.txt").read_text()
    with Client(address) as client:
        assert "알림짱을 보세요." in [each.beginning for each in client.drafts(reviewed=False)]
    assert "<h1>" in (tmp_path / "자료.html").read_text(encoding="utf-8")
    (key,) = (tmp_path / "keys.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(key)["name"] == "국어과"


@pytest.mark.parametrize("example", blocks("python"), ids=["blocking", "awaiting"])
def test_the_python_examples_run(address: str, tmp_path: Path, example: str) -> None:
    said = run([sys.executable, "-c", example.replace(ADDRESS, address)], tmp_path)
    assert "할 수 있다." in said


def test_the_services_it_starts_would_start() -> None:
    started = [
        command(line) for each in blocks("console") for line in lines(each) if is_only_read(line)
    ]
    services = [(told, words[2:]) for told, words in started if words[1] == "serve"]
    settings = [Settings.given(words, told) for told, words in services]
    assert {each.retention_days for each in settings} == {30, 90}
    assert {each.database.partition(":")[0] for each in settings} >= {"off", "postgresql", "sqlite"}
    assert any(each.keys and each.origins for each in settings)
    (training,) = (words for _, words in started if words[1] == "train")
    known = run([sys.executable, "-m", "spellfix", "train", "--help"], ROOT)
    assert all(word in known for word in training if word.startswith("--"))


def test_every_operation_and_every_refusal_is_in_it(address: str) -> None:
    import httpx2

    document = httpx2.get(f"{address}/openapi.json").json()
    for path, operations in document["paths"].items():
        assert path.partition("{")[0].rstrip("/") in GUIDE
        for operation in operations.values():
            refused = {status for status in operation["responses"] if status >= "400"}
            assert all(
                re.search(rf"^\| .*\b{status}\b", GUIDE, re.M) for status in refused - {"500"}
            )


def test_the_numbers_in_it_are_those_of_the_service() -> None:
    usual = Settings()
    assert f"| {usual.min_confidence} (서비스" in GUIDE
    assert f"글은 {usual.retention_days}일 뒤에" in GUIDE
    assert f"{usual.request_timeout:g} s of waiting for the model" in GUIDE
    assert (
        f"글 {limits.MOST_TEXTS}개, 모두 {limits.MOST_CHARACTERS:,}자, "
        f"본문 {limits.MOST_BYTES >> 10} KiB, 쌍 {limits.MOST_PAIRS}개, 말 {limits.MOST_TERMS:,}개"
    ) in GUIDE


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", GUIDE)
    assert all((ROOT / "docs" / link).exists() for link in links if "://" not in link)
