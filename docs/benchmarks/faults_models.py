"""A model directory that is half there: copied, cut off, replaced while a service answers from it.

    python docs/benchmarks/faults.py --only model

The old model must answer every request until the new one is whole, and a program that opens half a
model must refuse it in a line.
"""

from __future__ import annotations

import re
import resource
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import httpx2
from faults_asking import Asking, asked, made
from faults_cases import SPELLFIX
from faults_injection import Disk, disk, run
from faults_rows import Row, Seen
from serve_process import Service

from spellfix.manifest import (
    LANGUAGE,
    LOADED,
    MANIFEST,
)

REFUSED = re.compile("refused a model|the model could not be switched")
FILES = (*LOADED, LANGUAGE, MANIFEST)


def _point(place: Disk, name: str) -> None:
    (place.folder / "fresh").symlink_to(name)
    (place.folder / "fresh").replace(place.folder / "model")


def _half(new: Path, target: Path, random: Random) -> list[str]:
    """Some files of `new` copied to `target`, one of them in part; what lacks."""
    order = list(FILES)
    random.shuffle(order)
    count = random.randrange(1, len(order))
    for name in order[:count]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(new / name, target / name)
    last = target / order[count - 1]
    last.write_bytes(last.read_bytes()[: random.randrange(last.stat().st_size)])
    return order[count - 1 :]


def _switched_to_half(random: Random) -> Seen:
    with disk() as place:
        new = made(place.folder / "new", "two")
        with asked(place) as (_, asking):
            (place.folder / "two").mkdir()
            missing = _half(new, place.folder / "two", random)
            _point(place, "two")
            time.sleep(random.uniform(2, 3))
            early = "two" in asking.models
            for name in missing:
                (place.folder / "two" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(new / name, place.folder / "two" / name)
            came = asking.until("two")
        log = (place.folder.parent / "log").read_text(errors="replace")
        return _seen(asking, early, came, "refused a model" in log)


def _seen(asking: Asking, early: bool, came: bool, logged: bool) -> Seen:
    seen = Seen("the old model answered until the new one was whole")
    seen.wrong += [f"a request failed: {each}" for each in sorted(set(asking.failed))]
    if early:
        seen.wrong.append("half a model answered")
    if not came:
        seen.wrong.append("the whole model never answered")
    if not logged:
        seen.wrong.append("the refusal is not in the log")
    return seen


def _no_memory(random: Random) -> Seen:
    with disk() as place, asked(place) as (service, asking):
        asking.until("one")
        made(place.folder / "two", "two")
        pages = int(Path(f"/proc/{service.process.pid}/statm").read_text().split()[0])
        before = resource.prlimit(service.process.pid, resource.RLIMIT_AS)
        limit = pages * 4096 + random.randrange(8 << 20)
        resource.prlimit(service.process.pid, resource.RLIMIT_AS, (limit, before[1]))
        _point(place, "two")
        log = place.folder.parent / "log"
        end = time.monotonic() + 60
        while not (told := REFUSED.search(log.read_text(errors="replace"))):
            if "two" in asking.models or time.monotonic() > end:
                break
            time.sleep(0.1)
        early = "two" in asking.models
        if service.process.poll() is not None:
            return Seen("the service ended", ["the service ended"])
        resource.prlimit(service.process.pid, resource.RLIMIT_AS, before)
        (place.folder / "two" / MANIFEST).touch()
        for name in LOADED:
            (place.folder / "two" / name).touch()
        came = asking.until("two")
        seen = _seen(asking, False, came, early or bool(told))
        if early:
            seen.how = "the new model found room"
        return seen


def _killed(random: Random) -> Seen:
    with disk() as place:
        made(place.folder / "two", "two")
        with asked(place) as (service, asking):
            asking.until("one")
            _point(place, "two")
            time.sleep(random.uniform(0, 2.5))
            service.kill()
        again = Service("--model", str(place.folder / "model"), "--database", "off")
        try:
            text = {"text": "숙재를 했다."}
            answer = httpx2.post(f"{again.address}/v1/correct", json=text, timeout=60).json()
        finally:
            again.stop()
        name = answer["model"]["name"]
        ended = again.process.returncode == -signal.SIGTERM
        wrong = [] if name == "two" and ended else [f"{name} answers, {again.process.returncode}"]
        return Seen("the new start has the new model", wrong)


def _opened_half(random: Random) -> Seen:
    with disk() as place:
        new = made(place.folder / "new", "two")
        (place.folder / "half").mkdir()
        _half(new, place.folder / "half", random)
        words = [*SPELLFIX, "correct", "--model", "half", "숙재를 했다."]
        ended = run(words, place, given=place.folder / "out")
        said = ended.said.strip().splitlines()
        seen = Seen(f"exit {ended.status}")
        if ended.status != 2 or len(said) != 1 or not said[0].startswith("spellfix: "):
            seen.wrong.append(f"no clear refusal: {ended.said[-300:]}")
        if (place.folder / "out").read_bytes():
            seen.wrong.append("it corrected with half a model")
        return seen


def _full_copy(random: Random) -> Seen:
    with disk() as place:
        new = made(place.folder / "new", "two")
        with asked(place) as (_, asking):
            asking.until("one")
            place.leave(random.randrange(1 << 20, 8 << 20))
            _point(place, "two")
            try:
                shutil.copytree(new, place.folder / "two")
                return Seen("the disk was not full", ["the disk was not full"])
            except (OSError, shutil.Error):
                pass
            time.sleep(2)
            early = "two" in asking.models
            place.widen()
            shutil.rmtree(place.folder / "two")
            shutil.copytree(new, place.folder / "two")
            came = asking.until("two")
        return _seen(asking, early, came, True)


def rows() -> list[Row]:
    """Every fault of a model that comes. What is expected docs/reliability.md explains."""
    during, kept = "switching models under load", "handed over"
    given: list[tuple[str, str, str, str, str, Callable[[Random], Seen]]] = [
        ("model/half-copied-opened", "half a model", "`correct --model`",
         "some of its files, one cut short", "refused", _opened_half),
        ("model/half-copied", "half a model", during,
         "the link leads to it, the rest comes later", kept, _switched_to_half),
        ("model/disk-full", "disk full", during, "tmpfs too small for the copy", kept, _full_copy),
        ("model/no-memory", "out of memory", during, "prlimit RLIMIT_AS before the new one comes",
         f"{kept}, once there is memory", _no_memory),
        ("model/sigkill", "SIGKILL", during, "up to 2.5 s after the link was changed",
         "a new start has the new model", _killed),
    ]  # fmt: skip
    return [Row(*words[:5], words[5]) for words in given]
