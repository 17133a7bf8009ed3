"""Work for several processes, or for this one; knows nothing about what the work is.

The processes are started anew (spawned: the same on every system, and safe with threads), never see
a Ctrl-C and end with the one that started them, however that went.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Thread
from typing import Any, Protocol, TypeVar

from spellfix.errors import SpellfixError

Result = TypeVar("Result")


class Workers(Protocol):
    """Whoever does the work."""

    def submit(self, do: Callable[..., Result], /, *given: Any) -> "Future[Result]":
        """The result of ``do(*given)``, now or later."""


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """``count`` processes, or this one where that is 1. What they have not begun when the context
    is left is never done. Raises SpellfixError if a process dies."""
    if count == 1:
        yield _Here()
        return
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _end_with_parent)
    try:
        yield _Elsewhere(pool)
    except BrokenProcessPool as error:
        raise SpellfixError(
            "작업 프로세스가 죽었습니다 / a worker process died (killed, or out of memory?); "
            "--resume으로 이어집니다 / --resume goes on from here"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


class _Here:
    def submit(self, do: Callable[..., Result], /, *given: Any) -> "Future[Result]":
        done: Future[Result] = Future()
        done.set_result(do(*given))
        return done


class _Elsewhere:
    def __init__(self, pool: Executor) -> None:
        self._pool = pool

    def submit(self, do: Callable[..., Result], /, *given: Any) -> "Future[Result]":
        with _interrupts_held():
            return self._pool.submit(do, *given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:

        def wait() -> None:
            parent.join()
            os._exit(1)

        Thread(target=wait, daemon=True).start()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start meanwhile never see a Ctrl-C; this one sees it afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
