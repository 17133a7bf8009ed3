"""`spellfix noise fit` and `spellfix noise rules`: what the rules make of real typos, and what
rules there are."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spellfix.cli import main
from spellfix.noise import Recipe
from spellfix.noise.catalogue import catalogue

PAIRS = [
    ("오늘 선새님이 숙제를 냈다.", "오늘 선생님이 숙제를 냈다."),
    ("할수 있다.", "할 수 있다."),
    ("맞는 말이다.", "맞는 말이다."),
    ("먼 나라에서 온 뷁뷁뷁 소식을 들었다고 한다.", "먼 나라에서 온 반가운 소식을 들었다고 한다."),
]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    lines = [json.dumps({"input": typo, "target": right}) for typo, right in PAIRS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main(["noise", *map(str, arguments)]) == 2
    return capsys.readouterr().err


Shown = Callable[..., str]


@pytest.fixture
def shown(capfd: pytest.CaptureFixture[str]) -> Shown:
    """What a command line prints that succeeds."""

    def run(*arguments: str | Path) -> str:
        capfd.readouterr()
        assert main(["noise", *map(str, arguments)]) == 0
        return capfd.readouterr().out

    return run


def test_고칠_곳을_규칙이_얼마나_만드는지_종류별로_센다(pairs: Path, shown: Shown) -> None:
    found = json.loads(shown("fit", pairs, "--json"))
    assert found["n"] >= 3
    assert found["covered"] == found["n"] - len(found["uncovered"])
    assert found["coverage"] == found["covered"] / found["n"]
    assert sum(kind["n"] for kind in found["by_kind"].values()) == found["n"]
    assert {each["input"] for each in found["uncovered"]} == {PAIRS[3][0]}
    report = shown("fit", pairs)
    assert f"({found['covered']}/{found['n']})" in report
    assert "…" in report
    assert "뷁" in report
    assert "선새님" not in report


def test_the_fitted_recipe_is_one_that_noise_takes(
    pairs: Path, tmp_path: Path, shown: Shown
) -> None:
    fitted = tmp_path / "fitted.toml"
    found = json.loads(shown("fit", pairs, "--output", fitted, "--json"))
    recipe = Recipe.read(fitted)
    assert recipe.to_dict() == found["recipe"]
    assert recipe != Recipe()
    listed = json.loads(shown("rules", "--recipe", fitted, "--json"))
    assert {each["name"]: each["share"] for each in listed} == recipe.weights()
    output = tmp_path / "out.jsonl"
    assert main(["noise", str(pairs), "--mix", str(fitted), "--output", str(output)]) == 0


def test_an_existing_recipe_is_replaced_only_by_force(
    pairs: Path, tmp_path: Path, shown: Shown, capfd: pytest.CaptureFixture[str]
) -> None:
    fitted = tmp_path / "fitted.toml"
    fitted.write_text("dear = 1\n", encoding="utf-8")
    assert "--force" in refusal(capfd, "fit", pairs, "--output", fitted)
    assert fitted.read_text(encoding="utf-8") == "dear = 1\n"
    shown("fit", pairs, "--output", fitted, "--force")
    assert Recipe.read(fitted) != Recipe()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no pairs"),
        ('{"input": "a", "target": "a"}\n', "none of the 1 pairs holds an error"),
        ('{"input": "a", "target": "b"}\n{"input": \n', ":2:"),
        ('{"input": "a"}\n', '"target"'),
    ],
)
def test_a_file_without_pairs_or_errors_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(content, encoding="utf-8")
    assert words in refusal(capsys, "fit", path)
    assert "nowhere" in refusal(capsys, "fit", tmp_path / "nowhere")
    assert "nowhere" in refusal(capsys, "fit", path, "--recipe", tmp_path / "nowhere")


def test_every_rule_is_listed_with_its_share_example_and_source(shown: Shown) -> None:
    rules = json.loads(shown("rules", "--json"))
    assert [rule["name"] for rule in rules] == list(catalogue())
    assert sum(rule["share"] for rule in rules) == pytest.approx(1.0)
    head, *lines = shown("rules").splitlines()
    assert head.split() == ["name", "weight", "share", "example", "source"]
    assert len(lines) == len(rules)
    for line, rule in zip(lines, rules, strict=True):
        assert line.startswith(f"{rule['name']} ")
        assert rule["example"] in line


@pytest.mark.parametrize("name", ["fit", "rules"])
def test_a_file_with_the_name_of_a_command_is_given_with_its_folder(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("오늘은 날씨가 좋다.\n", encoding="utf-8")
    command = [sys.executable, "-m", "spellfix", "noise", f"./{name}", "--output", "pairs.jsonl"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert (tmp_path / "pairs.jsonl").exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("", ["spellfix noise fit", "spellfix noise rules", "spellfix noise report", "./fit"]),
        ("fit", ["spellfix noise fit", "--json"]),
        ("rules", ["spellfix noise rules", "--json"]),
    ],
)
def test_noise_explains_all_of_its_commands(
    command: str, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["noise", *command.split(), "--help"])
    assert end.value.code == 0
    explained = capfd.readouterr().out
    assert all(word in explained for word in words)
