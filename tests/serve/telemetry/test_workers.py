"""Numbers of several worker processes: added up, whichever is asked, and after one has died."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from spellfix.errors import ConfigError
from spellfix.serve.telemetry import Telemetry, shared
from spellfix.serve.telemetry.shared import DIRECTORY

from .conftest import Start, eventually

REQUESTS = "spellfix_http_request_duration_seconds_count"


def scraped(url: str) -> dict[str, float]:
    """Every sample by its name and labels, as one scrape reads it."""
    body = httpx2.get(f"{url}/metrics", timeout=20).text
    samples = (each for family in text_string_to_metric_families(body) for each in family.samples)
    return {f"{each.name} {' '.join(each.labels.values())}".strip(): each.value for each in samples}


def told(body: str) -> dict[str, str]:
    """The type of every metric."""
    return {family.name: family.type for family in text_string_to_metric_families(body)}


def told_by_one() -> dict[str, str]:
    alone = Telemetry()
    alone.request("GET", "/pid", 200, 0.1)
    return told(alone.exposition()[0].decode())


def test_the_numbers_of_two_workers_are_added_up_and_outlive_a_worker(start: Start) -> None:
    url = start(workers=2).url
    before = scraped(url)
    assert told(httpx2.get(f"{url}/metrics", timeout=20).text) == told_by_one()
    answered: Counter[int] = Counter()

    def both_answered() -> bool:
        answered[httpx2.get(f"{url}/pid", timeout=20).json()] += 1
        return len(answered) == 2

    eventually(lambda: scraped(url)["spellfix_workers"] == 2)
    eventually(both_answered)
    for _ in range(20):
        both_answered()
    for _ in range(6):  # by either process
        numbers = scraped(url)
        assert numbers["spellfix_workers"] == 2
        counted = numbers[f"{REQUESTS} GET /pid 2xx"] - before[f"{REQUESTS} GET /pid 2xx"]
        assert counted == answered.total()
        texts = numbers["spellfix_batch_texts_sum"] - before["spellfix_batch_texts_sum"]
        assert texts == 2 * answered.total()

    def hang() -> None:
        with httpx2.Client(timeout=20) as client:
            client.get(f"{url}/wait")

    with ThreadPoolExecutor(4) as threads:
        hanging = [threads.submit(hang) for _ in range(4)]
        # Four, and the scrape itself.
        eventually(lambda: scraped(url)["spellfix_http_requests_in_flight"] == 5)
        for process in answered:
            os.kill(process, signal.SIGKILL)
        assert all(isinstance(each.exception(), httpx2.HTTPError) for each in hanging)

    def started_again() -> bool:
        try:
            return scraped(url)["spellfix_workers"] == 2
        except httpx2.HTTPError:  # what the dead had accepted
            return False

    eventually(started_again)
    numbers = scraped(url)
    assert numbers["spellfix_http_requests_in_flight"] == 1
    assert numbers.get("spellfix_queue_calls", 0) == 0
    counted = numbers[f"{REQUESTS} GET /pid 2xx"] - before[f"{REQUESTS} GET /pid 2xx"]
    assert counted == answered.total()


def test_the_folder_of_the_numbers_goes_with_the_service() -> None:
    with shared() as folder:
        assert os.environ[DIRECTORY] == str(folder)
        (folder / "counter_1.db").touch()
    assert not folder.exists()
    assert DIRECTORY not in os.environ


def test_a_folder_of_the_users_is_emptied_of_old_numbers_and_stays() -> None:
    with shared() as folder:
        (folder / "counter_1.db").touch()
        (folder / "notes.txt").touch()
        with shared() as found:
            assert found == folder
            assert [each.name for each in folder.iterdir()] == ["notes.txt"]
        assert folder.is_dir()


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with shared() as folder:
        os.environ[DIRECTORY] = str(tmp_path / "file" / "numbers")
        with pytest.raises(ConfigError, match="numbers"), shared():
            pass
        os.environ[DIRECTORY] = str(folder)
