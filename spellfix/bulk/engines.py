"""Who does the work: this process, several here, or the actors of Ray; knows nothing about it.

Whoever it is, notes come back as parts are done, in any order. Ray gives the work of a worker that
died to another one; of processes here, a death ends the run, which can be gone on with.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait

from spellfix.bulk.places import Note
from spellfix.bulk.work import Job, Work, do
from spellfix.processes import workers as processes

AHEAD = 2  # works that wait for each process
Run = Callable[[Sequence[Work], Job], Iterator[Note]]


def local(workers: int) -> Run:
    """``workers`` processes, or this one where that is 1."""

    def run(works: Sequence[Work], job: Job) -> Iterator[Note]:
        waiting = deque(works)
        count = max(1, min(workers, len(works)))
        with processes(count) as pool:
            begun: set[Future[Note]] = set()
            while waiting or begun:
                while waiting and len(begun) < (AHEAD * count if count > 1 else 1):
                    begun.add(pool.submit(do, waiting.popleft(), job))
                done, begun = wait(begun, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()

    return run
