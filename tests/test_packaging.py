"""What is shipped: the map of packages, the links beside it, licences and cards of the data."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import spellfix
from spellfix.cli import COMMANDS

ROOT = Path(__file__).parents[1]
TOPS = ("spellfix", "noise", "serve", "train")
DATA = sorted(path for path in (ROOT / "data").rglob("*") if path.is_dir())


def quoted(table: str, key: str) -> list[str]:
    """The strings of an array in pyproject.toml (Python 3.10 has no reader for the format)."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = re.search(rf"^\[{re.escape(table)}\]\n(.*?)(?=^\[|\Z)", text, re.M | re.S)
    assert section, table
    array = re.search(rf"^{re.escape(key)} = \[(.*?)\]$", section[1], re.M | re.S)
    assert array, key
    return re.findall(r'"([^"]*)"', array[1])


@pytest.mark.parametrize("name", ["noise", "serve", "train"])
def test_a_top_folder_is_linked_where_it_is_imported(name: str) -> None:
    link = ROOT / "spellfix" / name
    assert link.is_symlink()
    assert link.readlink() == Path("..") / name


def test_every_folder_of_modules_is_in_the_map_of_packages() -> None:
    folders = {path.parent for top in TOPS for path in modules(top)}
    names = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    imported = {name if name.startswith("spellfix") else f"spellfix.{name}" for name in names}
    assert imported == set(quoted("tool.setuptools", "packages"))


def modules(top: str) -> list[Path]:
    return [path for path in (ROOT / top).rglob("*.py") if not path.parent.is_symlink()]


def test_the_tables_of_the_noise_rules_are_found_where_the_package_is() -> None:
    here = Path(spellfix.__file__).parent / "noise" / "tables"
    assert list(here.glob("*.tsv"))


def test_every_file_beside_the_modules_is_installed_with_them() -> None:
    """An editable installation, in which the tests run, finds them in any case."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for package in quoted("tool.setuptools", "packages"):
        folder = ROOT.joinpath(*package.split("."))  # through the links
        key = f'"{package}"' if "." in package else package
        told = f"\n{key} = [" in settings.partition("[tool.setuptools.package-data]")[2]
        patterns = quoted("tool.setuptools.package-data", key) if told else []
        installed = {path for pattern in patterns for path in folder.glob(pattern)}
        beside = {path for path in folder.iterdir() if path.is_file()}
        modules = {path for path in beside if path.suffix == ".py"}
        assert not beside - modules - installed, package


def test_the_installed_version_is_the_one_the_package_states() -> None:
    assert importlib.metadata.version("spellfix") == spellfix.__version__


def test_the_core_needs_no_training_library() -> None:
    needs = {re.split(r"[<>=\[ ;]", need)[0] for need in quoted("project", "dependencies")}
    assert needs == {
        "jamo",
        "markdown-it-py",
        "numpy",
        "onnxruntime",
        "rapidfuzz",
        "sentencepiece",
        "tomli",
    }


def test_the_package_is_typed_and_licensed() -> None:
    assert (Path(spellfix.__file__).parent / "py.typed").exists()
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence


@pytest.mark.parametrize("folder", [ROOT / "data", *DATA], ids=lambda path: path.name)
def test_every_folder_of_data_has_a_card_that_names_its_files(folder: Path) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}" in card for path in folder.iterdir() if path.name != "README.md")


def test_the_samples_are_plain_lines() -> None:
    for path in (ROOT / "data" / "samples").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) >= 100
        assert all(line and line == line.strip() for line in lines), path


def test_every_line_of_the_benchmark_names_its_source_and_licence() -> None:
    for path in (ROOT / "data" / "benchmark").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert record["source"]
            assert "unspecified" not in record["license"]


def test_help_lists_every_command_in_less_than_a_third_of_a_second() -> None:
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "spellfix", "--help"], capture_output=True, check=True
        )
        seconds.append(time.perf_counter() - start)
    assert all(name in done.stdout.decode() for name in COMMANDS)
    assert min(seconds) < 0.3


def test_correcting_writes_nothing_into_the_home_of_the_user(tmp_path: Path) -> None:
    """Not spellfix, nor a library on its own account: onnxruntime notes its use unless told."""
    told = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ORT_", "XDG_", "SPELLFIX_"))
    }
    subprocess.run(
        [sys.executable, "-m", "spellfix", "correct", "오늘 선셍님이 숙재를 했다."],
        check=True,
        capture_output=True,
        env={**told, "HOME": str(tmp_path)},
        cwd=tmp_path,
    )
    assert list(tmp_path.rglob("*")) == []
