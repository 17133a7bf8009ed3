"""The engine that answers, and how another model takes its place while calls are on their way.

The path of a model may be a link, or a directory that is replaced by renaming. It is looked at
every second. A model that is new there is loaded beside the one that answers, tried, and gets the
calls that come from then on; the old one finishes those that it has and is closed. A model that
cannot be loaded is refused, and the old one stays. Knows no route.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from spellfix.manifest import LOADED, MANIFEST
from spellfix.serve.engine import Engine, Overloaded

EVERY = 1.0
"""Seconds between two looks."""

_LOG = logging.getLogger(__name__)


class Switch:
    """One engine that answers, until it is replaced. To be used on one event loop.

    told: name and version of the model that answers, the first one and each that replaces it.
    """

    def __init__(self, engine: Engine, told: Callable[[str, str], None] = lambda *_: None) -> None:
        self._held = _Held(engine)
        self._leaving: _Held | None = None
        self._told = told
        told(engine.name, engine.version)

    @property
    def engine(self) -> Engine:
        """The one that answers now. Whoever awaits anything before the last use has to `hold` it:
        it may be closed meanwhile."""
        return self._held.engine

    @property
    def has_room(self) -> bool:
        """Whether the engine that answers would accept a short call now."""
        return self.engine.has_room

    @property
    def overloaded(self) -> Overloaded:
        """What it raises where there is no room."""
        return self.engine.overloaded

    @contextmanager
    def hold(self) -> Iterator[Engine]:
        """The engine that answers now, which is not closed as long as it is held."""
        held = self._held
        held.users += 1
        held.free.clear()
        try:
            yield held.engine
        finally:
            held.users -= 1
            if not held.users:
                held.free.set()

    async def replace(self, engine: Engine) -> None:
        """Let `engine` answer. Returns when the one before it is free and closed, so that there
        are never three."""
        old, self._held = self._held, _Held(engine)
        self._leaving = old
        self._told(engine.name, engine.version)
        await old.free.wait()
        await asyncio.to_thread(old.engine.close)
        self._leaving = None

    def close(self) -> None:
        """Finish what was accepted. Blocks until then."""
        for each in (self._leaving, self._held):
            if each is not None:
                each.engine.close()


class _Held:
    """An engine, and how many hold it. free: set while nobody does."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.users = 0
        self.free = asyncio.Event()
        self.free.set()


@dataclass(frozen=True, slots=True)
class Sight:
    """What lies at a path.

    place: where its links lead. manifest: SHA-256 of spellfix.json there, "" where none can be
    read. files: size and time (ns) of each file that is loaded, None where it is not there.
    """

    place: Path
    manifest: str
    files: tuple[tuple[int, int] | None, ...]

    @classmethod
    def of(cls, path: Path) -> Sight:
        """What lies at `path` now."""
        place = Path(os.path.realpath(path))
        try:
            manifest = sha256((place / MANIFEST).read_bytes()).hexdigest()
        except OSError:
            manifest = ""
        return cls(place, manifest, tuple(_stamp(place / name) for name in LOADED))

    def same_model(self, other: Sight) -> bool:
        """Whether both are one model in one place, whatever has become of its files."""
        return (self.place, self.manifest) == (other.place, other.manifest)


class Watch:
    """Looks whether another model has come to lie at `path`.

    load: the engine of the model in a directory, tried; raises whatever is wrong with it.
    """

    def __init__(self, path: Path, load: Callable[[Path], Engine]) -> None:
        self._path = path
        self._load = load
        self._seen = Sight.of(path)
        self._refused: Sight | None = None

    def open(self) -> Engine:
        """The engine of the model that lay there first. Raises whatever is wrong with it."""
        return self._load(self._seen.place)

    async def run(self, switch: Switch) -> None:
        """Look every second, for ever."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look(switch)
            except Exception:
                _LOG.exception("the model could not be switched")

    async def look(self, switch: Switch) -> None:
        """Replace the engine of `switch` if there is another model that can be loaded.

        One that cannot is logged and left alone until something in its directory changes.
        """
        found = await asyncio.to_thread(Sight.of, self._path)
        if found.same_model(self._seen) or found == self._refused:
            return
        old = switch.engine
        try:
            new = await asyncio.to_thread(self._load, found.place)
        except Exception as error:  # also of onnxruntime, whose exceptions share no other base
            self._refused = found
            _LOG.error("refused a model, %s stays: %s", _named(old), error)
            return
        if not found.same_model(await asyncio.to_thread(Sight.of, self._path)):
            await asyncio.to_thread(new.close)  # files of two models, perhaps: look again
            return
        self._seen, self._refused = found, None
        if _named(new) == _named(old):
            _LOG.warning(
                "another model of the same name and version, %s: accuracies by model count them "
                "together; train with another --name",
                _named(new),
            )
        _LOG.info("%s answers, no longer %s", _named(new), _named(old))
        await switch.replace(new)
        _LOG.info("%s is closed", _named(old))


def _named(engine: Engine) -> str:
    return f"{engine.name} {engine.version}"


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
