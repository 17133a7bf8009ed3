"""Kiwi, the morphological analyser, with one of its typo sets (kiwipiepy, extra `peers`).

Kiwi crashes on some sentences when it corrects typos, so that it runs in a process of its own: a
line on which it dies comes back as it is, is counted, and the next one meets a new process. Knows
nothing about how morphemes become text again.
"""

import json
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from spellfix.errors import ConfigError, SpellfixError
from spellfix.hangul import is_syllable
from spellfix.systems.child import Child, EndedError
from spellfix.systems.kiwi_worker import READY, TWO_SET
from spellfix.systems.system import Answer, Unsure

MODES = MappingProxyType(
    {
        "": "basic_with_continual",
        "basic": "basic",
        "continual": "continual",
        "lengthening": "lengthening",
        "all": "all",
        TWO_SET: TWO_SET,
    }
)
"""Typo sets by the name after `kiwi:`, as kiwipiepy calls them; two-set is its first with the slips
of `two_set`."""
_PATIENCE = 60.0
_PATIENCE_A_CHARACTER = 0.01  # it takes less than a millisecond


class Kiwi(Unsure):
    """Kiwi with the typo set MODES[mode].

    patience: seconds for a line, besides those for its length. crashes: how often Kiwi died so far.
    Text in conjoining jamo alone (NFD) comes back as it is. Raises ConfigError for a mode that is
    none, and where kiwipiepy is not installed; SpellfixError where Kiwi does not start.
    """

    def __init__(self, mode: str = "", patience: float = _PATIENCE) -> None:
        if mode not in MODES:
            raise ConfigError(
                f"kiwi의 오타 모음 {mode!r}: {', '.join(filter(None, MODES))} 가운데 하나 / "
                "expected one of these"
            )
        if find_spec("kiwipiepy") is None:
            raise ConfigError("더 설치하세요 / kiwi needs kiwipiepy: pip install 'spellfix[peers]'")
        self.name = f"kiwi:{mode}" if mode else "kiwi"
        self.crashes = 0
        self._typos = MODES[mode]
        self._patience = patience
        self._worker: Child | None = _started(self.name, self._typos)

    @property
    def description(self) -> str:
        told = f"kiwipiepy {version('kiwipiepy')}, typos={self._typos}"
        times = "once" if self.crashes == 1 else f"{self.crashes} times"
        return f"{told}, crashed {times}" if self.crashes else told

    @property
    def pid(self) -> int | None:
        """The number of the process that Kiwi runs in; None where it has ended."""
        return None if self._worker is None else self._worker.pid

    def correct_batch(self, texts: Sequence[str], /) -> list[Answer]:
        """Each text with the morphemes replaced that Kiwi reads as typos.

        Raises SpellfixError where Kiwi cannot be started, or hangs.
        """
        return [Answer("\n".join(map(self._line, text.split("\n")))) for text in texts]

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
        self._worker = None

    def _line(self, line: str) -> str:
        if not any(map(is_syllable, line)):
            return line
        worker = self._worker = self._worker or _started(self.name, self._typos)
        worker.tell(json.dumps(line).encode())
        try:
            answer = worker.hear(self._patience + len(line) * _PATIENCE_A_CHARACTER)
        except EndedError:
            self.crashes += 1
            self._worker = None
            return line
        except BaseException:  # also when interrupted: the next answer would be that of this line
            self.close()
            raise
        return str(json.loads(answer))


def _started(name: str, typos: str) -> Child:
    """A process in which Kiwi is ready; it finds the modules that this one finds."""
    here = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    environment = {**os.environ, "PYTHONPATH": here, "PYTHONSAFEPATH": "1"}
    worker = Child([sys.executable, "-m", "spellfix.systems.kiwi_worker", typos], name, environment)
    answer = worker.hear(_PATIENCE)
    if answer != READY:
        worker.close()
        raise SpellfixError(
            f"{name}: 시작하지 못했습니다 / kiwipiepy did not start: {answer.decode()}; "
            "다시 설치하세요 / install it again: pip install --force-reinstall 'spellfix[peers]'"
        )
    return worker
