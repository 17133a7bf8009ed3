"""The image: what its Dockerfile says, and its own commands carried out as they are written."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

ROOT = Path(__file__).parents[2]


def healthy(dockerfile, port):
    """The exit status of the health check, with only what the image gives it."""
    words = dockerfile.command("HEALTHCHECK")
    assert words[0] == "python"
    told = {**dockerfile.environment, "SPELLFIX_PORT": str(port)}
    done = subprocess.run([sys.executable, *words[1:]], env=told, capture_output=True, timeout=30)
    return done.returncode


def test_hadolint_finds_nothing():
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert program, "hadolint is part of the extra dev"
    done = subprocess.run(
        [program, ROOT / "deploy" / "Dockerfile"], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_runs_as_a_fixed_user_who_is_not_root(dockerfile):
    assert dockerfile.last("USER") == ["10001:10001"]
    names = [name for name, _ in dockerfile.stages[-1]]
    assert "RUN" not in names[names.index("USER") :]


def test_the_base_has_a_version_and_every_stage_the_same_one(dockerfile):
    (version,) = (rest.partition("=")[2] for name, rest in dockerfile.stages[0] if name == "ARG")
    assert re.fullmatch(r"3\.\d+-slim-\w+", version)
    bases = [rest.split()[0] for stage in dockerfile.stages[1:] for name, rest in stage[:1]]
    assert bases == ["docker.io/library/python:${PYTHON}"] * 2


def test_nothing_is_installed_or_fetched_in_the_last_stage(dockerfile):
    (run,) = dockerfile.last("RUN")
    assert not re.search(r"\b(apt|apt-get|curl|wget|gcc|install -|pip install)\b", run)
    assert not dockerfile.last("ADD")
    assert all(line.startswith("--from=build ") for line in dockerfile.last("COPY"))


def test_the_image_says_how_it_is_started_stopped_and_reached(dockerfile):
    assert (dockerfile.command("ENTRYPOINT"), dockerfile.command("CMD")) == (
        ["spellfix"],
        ["serve"],
    )
    assert dockerfile.last("STOPSIGNAL") == ["SIGTERM"]
    assert dockerfile.last("EXPOSE") == [dockerfile.environment["SPELLFIX_PORT"]]
    assert dockerfile.last("VOLUME") == ['["/data"]']
    (labels,) = dockerfile.last("LABEL")
    assert set(re.findall(r"org\.opencontainers\.image\.(\w+)=", labels)) == (
        {"title", "description", "licenses", "version", "revision", "created"}
    )


def test_all_that_is_written_lies_in_the_volume(dockerfile):
    told = dockerfile.environment
    assert {told["HOME"], told["XDG_DATA_HOME"], *dockerfile.last("WORKDIR")} == {"/data"}
    assert told["SPELLFIX_KEYS"].startswith("/data/")
    assert told["PYTHONDONTWRITEBYTECODE"] == "1"


def test_the_service_is_healthy_while_it_answers(
    dockerfile, running: Callable[..., AbstractContextManager[str]]
):
    with running() as address:
        port = address.rpartition(":")[2]
        assert healthy(dockerfile, port) == 0
    assert healthy(dockerfile, port) != 0


def test_an_answer_that_is_no_success_is_not_healthy(dockerfile):
    class Failing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Failing) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert healthy(dockerfile, server.server_port) == 1
        thread.join()


def test_started_as_the_image_starts_it_the_service_asks_for_the_file_of_keys(dockerfile, tmp_path):
    words = [*dockerfile.command("ENTRYPOINT"), *dockerfile.command("CMD")]
    keys = tmp_path / "keys"
    told = {
        **dockerfile.environment,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "SPELLFIX_PORT": "0",
        "SPELLFIX_KEYS": str(keys),
    }
    done = subprocess.run(
        [Path(sys.executable).with_name(words[0]), *words[1:]],
        env=told,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert str(keys) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_correction_in_the_image_leaves_no_trace_in_the_volume(dockerfile, tmp_path):
    """onnxruntime would keep an identifier of the device there, and what it means to send."""
    done = subprocess.run(
        [Path(sys.executable).with_name("spellfix"), "correct", "선생님 안녕하세요"],
        env={**dockerfile.environment, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("needed", ["LICENSE", "README.md", "pyproject.toml"])
def test_the_context_holds_what_the_package_is_built_from(needed):
    allowed, _ = context()
    assert needed in allowed


def test_the_context_holds_the_packages_and_nothing_else():
    allowed, refused = context()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\[tool\.setuptools\.package-dir\]\n((?:.+\n)+)", project, re.M)
    folders = set(re.findall(r'= "(\w+)"', table))
    assert allowed == folders | {"LICENSE", "README.md", "pyproject.toml"}
    assert refused[0] == "*"
    assert {"**/__pycache__", "**/.*"} <= set(refused)


def context() -> tuple[set[str], list[str]]:
    """What .dockerignore lets into the context, and what it keeps out."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    return (
        {line[1:] for line in rules if line.startswith("!")},
        [line for line in rules if not line.startswith("!")],
    )
