"""A program that answers in lines: real programs, that answer, die, hang and are left alone."""

import gc
import os
import signal
import subprocess
import sys
import time

import pytest

from spellfix.systems.child import Child, EndedError, SilentError

ECHO = "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(line); sys.stdout.flush()"


def python(program: str) -> Child:
    return Child([sys.executable, "-c", program], "echo")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_lines_are_answered_in_order() -> None:
    child = python(ECHO)
    for line in (b"", "가나다".encode(), b"x" * 300_000):
        child.tell(line)
    assert [child.hear(60) for _ in range(3)] == [b"", "가나다".encode(), b"x" * 300_000]
    child.close()


def test_a_program_that_dies_is_an_error_with_its_exit_status() -> None:
    child = python("import os; os._exit(7)")
    child.tell("답해".encode())
    with pytest.raises(EndedError, match=r"echo: 도중에 끝났습니다.*exit status 7"):
        child.hear(60)
    with pytest.raises(EndedError):  # and stays one
        child.hear(60)


def test_a_program_that_keeps_silent_is_killed() -> None:
    child = python("import time; time.sleep(600)")
    with pytest.raises(SilentError, match=r"no answer in 0\.2 seconds"):
        child.hear(0.2)
    assert not alive(child.pid)


def test_telling_a_stopped_program_more_than_its_pipe_holds_does_not_wait() -> None:
    child = python(ECHO)
    os.kill(child.pid, signal.SIGSTOP)
    child.tell(b"x" * 1_000_000)
    with pytest.raises(SilentError):
        child.hear(0.2)
    assert not alive(child.pid)


def test_a_child_ends_with_its_close_and_may_be_closed_again() -> None:
    child = python(ECHO)
    assert alive(child.pid)
    child.close()
    child.close()
    assert not alive(child.pid)
    with pytest.raises(EndedError):
        child.hear(60)


def test_a_child_that_nobody_holds_ends() -> None:
    child = python(ECHO)
    pid = child.pid
    del child
    gc.collect()
    assert not alive(pid)


def test_a_child_ends_with_the_interpreter() -> None:
    program = (
        "import sys; from spellfix.systems.child import Child\n"
        f"child = Child([sys.executable, '-c', {ECHO!r}], 'echo')\n"
        "child.tell(b'1'); child.hear(60); print(child.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, timeout=60, check=True
    )
    assert done.stderr == b""
    deadline = time.monotonic() + 10
    while alive(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(int(done.stdout))
