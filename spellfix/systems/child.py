"""A program of its own that is told lines and answers in lines; knows nothing about what they say.

Whatever the program does, nobody waits for ever: one that ended or keeps silent is an error. It
ends with the Child, at the latest with the interpreter.
"""

from __future__ import annotations

import subprocess
import weakref
from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

from spellfix.errors import SpellfixError

_END = 10.0
"""Seconds that a killed process and the threads at its pipes have to go."""


class EndedError(SpellfixError):
    """The program ended where a line was due."""


class SilentError(SpellfixError):
    """The program gave no line in the time it had; it has been killed."""


class Child:
    """The running program `command`; `name` is how messages call it.

    environment: its environment variables, those of this process where None. Raises OSError where
    there is no such program.
    """

    def __init__(
        self, command: Sequence[str], name: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._name = name
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._told: SimpleQueue[bytes | None] = SimpleQueue()
        self._heard: SimpleQueue[bytes | None] = SimpleQueue()
        threads = (
            Thread(target=_write, args=(self._process.stdin, self._told), daemon=True),
            Thread(target=_read, args=(self._process.stdout, self._heard), daemon=True),
        )
        for thread in threads:
            thread.start()
        self._end = weakref.finalize(self, _end, self._process, self._told, threads)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def tell(self, line: bytes) -> None:
        """Hand over a line (without its end); never waits."""
        self._told.put(line)

    def hear(self, seconds: float) -> bytes:
        """The next line, without its end.

        Raises EndedError where the program has ended, SilentError where it says nothing for
        `seconds`.
        """
        try:
            line = self._heard.get(timeout=seconds)
        except Empty:
            self.close()
            raise SilentError(
                f"{self._name}: {seconds:g}초 동안 답이 없어 끝냈습니다 / "
                f"no answer in {seconds:g} seconds, ended"
            ) from None
        if line is None:
            self.close()
            raise EndedError(
                f"{self._name}: 도중에 끝났습니다 / ended before its answer "
                f"(exit status {self._process.returncode})"
            )
        return line

    def close(self) -> None:
        """End the program; may be called again."""
        self._end()
        self._heard.put(None)


def _write(stream: IO[bytes], lines: SimpleQueue[bytes | None]) -> None:
    try:
        with stream:
            while (line := lines.get()) is not None:
                stream.write(line + b"\n")
                stream.flush()
    except OSError:  # the program has ended, which the reader will see
        return


def _read(stream: IO[bytes], lines: SimpleQueue[bytes | None]) -> None:
    with stream:
        for line in stream:
            lines.put(line.rstrip(b"\r\n"))
    lines.put(None)


def _end(
    process: subprocess.Popen[bytes], told: SimpleQueue[bytes | None], threads: Sequence[Thread]
) -> None:
    process.kill()
    process.wait(_END)
    told.put(None)
    for thread in threads:
        thread.join(_END)
