"""Reports on disk: whole or not there, the same for the same results, and nothing else lost."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spellfix.errors import ConfigError, InputError
from spellfix.evaluation import Pair, Results
from spellfix.report import ready, write

FILES = ["accuracy.png", "index.html", "results.json"]
ByHand = Callable[..., Results]


@pytest.fixture
def small(by_hand: ByHand) -> Results:
    pairs = [Pair("않 돼", "안 돼", "spelling"), Pair("안 돼", "안 돼", "spelling")]
    return by_hand(pairs, ("first", {"않 돼": "안 돼"}, 0.8), ("copy", {}, None))


def names(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


def test_a_report_is_a_page_a_picture_and_numbers(written: Path, results: Results) -> None:
    assert names(written) == FILES
    assert (written / "accuracy.png").read_bytes().startswith(b"\x89PNG\r\n")
    numbers = json.loads((written / "results.json").read_text(encoding="utf-8"))
    told = json.loads(json.dumps(results.to_dict()))
    assert {key: numbers[key] for key in told} == told
    curve = numbers["curves"]["spellfix"]["thresholds"]
    assert [curve[0]["threshold"], curve[-1]["threshold"]] == [0.0, 1.0]
    assert numbers["curves"]["spellfix"]["reliability"]["n"] > 0
    assert "copy" not in numbers["curves"]


def test_equal_results_give_equal_bytes(results: Results, written: Path, tmp_path: Path) -> None:
    write(results, tmp_path / "again")
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()


def test_neither_a_new_process_nor_settings_of_matplotlib_change_a_byte(
    small: Results, tmp_path: Path
) -> None:
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 20\nsvg.fonttype: path")
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from conftest import results_of
from spellfix.evaluation import Pair
from spellfix.report import write
pairs = [Pair("않 돼", "안 돼", "spelling"), Pair("안 돼", "안 돼", "spelling")]
results = results_of(pairs, ("first", {{"않 돼": "안 돼"}}, 0.8), ("copy", {{}}, None))
write(results, "other")
""",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "MATPLOTLIBRC": str(tmp_path)}
    subprocess.run([sys.executable, script], cwd=tmp_path, env=environment, check=True)
    write(small, tmp_path / "here")
    for name in FILES:
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_former_report_is_replaced_and_nothing_is_left_beside_it(
    small: Results, tmp_path: Path
) -> None:
    (tmp_path / "deep").mkdir()
    directory = tmp_path / "deep" / "report"
    directory.mkdir()
    write(small, directory)
    (directory / "results.json").write_text("old")
    ready(directory)
    write(small, directory)
    assert names(directory) == FILES
    assert json.loads((directory / "results.json").read_text(encoding="utf-8"))["files"]
    assert names(directory.parent) == ["report"]


def test_directories_above_it_are_made(small: Results, tmp_path: Path) -> None:
    write(small, tmp_path / "new" / "newer")
    assert names(tmp_path / "new" / "newer") == FILES


@pytest.mark.parametrize("name", ["thesis.txt", "index.html"])
def test_what_is_no_report_is_never_overwritten(small: Results, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>mine")
    for act in (lambda: ready(tmp_path), lambda: write(small, tmp_path)):
        with pytest.raises(ConfigError, match="보고서가 아닌 것") as refusal:
            act()
        assert name in str(refusal.value)
        assert str(tmp_path) in str(refusal.value)
    assert names(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "<p>mine"


def test_a_report_with_something_else_in_it_is_not_overwritten(
    small: Results, tmp_path: Path
) -> None:
    write(small, tmp_path / "report")
    (tmp_path / "report" / "notes.md").write_text("mine")
    with pytest.raises(ConfigError, match=r"notes\.md"):
        write(small, tmp_path / "report")
    assert names(tmp_path / "report") == sorted([*FILES, "notes.md"])


def test_a_file_in_the_place_of_the_directory_is_refused(small: Results, tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_text("mine")
    with pytest.raises(ConfigError, match="report"):
        ready(file)
    with pytest.raises(InputError, match="cannot write"):
        write(small, file / "below")
    assert file.read_text() == "mine"
    assert names(tmp_path) == ["report"]


def test_results_of_no_system_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="at least one evaluation"):
        write(Results((), ()), tmp_path / "report")
    assert names(tmp_path) == []


def test_without_matplotlib_the_answer_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from spellfix.errors import ConfigError\n"
        "from spellfix.report import ready\n"
        f"try: ready({str(tmp_path / 'report')!r})\n"
        "except ConfigError as error: sys.stdout.buffer.write(str(error).encode())\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    assert "pip install 'spellfix[report]'" in told.stdout
