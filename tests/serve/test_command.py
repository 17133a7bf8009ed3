"""`spellfix serve` as its users meet it: real processes on a free port of this machine."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

import spellfix
from spellfix.cli import main
from spellfix.errors import ConfigError
from spellfix.serve.cli import listen
from spellfix.serve.settings import Settings

ROOT = Path(__file__).parents[2]
SPELLFIX = [sys.executable, "-m", "spellfix"]
OUTSIDE = ["0.0.0.0", "", "::", "192.0.2.1", "::ffff:192.0.2.1"]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A service that stores below `folder`, and its address as it prints it itself."""
    command = [*SPELLFIX, "serve", "--port", "0", *options]
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "XDG_DATA_HOME": str(folder)},
        ) as process,
    ):
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        try:
            assert found, log.read_text()
            yield process, found[0]
        finally:
            process.kill()


def posted_in_the_readme() -> tuple[str, bytes]:
    """Path and body of the README's curl command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^curl -s http://127\.0\.0\.1:8000(\S+) .* -d '(.*)'$", readme, re.M)
    assert found
    return found[1], found[2].encode()


def test_the_readme_example_is_answered_and_leaves_no_trace_of_the_text(tmp_path: Path) -> None:
    path, body = posted_in_the_readme()
    with serving(tmp_path) as (process, address):
        answer = httpx2.post(
            f"{address}{path}?q=secret", content=body, headers={"Content-Type": "application/json"}
        )
        (correction,) = answer.json()["corrections"]
        assert correction["text"] == spellfix.correct(json.loads(body)["text"])
        assert httpx2.get(f"{address}/readyz").status_code == 200
        assert "<!doctype html>" in httpx2.get(f"{address}/").text.lower()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stdout
        assert process.stdout.read() == ""
    log = (tmp_path / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line.get("route") == "/v1/correct" and line["status"] == 200 for line in lines)
    assert [line for line in lines if line["level"] not in ("debug", "info")] == []
    assert "secret" not in log
    assert json.loads(body)["text"] not in log


def test_drafts_outlive_the_service(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address):
        draft = httpx2.post(f"{address}/v1/drafts", json={"text": "숙재를 했다."}).json()
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    with serving(tmp_path) as (_, address):
        assert httpx2.get(f"{address}/v1/drafts/{draft['id']}").json() == draft


def test_what_was_accepted_is_answered_before_the_service_ends(tmp_path: Path) -> None:
    text = "오늘 선셍님이 숙재를 했다. " * 1_200  # long enough to be on its way
    with serving(tmp_path) as (process, address), ThreadPoolExecutor(1) as threads:
        asked = threads.submit(
            httpx2.post, f"{address}/v1/correct", json={"text": text}, timeout=60
        )
        while "spellfix_queue_calls 1.0" not in httpx2.get(f"{address}/metrics").text:
            assert not asked.done()
        process.send_signal(signal.SIGTERM)
        assert asked.result().status_code == 200
        assert "선생님이 숙제를" in asked.result().json()["corrections"][0]["text"]
        assert process.wait(60) == -signal.SIGTERM


def test_workers_are_one_service_and_end_together(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as (process, address):
        seen: set[int] = set()
        for sent in range(1, 200):  # each request on a line of its own, until both are there
            answer = httpx2.post(f"{address}/v1/correct", json={"text": "글이다."}, timeout=60)
            assert answer.status_code == 200
            assert _counted(httpx2.get(f"{address}/metrics").text) == sent
            seen = set(_workers(process.pid))
            if len(seen) == 2 and sent >= 20:
                break
        assert len(seen) == 2
        os.kill(min(seen), signal.SIGKILL)  # one that dies is replaced
        for _ in range(200):
            now = set(_workers(process.pid))
            if len(now) == 2 and min(seen) not in now:
                break
            time.sleep(0.1)
        assert len(now) == 2
        assert _post_until_answered(address)
        process.kill()  # and none is left behind
        process.wait(60)
        for _ in range(200):
            if not any(Path(f"/proc/{each}").exists() for each in now):
                break
            time.sleep(0.1)
        assert not any(Path(f"/proc/{each}").exists() for each in now)


def _workers(parent: int) -> list[int]:
    """The worker processes of `parent`: those that run the spawned main of multiprocessing."""
    found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True).stdout
    workers = []
    for each in found.split():
        try:
            line = Path(f"/proc/{each}/cmdline").read_text()
        except OSError:
            continue
        if "spawn_main" in line:
            workers.append(int(each))
    return workers


def _counted(metrics: str) -> float:
    pattern = r'^spellfix_http_request_duration_seconds_count\{.*route="/v1/correct".*\} (\S+)$'
    return sum(float(each) for each in re.findall(pattern, metrics, re.M))


def _post_until_answered(address: str) -> bool:
    """Whoever was talking to the worker that died has to ask again."""
    for _ in range(20):
        try:
            answer = httpx2.post(f"{address}/v1/correct", json={"text": "글"}, timeout=60)
        except httpx2.TransportError:
            continue
        return answer.status_code == 200
    return False


# -- where it listens --------------------------------------------------------------------------


@pytest.mark.parametrize("host", OUTSIDE)
def test_an_address_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(ConfigError, match="loopback"):
        listen(Settings(host=host, port=0))


def test_with_keys_it_listens_to_others() -> None:
    with listen(Settings(host="0.0.0.0", port=0, keys="keys.jsonl")) as listener:
        assert listener.getsockname()[0] == "0.0.0.0"


def test_the_command_refuses_such_an_address_with_one_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "spellfix keys add" in line


def test_localhost_is_an_address_of_this_machine() -> None:
    with listen(Settings(host="localhost", port=0)) as listener:
        assert listener.getsockname()[0] in ("127.0.0.1", "::1")


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"--port {port}"):
            listen(Settings(port=port))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "65536"], "--port"),
        (["--port", "0", "--model", "nowhere"], "nowhere"),
        (["--host", "no such host"], "--host"),
        (["--port", "0", "--database", "mysql://root:geheim@localhost/x"], "--database"),
        (["--port", "0", "--database", "sqlite:////proc/nowhere/drafts"], "/proc/nowhere"),
        (["--port", "0", "--keys", "no-such-file"], "no-such-file"),
    ],
)
def test_what_cannot_be_served_is_refused_with_one_message(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["serve", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert "geheim" not in line
