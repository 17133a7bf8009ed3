"""The record of a training run: why it should work, what it ran on, how it went, how it ended.

It lies in the output directory as ``run.json`` from the start, and is written anew, atomically,
whenever something is found, so that a run that failed or was killed has one too. It holds no
text that was learnt from, not the name of the machine, and no folder but in the words of an error.
Knows nothing about models.
"""

import json
import os
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import spellfix
from spellfix.atomic import write_atomically
from spellfix.errors import SpellfixError
from spellfix.limits import JSON_FILE
from spellfix.manifest import RECORD
from spellfix.train.provenance import commit, libraries, machine

FORMAT = 1
RUNNING, FINISHED, EARLY = "running", "finished", "stopped early"
REFUSED, INTERRUPTED, FAILED, KILLED = "refused", "interrupted", "failed", "killed"
HOUR = 3600.0
_SAME = ("data", "parent")


class Record(Protocol):
    """What a run tells whoever keeps its record."""

    def begin(self, facts: Mapping[str, Any]) -> None: ...

    def resume_at(self, step: int) -> None: ...

    def note(self, what: str, step: int, minutes: float, found: Mapping[str, float]) -> None: ...

    def stopped_early(self, early: bool) -> None: ...


class Unrecorded:
    """The record of a run that nobody wants to remember."""

    def begin(self, facts: Mapping[str, Any]) -> None:
        """Nothing is written."""

    def resume_at(self, step: int) -> None:
        """Nothing was written."""

    def note(self, what: str, step: int, minutes: float, found: Mapping[str, float]) -> None:
        """Nothing is written."""

    def stopped_early(self, early: bool) -> None:
        """Nothing is written."""


UNRECORDED = Unrecorded()


class RunRecord:
    """The record of the run in ``directory``, kept while a ``with`` block lasts.

    why: why it should work, None where nobody said. stop: what ends it. command: what was typed,
    without folders. Nothing is written before ``begin``: until then the arguments may be wrong and
    no run has started. A run that goes on keeps its curves; one that ended is kept in short
    under ``earlier``.
    """

    def __init__(self, directory: Path, *, why: str | None, stop: str, command: str) -> None:
        self.path = directory / RECORD
        self._early = False
        self._began = False
        self.facts: dict[str, Any] = {
            "format": FORMAT,
            "name": directory.resolve().name,
            "why": why,
            "stop": stop,
            "command": command,
            "state": RUNNING,
            "error": None,
            "started": _now(),
            "updated": None,
            "ended": None,
            "attempts": [],
            "config": {},
            "data": {},
            "parent": None,
            "code": {"version": spellfix.__version__, "commit": commit(), "libraries": libraries()},
            "machine": machine(),
            "process": os.getpid(),
            "numbers": {"before": {}, "after": {}},
            "verdict": {"kept": None, "reasons": []},
            "curves": {"train": [], "dev": []},
            "earlier": [],
        }

    def begin(self, facts: Mapping[str, Any]) -> None:
        """The run starts: ``facts`` are its config, data and parent."""
        self.facts.update(facts)
        if self.path.exists() and (old := _readable(self.path)):
            ended = old["state"] in (FINISHED, EARLY, REFUSED)
            same = all(old[name] == json.loads(json.dumps(self.facts[name])) for name in _SAME)
            if same or not ended:
                self.facts.update({name: old[name] for name in ("started", "curves", "attempts")})
            self.facts["earlier"] = [*old["earlier"], *([_in_short(old)] if ended else [])]
        self.facts["attempts"].append({"started": _now(), "step": 0})
        self._began = True
        self.write()

    def resume_at(self, step: int) -> None:
        """It goes on at ``step``: what the curves say beyond that was lost."""
        curves = self.facts["curves"]
        for what, points in curves.items():
            curves[what] = [point for point in points if point["step"] <= step]
        self.facts["attempts"][-1]["step"] = step
        self.write()

    def note(self, what: str, step: int, minutes: float, found: Mapping[str, float]) -> None:
        """A point of the curve ``what``: "train" or "dev"."""
        values = {name: round(value, 6) for name, value in found.items()}
        self.facts["curves"][what].append({"step": step, "minutes": round(minutes, 2), **values})
        self.write()

    def stopped_early(self, early: bool) -> None:
        """Whether the run ended before its time, since it got no better."""
        self._early = early

    def numbers(self, when: str, found: Mapping[str, Any]) -> None:
        """Both headline numbers of each set, "before" or "after" the run."""
        self.facts["numbers"][when] = dict(found)
        self.write()

    def verdict(self, kept: bool, reasons: list[str]) -> None:
        """Whether the model was kept, and why."""
        self.facts["verdict"] = {"kept": kept, "reasons": reasons}
        self.write()

    def told(self, **facts: Any) -> None:
        """Anything else that is worth knowing later."""
        self.facts.update(facts)
        self.write()

    def write(self) -> None:
        """Write the record, whole or not at all; nothing before ``begin``."""
        if not self._began:
            return
        self.facts["updated"] = _now()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path, json.dumps(self.facts, ensure_ascii=False, indent=1))

    def __enter__(self) -> "RunRecord":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            ended = EARLY if self._early else FINISHED
            state = REFUSED if self.facts["verdict"]["kept"] is False else ended
        elif isinstance(error, KeyboardInterrupt):
            state = INTERRUPTED
        else:
            state = FAILED
            self.facts["error"] = _error(error)
        self.facts["state"] = state
        self.facts["ended"] = _now()
        self.write()


def state_of(facts: Mapping[str, Any]) -> str:
    """How a run ended, or that it runs. One that says it runs was killed where its process is gone;
    on another machine, where nothing was heard of it for an hour."""
    if facts["state"] != RUNNING:
        return str(facts["state"])
    silent = datetime.now(timezone.utc) - datetime.fromisoformat(facts["updated"])
    if silent.total_seconds() > HOUR:
        return KILLED
    here = facts["machine"]["host"] == machine()["host"]
    return KILLED if here and not _alive(facts["process"]) else RUNNING


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there a signal of 0 would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _error(error: BaseException) -> dict[str, Any]:
    """Type and innermost place in our code; what it says only where we wrote it, since others may
    quote the text."""
    package = Path(spellfix.__file__).parent.resolve()
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "spellfix" in frame.filename] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else None
    said = isinstance(error, SpellfixError | OSError)
    return {
        "type": type(error).__name__,
        "place": place,
        "message": str(error).replace(f"{package}{os.sep}", "") if said else None,
    }


def _in_short(old: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("why", "command", "state", "started", "ended", "error", "numbers", "verdict")
    return {name: old[name] for name in kept}


def stored(path: Path) -> Any:
    """What stands in the file of a record. Raises OSError, and ValueError where that is no JSON, or
    larger than JSON_FILE."""
    with path.open("rb") as file:
        raw = file.read(JSON_FILE + 1)
    if len(raw) > JSON_FILE:
        raise ValueError(f"larger than {JSON_FILE >> 20} MiB")
    try:
        return json.loads(raw)
    except RecursionError as error:
        raise ValueError("too many lists in each other") from error


def _readable(path: Path) -> dict[str, Any] | None:
    try:
        found = stored(path)
    except (OSError, ValueError):
        return None
    whole = isinstance(found, dict) and found.get("format") == FORMAT
    return {**found, "state": state_of(found)} if whole else None


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
