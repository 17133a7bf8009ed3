"""`spellfix serve` as its users meet it: a real process on a free port of this machine."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import spellfix
from spellfix.errors import ConfigError
from spellfix.serve.cli import listen

ROOT = Path(__file__).parents[2]
SPELLFIX = [sys.executable, "-m", "spellfix"]


@pytest.fixture
def service() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A service, and its address as it prints it itself."""
    with subprocess.Popen([*SPELLFIX, "serve", "--port", "0"], stdout=-1, stderr=-1) as process:
        assert process.stderr
        line = process.stderr.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        try:
            assert found, line
            yield process, found[0]
        finally:
            process.kill()


def posted_in_the_readme() -> tuple[str, bytes]:
    """Path and body of the README's curl command."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^curl -s http://127\.0\.0\.1:8000(\S+) .* -d '(.*)'$", readme, re.M)
    assert found
    return found[1], found[2].encode()


def test_the_readme_example_is_answered_and_leaves_no_trace_of_the_text(
    service: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, address = service
    path, body = posted_in_the_readme()
    request = urllib.request.Request(
        f"{address}{path}?q=secret", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        (correction,) = json.load(answer)["corrections"]
    assert correction["text"] == spellfix.correct(json.loads(body)["text"])
    with urllib.request.urlopen(f"{address}/readyz") as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    out, rest = process.communicate(timeout=60)
    assert (out, rest) == (b"", b"")
    assert process.returncode == 130


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.0.2.1", "::ffff:192.0.2.1"])
def test_an_address_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(ConfigError, match="loopback"):
        listen(host, 0)


def test_the_command_refuses_such_an_address_with_one_message() -> None:
    done = subprocess.run([*SPELLFIX, "serve", "--host", "0.0.0.0"], capture_output=True)
    assert done.returncode == 2
    assert "API" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_localhost_is_an_address_of_this_machine() -> None:
    with listen("localhost", 0) as listener:
        assert listener.getsockname()[0] in ("127.0.0.1", "::1")


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"--port {port}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "65536"], "--port"),
        (["--port", "http"], "--port"),
        (["--port", "0", "--model", "nowhere"], "nowhere"),
        (["--host", "no such host"], "--host"),
    ],
)
def test_a_wrong_option_is_refused_in_the_words_of_the_option(
    arguments: list[str], words: str
) -> None:
    done = subprocess.run([*SPELLFIX, "serve", *arguments], capture_output=True)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
