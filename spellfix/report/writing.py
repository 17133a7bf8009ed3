"""Reports written to a directory: complete, or not there; nothing else is ever overwritten.

A directory that is replaced must be empty or hold a former report and nothing else. Knows no
section.
"""

import json
import os
from pathlib import Path
from shutil import rmtree
from types import ModuleType
from typing import Any

from spellfix.errors import ConfigError, InputError
from spellfix.evaluation import Results
from spellfix.report.markup import GENERATOR
from spellfix.report.measured import Measured
from spellfix.report.page import page

PAGE, PICTURE, NUMBERS = "index.html", "accuracy.png", "results.json"
FILES = {PAGE, PICTURE, NUMBERS}


def write(results: Results, directory: str | os.PathLike[str]) -> None:
    """A report of ``results`` in ``directory``: index.html, accuracy.png and results.json.

    Equal results give equal bytes. Raises ConfigError as ``ready`` does, and for results of no
    system; InputError where the system refuses to write.
    """
    directory = Path(directory).absolute()
    plots = _plots()
    _refuse_foreign(directory)
    if not results.evaluations:
        raise ConfigError("report: 교정기가 없습니다 / expected at least one evaluation, got none")
    systems = [Measured.of(each) for each in results.evaluations]
    curve = plots.accuracy(systems)
    drawn = {
        "curve": curve.svg,
        "coverage": plots.coverage(systems),
        "recall": plots.recall(systems),
        "reliability": plots.confidences(systems),
    }
    contents = {
        PAGE: _encoded(page(results, systems, drawn)),
        PICTURE: curve.png,
        NUMBERS: _encoded(json.dumps(_numbers(results, systems), ensure_ascii=False, indent=1)),
    }
    try:
        _replace(directory, contents)
    except OSError as error:
        raise InputError(
            f"쓸 수 없습니다 / cannot write: {directory} ({error.strerror or error})"
        ) from error


def ready(directory: str | os.PathLike[str]) -> None:
    """Whether a report can be written to ``directory``, to be asked before much is computed.

    Raises ConfigError where matplotlib is missing, or something stands at ``directory`` that is
    neither an empty directory nor a former report.
    """
    _plots()
    _refuse_foreign(Path(directory).absolute())


def _plots() -> ModuleType:
    """``spellfix.report.plots``, which needs the extra."""
    try:
        from spellfix.report import plots
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("matplotlib"):
            raise
        raise ConfigError(
            "--report: 더 설치하세요 / needs matplotlib: pip install 'spellfix[report]'"
        ) from error
    return plots


def _refuse_foreign(directory: Path) -> None:
    if not directory.exists() and not directory.is_symlink():
        return
    try:
        found = {entry.name for entry in directory.iterdir()}
        if not found or (found <= FILES and _is_report(directory / PAGE)):
            return
        other = ", ".join(sorted(found - FILES)[:3]) or PAGE
    except OSError as error:
        other = error.strerror or str(error)
    raise ConfigError(
        f"--report {directory}: 보고서가 아닌 것이 있습니다 / holds something else than a report "
        f"({other}); expected a new directory, an empty one or a former report"
    )


def _is_report(path: Path) -> bool:
    """Whether ``path`` begins as our pages do."""
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(4096)


def _encoded(text: str) -> bytes:
    """UTF-8; lone surrogates as ``\\udXXX``, which is what JSON calls them, too."""
    return text.encode(errors="backslashreplace")


def _numbers(results: Results, systems: list[Measured]) -> dict[str, Any]:
    """What the results say of themselves, and of each system the way over its thresholds."""
    numbers = results.to_dict()
    curves = {each.evaluation.system: each.to_dict() for each in systems if each.curve}
    return {**numbers, "curves": curves}


def _replace(directory: Path, contents: dict[str, bytes]) -> None:
    """``contents`` by file name at ``directory``, whole; on failure what was there is there still.

    Raises OSError.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    partial = directory.with_name(f".{directory.name}.{os.getpid()}.partial")
    former = directory.with_name(f".{directory.name}.{os.getpid()}.former")
    try:
        partial.mkdir()
        for name, content in contents.items():
            (partial / name).write_bytes(content)
        if directory.exists():
            directory.rename(former)
        try:
            partial.rename(directory)
        except OSError:
            if former.exists():
                former.rename(directory)
            raise
    finally:
        rmtree(partial, ignore_errors=True)
        rmtree(former, ignore_errors=True)
