"""How a command ends that the system does not let go on: told to stop, or short of memory.

SIGTERM is an interrupt like Ctrl-C: files that are not whole are removed, what can be gone on with
stays, and then the process dies of the signal, as whoever sent it expects. Knows no command.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from types import FrameType

SIGNS = (
    "can't start new thread",
    "failed to launch worker thread",  # pyarrow
    "cannot allocate memory",
    "can't allocate memory",
    "failed to allocate memory",
    "bad allocation",
    "bad_alloc",
    "failed to map segment",
    "not enough memory",
    "could not create a primitive",  # oneDNN, below torch
    "could not create a memory object",
)
"""What libraries say that have an exception of their own for it; in lower case."""


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


@contextmanager
def heeding_sigterm() -> Iterator[None]:
    """SIGTERM raises Terminated, once: the second ends the process at once.

    Left alone where somebody else decides about signals, and outside of the main thread.
    """
    if (
        current_thread() is not main_thread()
        or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    ):
        yield
        return
    signal.signal(signal.SIGTERM, _raise)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is _raise:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def die_of_sigterm() -> int:
    """Ends this process by SIGTERM; 143 where that cannot be done."""
    with suppress(OSError):
        sys.stdout.flush()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTERM)
    return 128 + signal.SIGTERM


def short_of_memory(error: Exception) -> str | None:
    """What to tell where `error`, or what it came of, means that there is too little memory, None
    where it does not."""
    meant = next(filter(_means_too_little, _back(error)), None)
    if meant is None:
        return None
    said = str(meant).strip()
    found = said.splitlines()[0] if said else type(meant).__name__
    return (
        f"메모리가 모자랍니다 / out of memory ({found}); 다른 프로그램을 닫거나 한도를 늘려 다시 "
        "실행하세요 / close other programs or raise the limit, and run it again"
    )


def _means_too_little(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in SIGNS)


def _back(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that it came of."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def refused(error: OSError) -> str:
    """What to tell of a file that the system refuses: it is named, also where it is none."""
    if error.filename is None:
        try:
            sys.stdout.flush()
        except OSError:
            drop_standard_output()
            return (
                "표준 출력에 쓸 수 없습니다 / cannot write to standard output "
                f"({error.strerror or error})"
            )
    return str(error)


def drop_standard_output() -> None:
    """What nobody can take goes nowhere: the interpreter flushes it once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _raise(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise Terminated
