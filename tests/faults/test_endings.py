"""Commands that the system does not let go on: one clear line, nothing half-written."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from spellfix.cli import main
from spellfix.cli.endings import short_of_memory

TYPOS = "오늘 선셍님이 숙재를 했다.\n"
RIGHT = "오늘 선생님이 숙제를 했다.\n"
PAGE = 4096


def ran(
    *words: str | Path,
    given: bytes = b"",
    limit: Callable[[], None] | None = None,
    unbuffered: bool = False,
    output: str = os.devnull,
) -> tuple[int, str]:
    """Exit status and standard error of a real command."""
    with Path(output).open("wb") as sink:
        done = subprocess.run(
            [sys.executable, "-m", "spellfix", *map(str, words)],
            input=given,
            stdout=sink,
            stderr=subprocess.PIPE,
            preexec_fn=limit,
            env={
                **os.environ,
                "PYTHONUNBUFFERED": "1" if unbuffered else "",
                "OMP_NUM_THREADS": "1",
            },
        )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("unbuffered", [False, True])
def test_꽉_찬_디스크로_내보내면_한_줄로_말한다(unbuffered: bool) -> None:
    status, said = ran("correct", given=TYPOS.encode(), output="/dev/full", unbuffered=unbuffered)
    assert status == 2
    assert said.splitlines() == [
        "spellfix: 표준 출력에 쓸 수 없습니다 / cannot write to standard output "
        "(No space left on device)"
    ]


def test_버퍼_없이도_덜_쓰인_것을_다_쓴_것으로_여기지_않는다(tmp_path: Path) -> None:
    """A file that may not grow beyond a page takes a part of it, as on a full disk."""

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE, PAGE))

    text, output = TYPOS.encode() * 200, tmp_path / "out.txt"
    status, said = ran("correct", given=text, limit=small, unbuffered=True, output=str(output))
    assert output.stat().st_size == PAGE
    assert status == 2
    assert "cannot write to standard output" in said
    assert RIGHT.encode().startswith(output.read_bytes()[:20])


def test_메모리가_모자라면_한_줄로_말한다() -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (190 << 20, 190 << 20))

    status, said = ran("correct", given=TYPOS.encode(), limit=little)
    assert status == 2, said
    assert "메모리가 모자랍니다 / out of memory" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


def came_of(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "short"),
    [
        (MemoryError(), True),
        (MemoryError("Unable to allocate 3 GiB\nmore"), True),
        (RuntimeError("can't start new thread"), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), True),
        (OSError(12, "Cannot allocate memory"), True),
        (ImportError("libtorch.so: failed to map segment from shared object"), True),
        (RuntimeError("could not create a primitive"), True),
        (
            OSError(
                "Unknown error: Failed to launch worker thread: Resource temporarily unavailable"
            ),
            True,
        ),
        (came_of(SystemError("<method> returned NULL"), MemoryError()), True),
        (came_of(SystemError("<method> returned NULL"), ValueError()), False),
        (RuntimeError("dictionary changed size"), False),
        (OSError(28, "No space left on device"), False),
    ],
)
def test_what_libraries_say_of_too_little_memory_is_known(error: Exception, short: bool) -> None:
    told = short_of_memory(error)
    assert (told is not None) == short
    assert told is None or len(told.splitlines()) == 1


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def stopped(folder: Path, by: signal.Signals, *words: str | Path) -> int:
    """The command, given a signal once there is a second file in `folder`."""
    process = subprocess.Popen([sys.executable, "-m", "spellfix", *map(str, words)])
    while len(names(folder)) < 2:
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(by)
    return process.wait(60)


def test_sigterm이_오면_파일은_그대로이고_남는_것이_없다(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    text = "".join(f"{number} {TYPOS}" for number in range(2000))
    path.write_text(text, encoding="utf-8")
    assert stopped(tmp_path, signal.SIGTERM, "correct", "--in-place", path) == -signal.SIGTERM
    assert names(tmp_path) == ["글.txt"]
    assert path.read_text(encoding="utf-8") == text


def test_kill_9로_남은_백업은_다음_실행이_이어_쓴다(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    path.write_text(TYPOS, encoding="utf-8")
    path.with_name("글.txt.bak").hardlink_to(path)  # as a run leaves it that was killed just then
    assert main(["correct", "--in-place", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == RIGHT
    assert path.with_name("글.txt.bak").read_text(encoding="utf-8") == TYPOS


def test_남의_백업은_여전히_덮어쓰지_않는다(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "글.txt"
    path.write_text(TYPOS, encoding="utf-8")
    path.with_name("글.txt.bak").write_text(TYPOS, encoding="utf-8")
    assert main(["correct", "--in-place", str(path)]) == 2
    assert "backup exists already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == TYPOS
