"""What is wrong after a command that ended under a fault, and after it was run again without one.

Knows no fault: only how the command ended, and whether it could clear up behind itself.
"""

from __future__ import annotations

import re
import signal
from fnmatch import fnmatch
from pathlib import Path

from faults_cases import Case, Files, Undisturbed, files_of, start
from faults_injection import Conditions, Disk, Ended
from faults_rows import Seen

FINISHED = "finished"
LAST_WORDS = (
    "terminate called",  # the C++ library, of an error that nothing catches
    "cannot allocate memory for thread-local data",  # GNU's C library
    "must be installed for unwinding to work",
    r"memory allocation of \d+ bytes failed",  # Rust
    "OpenBLAS.*Memory allocation",
)
"""What a library says that ends the process as it finds no memory: no line of ours can follow."""


def judged(
    usual: Undisturbed, place: Disk, ended: Ended, *, clean: bool, short: bool = False
) -> Seen:
    """What is wrong after a run that ended so; clean: whether it could clear up behind itself;
    short: whether memory was, so that a library may have ended it."""
    case = usual.case
    before, after, _ = usual.found()
    seen = Seen(_how(ended))
    if ended.left:
        seen.wrong.append("a process of it lived on")
    if words := short and _last_words(ended):
        seen.how += f", a library ({words})"
    elif ended.status > 0 or (clean and ended.status):
        seen.wrong += _unclear(ended)
    seen.wrong += _found(case, place.folder, before, after, ended.status, clean)
    if ended.status:
        words = case.again(files_of(place.folder))
        again = start(case, place, Conditions(), words)
        if again.status:
            seen.wrong.append(f"run again it failed: {again.said.strip()[-300:]}")
        else:
            wrong = _found(case, place.folder, before, after, 0, clean)
            seen.wrong += [f"run again: {each}" for each in wrong]
    return seen


def _how(ended: Ended) -> str:
    if ended.status == 0:
        return FINISHED
    if ended.status < 0:
        return f"ended by {signal.Signals(-ended.status).name}"
    return f"exit {ended.status}"


def _last_words(ended: Ended) -> str:
    """What a library said that ended the process by itself; nothing where it was not one."""
    if ended.status not in (-signal.SIGABRT, 1, 127) or re.search(
        "Traceback|Fatal Python error|^spellfix: ", ended.said, re.MULTILINE
    ):
        return ""
    found = re.search("|".join(LAST_WORDS), ended.said)
    return found[0] if found else ""


def _unclear(ended: Ended) -> list[str]:
    """What is wrong with how it ended and what it said, where it was not killed."""
    if ended.status == -signal.SIGTERM:
        return []
    wrong = []
    if ended.status != 2:
        wrong.append(f"exit status {ended.status}: {ended.said.strip()[-300:]}")
    if re.search("Traceback|Exception ignored|Fatal Python error", ended.said):
        wrong.append(f"a traceback: {ended.said.strip()[-300:]}")
    if not re.search("^spellfix: .", ended.said, re.MULTILINE):
        wrong.append(f"no line that says why: {ended.said.strip()[-300:]}")
    return wrong


def _found(
    case: Case, folder: Path, before: Files, after: Files, status: int, clean: bool
) -> list[str]:
    """What is wrong with the files that are there."""
    if case.check:
        return case.check(folder, status == 0, clean) + _strays(
            case, files_of(folder), after, clean
        )
    now = files_of(folder)
    wrong = _strays(case, now, after, clean)
    for name, content in now.items():
        if name not in after or content in (before.get(name), after[name]):
            continue
        if name == case.given and status and after[name].startswith(content):
            continue
        wrong.append(f"half-written: {name}")
    if status == 0 and (missing := [name for name in after if name not in now]):
        wrong.append(f"missing: {', '.join(missing)}")
    if status == 0:
        wrong += [f"unchanged: {name}" for name in after if now.get(name) != after[name]]
    if status and clean:  # a file that was left alone needs no backup
        kept = (
            name
            for name in now
            if now.get(name.removesuffix(".bak")) == before.get(name.removesuffix(".bak"))
        )
        wrong += [f"left behind: {name}" for name in kept if name.endswith(".bak")]
    wrong += [f"lost: {name}" for name in before if name not in now and name in after]
    return sorted(set(wrong))


def _strays(case: Case, now: Files, after: Files, clean: bool) -> list[str]:
    """Files that nobody asked for. Hidden ones may stay where there was no time to remove them."""
    strays = [
        name
        for name in now
        if name not in after and not any(fnmatch(name, each) for each in case.unfinished)
    ]
    return [
        f"left behind: {name}"
        for name in strays
        if clean or not any(part.startswith(".") for part in Path(name).parts)
    ]
