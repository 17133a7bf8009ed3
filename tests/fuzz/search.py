"""One search: atheris gives a target inputs and keeps those that reach something new. A failure
ends nothing; its first input is kept. Started by `__main__`; the only module that needs
atheris. Knows no target.
"""

from __future__ import annotations

import sys
import time
import traceback
from hashlib import sha256
from pathlib import Path

from tests.fuzz.mutation import mutated
from tests.fuzz.targets import Target, target

SLOWEST = 5.0  # seconds of processor time for one input
BESIDE = ("markdown_it", "tomllib", "zipfile", "html")
"""Written in Python and in the way of strangers' bytes: instrumented too."""


class Search:
    """Gives inputs to a target and keeps the first one of every failure in `folder`."""

    def __init__(self, name: str, chosen: Target, folder: Path) -> None:
        self._name, self._check, self._folder = name, chosen.check, folder
        self._known: set[str] = set()

    def one(self, data: bytes) -> None:
        """Checks one input."""
        begun = time.process_time()
        try:
            self._check(data)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"
            self._keep(data, where, traceback.format_exc())
        if (taken := time.process_time() - begun) > SLOWEST:
            self._keep(data, "slow", f"{taken:.1f} s")

    def _keep(self, data: bytes, where: str, told: str) -> None:
        if where in self._known:
            return
        self._known.add(where)
        path = self._folder / f"{self._name}-{sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        path.with_suffix(".why").write_text(told, encoding="utf-8", errors="backslashreplace")
        sys.stderr.write(f"FAILURE {path} {where}\n")


def main(name: str, folder: str, options: list[str]) -> None:
    """Search for as long as the `options` of libFuzzer say; does not return."""
    import atheris

    beside = () if name == "repetition" else BESIDE  # there, time is what is looked at
    with atheris.instrument_imports(include=["spellfix", *beside]):
        chosen = target(name)
    search = Search(name, chosen, Path(folder))

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        return mutated(data, longest, seed, atheris.Mutate)

    for seed in chosen.SEEDS:  # what is loaded once is no part of the time of an input
        chosen.check(seed)
    atheris.Setup([sys.argv[0], *options], search.one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
