"""Another model takes its place while calls are on their way: real processes, under load.

Of two models one corrects and one, which has learnt from endless sentences only, leaves every text
alone: so each answer shows which of them it is from.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import httpx2
import pytest

from spellfix.manifest import (
    ENCODER,
    LANGUAGE,
    LOADED,
    default_model_path,
    read_facts,
    write_manifest,
)
from spellfix.serve.engine import Engine
from spellfix.serve.observing import NO_OBSERVER, Together
from spellfix.serve.switching import Switch, Watch

TYPO, RIGHT = "오늘 선셍님이 숙재를 했다.", "오늘 선생님이 숙제를 했다."
TEXTS = {"mends": RIGHT, "leaves": TYPO}
"""What becomes of TYPO, by the name of the model."""
PAUSE = 0.01
"""Seconds between two requests of a user: leaves some of the processors for loading."""


def made(folder: Path, name: str, **facts: object) -> Path:
    """A model directory like the shipped one, but for its name and `facts`."""
    place, shipped = folder / name, default_model_path()
    for file in (*LOADED, LANGUAGE):
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped / file, place / file)
    write_manifest(place, {**read_facts(shipped), "name": name, **facts})
    return place


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    made(folder, "mends")
    made(folder, "leaves", shortest=1_000_000)
    broken = made(folder, "broken") / ENCODER
    broken.write_bytes(broken.read_bytes()[:-1])
    return folder


def point(link: Path, model: Path) -> None:
    """Let `link` lead to `model`, at once."""
    fresh = link.with_name("fresh")
    fresh.symlink_to(model)
    fresh.replace(link)


def until(met: Callable[[], bool], what: object = "") -> None:
    end = monotonic() + 60
    while not met():
        assert monotonic() < end, what
        sleep(0.02)


# -- a service and who uses it -----------------------------------------------------------------


@dataclass
class Service:
    address: str
    process: int
    log: Path

    def told(self, words: str) -> int:
        """How many lines of the log say `words`, of those that are whole by now."""
        *lines, _ = self.log.read_text(encoding="utf-8").split("\n")
        return sum(words in json.loads(line)["event"] for line in lines)

    def workers(self) -> list[int]:
        """The processes that have a model."""
        found = subprocess.run(["pgrep", "-P", str(self.process)], capture_output=True, text=True)
        return [each for each in (self.process, *map(int, found.stdout.split())) if mapped(each)]


def mapped(process: int) -> set[str]:
    """The names of the models whose matrices `process` has in memory."""
    try:
        memory = Path(f"/proc/{process}/maps").read_text()
    except OSError:
        return set()
    return set(re.findall(r"/(\w+)/onnx/encoder\.int8\.bin$", memory, re.M))


@contextmanager
def serving(folder: Path, model: Path, workers: int) -> Iterator[Service]:
    command = [sys.executable, "-m", "spellfix", "serve", "--port", "0", "--model", str(model)]
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [*command, "--workers", str(workers), "--request-timeout", "60"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "XDG_DATA_HOME": str(folder)},
        ) as process,
    ):
        assert process.stdout
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert found, log.read_text()
            service = Service(found[0], process.pid, log)
            until(lambda: len(service.workers()) == workers, "the workers have no model")
            yield service
        finally:
            process.terminate()
            process.wait(60)


@dataclass
class Users:
    """People who ask all the time, each on a line of their own. faults: what went wrong."""

    address: str
    faults: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def use(self) -> None:
        with httpx2.Client(base_url=self.address, timeout=60) as client:
            while not self.over.is_set():
                try:
                    for ask in (self.correct, self.draft, self.evaluate):
                        ask(client)
                        sleep(PAUSE)
                except (httpx2.TransportError, KeyError) as error:
                    self.faults.append(repr(error))

    def correct(self, client: httpx2.Client) -> None:
        told = self.answer(client, "/v1/correct", {"text": TYPO, "explain": True})
        self.note(told, told["corrections"][0]["text"])

    def draft(self, client: httpx2.Client) -> None:
        told = self.answer(client, "/v1/drafts", {"text": TYPO})
        self.note(told, told["correction"]["text"])
        path = f"/v1/drafts/{told['id']}/review"
        kept = self.answer(client, path, {"final_text": RIGHT})
        self.note(kept, kept["correction"]["text"])

    def evaluate(self, client: httpx2.Client) -> None:
        told = self.answer(client, "/v1/evaluate", {"pairs": [{"input": TYPO, "target": RIGHT}]})
        self.note(told, RIGHT if told["corrected"] else TYPO)

    def answer(self, client: httpx2.Client, path: str, body: object) -> dict:
        answer = client.post(path, json=body)
        if not answer.is_success:
            self.faults.append(f"{path}: {answer.status_code}")
        return answer.json()

    def note(self, told: dict, text: str) -> None:
        """The model that is named must be the one that answered."""
        name = told["model"]["name"]
        self.answers[name] += 1
        if text != TEXTS[name]:
            self.faults.append(f"{name} is said to have made {text!r}")


@contextmanager
def users(service: Service, count: int = 3) -> Iterator[Users]:
    busy = Users(service.address)
    threads = [threading.Thread(target=busy.use) for _ in range(count)]
    for each in threads:
        each.start()
    try:
        yield busy
    finally:
        busy.over.set()
        for each in threads:
            each.join()


# -- under load --------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_no_call_fails_while_models_change_six_times(
    models: Path, tmp_path: Path, workers: int
) -> None:
    link = tmp_path / "model"
    point(link, models / "mends")
    with serving(tmp_path, link, workers) as service, users(service) as busy:
        until(lambda: busy.answers["mends"] > 10)
        for change in range(1, 7):
            name = "leaves" if change % 2 else "mends"
            seen = busy.answers[name]
            point(link, models / name)
            done = workers * change
            until(lambda done=done: service.told("is closed") == done, (name, busy.faults))
            until(lambda name=name, seen=seen: busy.answers[name] > seen + 10, name)
            # The matrices of the other one are out of memory, in every worker.
            until(lambda name=name: all(mapped(each) == {name} for each in service.workers()))
        metrics = httpx2.get(f"{service.address}/metrics").text
        accuracy = httpx2.get(f"{service.address}/v1/accuracy", timeout=60).json()
    assert busy.faults == []
    assert 'spellfix_model_info{name="mends"' in metrics
    mends, leaves = (accuracy["by_model"][f"{name} 0.1.0"] for name in TEXTS)
    assert mends["corrected"] == mends["n_typo"] > 0
    assert leaves["uncorrected"] == leaves["n_typo"] > 0
    assert service.told("a request failed") == 0


def test_a_broken_model_is_refused_once_and_a_renamed_directory_is_taken(
    models: Path, tmp_path: Path
) -> None:
    place = tmp_path / "model"
    shutil.copytree(models / "mends", place)

    def change_to(name: str) -> None:
        shutil.copytree(models / name, tmp_path / "next")
        place.rename(tmp_path / f"before {name}")
        (tmp_path / "next").rename(place)

    def model() -> str:
        return str(httpx2.get(f"{service.address}/v1/service").json()["model"]["name"])

    with serving(tmp_path, place, 1) as service:
        change_to("broken")
        until(lambda: service.told(ENCODER) == 1, "the broken model was not refused")
        sleep(2.5)  # it is looked at again, and left alone
        assert service.told("refused a model, mends") == service.told("refused")
        assert service.told(ENCODER) == 1
        assert model() == "mends"
        shutil.copyfile(models / "mends" / ENCODER, place / ENCODER)  # mended where it lies
        until(lambda: model() == "broken", "what was mended is not tried again")
        change_to("leaves")
        until(lambda: model() == "leaves")
        shutil.rmtree(place)
        until(lambda: service.told("does not exist") > 0)
        answer = httpx2.post(f"{service.address}/v1/correct", json={"text": TYPO}).json()
        assert (answer["model"]["name"], answer["corrections"][0]["text"]) == ("leaves", TYPO)


# -- by itself ---------------------------------------------------------------------------------


def opened(place: Path) -> Engine:
    return Engine.open(place, threads=1)


def test_who_holds_an_engine_can_use_it_to_the_end(models: Path) -> None:
    async def script() -> None:
        old = opened(models / "mends")
        with closing(Switch(old)) as switch:
            with switch.hold() as held:
                changing = asyncio.create_task(switch.replace(opened(models / "leaves")))
                await asyncio.sleep(0.2)
                assert switch.engine.name == "leaves"
                assert not changing.done()
                (answer,) = await held.correct([TYPO])
                assert answer.text == RIGHT
                assert len((await held.explain([(TYPO, answer.edits)]))[0]) == 2
                assert await held.run(str.upper, "a") == "A"
            await asyncio.wait_for(changing, 60)
            assert not old.has_room
            with switch.hold() as held:
                assert (await held.correct([TYPO]))[0].text == TYPO

    asyncio.run(script())


def test_both_are_closed_where_the_service_ends_in_between(models: Path) -> None:
    async def script() -> None:
        old, new = opened(models / "mends"), opened(models / "leaves")
        switch = Switch(old)
        with switch.hold():
            changing = asyncio.create_task(switch.replace(new))
            await asyncio.sleep(0.05)
            changing.cancel()
            await asyncio.gather(changing, return_exceptions=True)
        assert old.has_room
        switch.close()
        assert not old.has_room
        assert not new.has_room

    asyncio.run(script())


def test_what_changes_again_while_it_is_loaded_is_not_taken(models: Path, tmp_path: Path) -> None:
    link = tmp_path / "model"
    point(link, models / "mends")

    def load(place: Path) -> Engine:
        loaded = opened(place)
        if loaded.name == "leaves":
            point(link, models / "mends")
        return loaded

    async def script() -> None:
        watch = Watch(link, load)
        with closing(Switch(watch.open())) as switch:
            first = switch.engine
            point(link, models / "leaves")
            await watch.look(switch)
            await watch.look(switch)
            assert switch.engine is first

    asyncio.run(script())


def test_two_models_of_one_name_are_told_apart_in_the_log(
    models: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    link = tmp_path / "model"
    point(link, models / "mends")
    shutil.copytree(models / "mends", tmp_path / "again")

    async def script() -> None:
        watch = Watch(link, opened)
        with closing(Switch(watch.open())) as switch:
            first = switch.engine
            await watch.look(switch)
            assert switch.engine is first
            point(link, tmp_path / "again")
            await watch.look(switch)
            assert switch.engine is not first

    asyncio.run(script())
    assert "another --name" in caplog.text


def test_waiting_calls_of_all_engines_are_told_together() -> None:
    class Told:
        batch, corrected = NO_OBSERVER.batch, NO_OBSERVER.corrected
        calls = 0

        def waiting(self, calls: int) -> None:
            self.calls = calls

    told = Told()
    together = Together(told)
    old, new = together.one(), together.one()
    old.waiting(3)
    new.waiting(2)
    assert told.calls == 5
    old.waiting(0)
    assert told.calls == 2
