"""A service that is asked without a pause, from a model that somebody made; knows no fault."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx2
from faults_injection import Disk
from serve_process import Service

from spellfix.manifest import LANGUAGE, LOADED, default_model_path, read_facts, write_manifest

SECONDS = 90.0
"""In which a whole model must answer."""


def made(place: Path, name: str) -> Path:
    """A model directory like the shipped one, of another name."""
    shipped = default_model_path()
    for file in (*LOADED, LANGUAGE):
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped / file, place / file)
    write_manifest(place, {**read_facts(shipped), "name": name})
    return place


class Asking(Thread):
    """Somebody who asks without a pause. models: which answered; failed: what else came."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._over = Event()
        self.models: list[str] = []
        self.failed: list[str] = []

    def run(self) -> None:
        """Ask until told to end."""
        with httpx2.Client(base_url=self._address, timeout=60) as client:
            while not self._over.is_set():
                try:
                    answer = client.post("/v1/correct", json={"text": "오늘 선셍님이 숙재를 했다."})
                except httpx2.TransportError as error:
                    self.failed.append(type(error).__name__)
                    time.sleep(0.05)
                    continue
                if answer.status_code != 200:
                    self.failed.append(str(answer.status_code))
                    continue
                self.models.append(answer.json()["model"]["name"])
                time.sleep(0.01)

    def until(self, name: str) -> bool:
        """Wait for an answer of that model; whether it came."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if self.models[-1:] == [name]:
                return True
            time.sleep(0.02)
        return False

    def end(self) -> None:
        """Ask no more."""
        self._over.set()
        self.join()


@contextmanager
def asked(place: Disk) -> Iterator[tuple[Service, Asking]]:
    """A service on the link `model`, which leads to `one`, and somebody who asks it."""
    made(place.folder / "one", "one")
    (place.folder / "model").symlink_to("one")
    log = place.folder.parent / "log"
    service = Service("--model", str(place.folder / "model"), "--database", "off", log=log)
    asking = Asking(service.address)
    asking.start()
    try:
        yield service, asking
    finally:
        asking.end()
        if service.process.poll() is None:
            service.kill()
