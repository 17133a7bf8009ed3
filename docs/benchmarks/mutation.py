"""Mutation tests: each module is changed in one small place at a time, and a test should notice.

    pip install mutmut
    python docs/benchmarks/mutation.py [MODULE ...] [--from N] [--only N ...]

Prints every mutant that its tests let live, as the line before and after, then a row of counts. The
changes are those of mutmut 3, also where mutmut itself does not go: constants, cached functions,
properties. A mutant lives in the memory of a process of its own; no file is written.
"""

import argparse
import ast
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import jamo  # noqa: F401  # what tests need is imported once, before the mutants part
import libcst as cst
import numpy  # noqa: F401
import playwright.sync_api  # noqa: F401
import pytest
import rapidfuzz.distance  # noqa: F401
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

TESTS = {
    "hangul": ["test_hangul.py"],
    "keyboard": ["test_keyboard.py"],
    "edits": ["test_edits.py"],
    "text": ["test_text.py"],
    "metrics.case": ["metrics/test_tally.py"],
    "metrics.counts": ["metrics/test_tally.py", "metrics/test_gleu.py"],
    "metrics.intervals": ["metrics/test_intervals.py"],
    "metrics.comparison": ["metrics/test_comparison.py"],
    "metrics.matching": ["metrics/test_matching.py"],
    "guard": ["test_guard.py"],
    "tokenizer": ["test_tokenizer.py"],
    "thresholds.values": ["test_thresholds.py"],
    "thresholds.choice": ["test_thresholds.py"],
    "thresholds.folds": ["test_thresholds.py"],
    "thresholds.opened": ["test_thresholds.py"],
}
SLOW = "not 백만_글자 and not 시간은_길이에 and not memory_of_many_rows"  # tests of time and memory
MEMORY = 4 << 30  # bytes that a mutant may take


@dataclass(frozen=True, slots=True)
class Mutant:
    """The text of a module, changed at one line (1 is the first)."""

    line: int
    before: str
    after: str
    text: str


class _Changes(cst.CSTVisitor):
    """Every node and what may stand in its place; not annotations, decorators and calls of len."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                self.found += ((node, instead) for instead in operator(node))
        return True


class _Instead(cst.CSTTransformer):
    """One node, itself and not one like it, replaced."""

    def __init__(self, node: cst.CSTNode, instead: cst.CSTNode) -> None:
        super().__init__()
        self._node, self._instead = node, instead

    def on_leave(self, original_node, updated_node):  # type: ignore[no-untyped-def]
        return self._instead if original_node is self._node else updated_node


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of ``text`` that compiles and does not say the same, once."""
    wrapper, changes = MetadataWrapper(cst.parse_module(text)), _Changes()
    wrapper.visit(changes)
    seen = {ast.dump(ast.parse(text))}
    for node, instead in changes.found:
        changed = wrapper.module.visit(_Instead(node, instead)).code
        try:
            same = ast.dump(ast.parse(changed))
        except SyntaxError:
            continue
        if same not in seen:
            seen.add(same)
            ours, theirs = text.splitlines(), changed.splitlines()
            at = next(
                n for n, pair in enumerate(zip(ours, theirs, strict=False)) if len(set(pair)) > 1
            )
            yield Mutant(at + 1, ours[at].strip(), theirs[at].strip(), changed)


class _Mutated(MetaPathFinder, SourceFileLoader):
    """Imports a module from a text instead of its file: a plugin of pytest, so that it comes before
    pytest's own way to import."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        super().__init__(name, str(path))
        self._text = text

    def pytest_configure(self) -> None:
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        mine = fullname == self.name
        return spec_from_file_location(fullname, self.path, loader=self) if mine else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec")


def lives(module: str, path: Path, text: str, seconds: int) -> tuple[bool, float]:
    """Whether all tests of ``module`` pass with ``text`` in its place, and the processor time."""
    child = os.fork()
    if not child:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            chosen = [f"tests/{name}" for name in TESTS[module]]
            plain = ["-xq", "-pno:cacheprovider", "-p_hypothesis_pytestplugin", "-k", SLOW]
            plain += ["--hypothesis-profile=mutation", *chosen, str(path)]
            mutated = _Mutated(f"spellfix.{module}", path, text)
            status = int(pytest.main(plain, plugins=[mutated]))
        finally:
            os._exit(status)
    _, ended, used = os.wait4(child, 0)
    return ended == 0, used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(TESTS)}; all by default")
    parser.add_argument("--from", dest="first", type=int, default=1, help="the first mutant to run")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of mutants to run")
    options = parser.parse_args()
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # found is enough: none shrunk
    hypothesis.settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None, phases=phases
    )
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(Path.cwd()))  # the modules that lie beside the tests
    say = sys.stdout.write
    rows = ["| module | mutants | killed | live | processor seconds |\n|---|---|---|---|---|\n"]
    for module in options.modules or TESTS:
        path = Path("spellfix", *module.split(".")).with_suffix(".py").absolute()
        text = path.read_text("utf-8")
        good, whole = lives(module, path, text, 600)
        if not good:
            parser.exit(1, f"{module}: the tests fail without any mutant\n")
        left, number, total = 0, 0, 0.0
        for at, mutant in enumerate(mutants(text), start=1):
            if at < options.first or (options.only and at not in options.only):
                continue
            live, seconds = lives(module, path, mutant.text, int(3 * whole) + 5)
            number, total, left = number + 1, total + seconds, left + live
            if live:
                say(f"{module} {at}, line {mutant.line}\n- {mutant.before}\n+ {mutant.after}\n")
                sys.stdout.flush()
        rows.append(f"| {module} | {number} | {number - left} | {left} | {total:.0f} |\n")
        say(rows[-1])
        sys.stdout.flush()
    say("".join(rows))


if __name__ == "__main__":
    main()
