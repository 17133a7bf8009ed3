"""Ray Data as an engine: works go to a pool of actors, each with the model in one thread.

The cluster is the one of RAY_ADDRESS or of ``address``, or one of this machine's own that ends with
the run, listens on 127.0.0.1 and tells nobody anything. Needs the extra `ray`. Knows nothing about
what the work is.
"""

import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from spellfix.bulk.engines import Run
from spellfix.bulk.places import Note
from spellfix.bulk.work import Job, Work, do
from spellfix.cores import cores
from spellfix.errors import ConfigError, SpellfixError

LOCAL = "local"
STORE = 100 << 20
"""Bytes of the object store of our own cluster; works and notes are small."""
TRIES = 5
"""At one part, before its workers are thought to die of it."""
BLOCKS = 1000
"""Tasks, at most: what Ray keeps in mind grows with them."""


def on_ray(workers: int | None, address: str | None) -> Run:
    """``workers`` actors, None for as many as the cluster has cores."""

    def run(works: Sequence[Work], job: Job) -> Iterator[Note]:
        where = address or os.environ.get("RAY_ADDRESS") or LOCAL
        ray = _ray(where)
        with _cluster(ray, workers, where):
            there = int(ray.cluster_resources().get("CPU", 0))
            count = min(workers or there, len(works))
            if count > there:
                raise ConfigError(
                    f"--workers {workers}: 클러스터의 코어는 {there}개입니다 / the cluster has "
                    f"{there} cores; --workers {there}"
                )
            yield from _notes(ray, works, job, count)

    return run


class Correcting:
    """An actor: does works, one after the other."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[bytes]]:
        """The notes of the works in a batch, or what stopped them."""
        return {"note": [self._do(each) for each in batch["work"]]}

    def _do(self, packed: bytes) -> bytes:
        work: Work = pickle.loads(packed)
        try:
            self._refuse_deadly(work)
            return pickle.dumps(do(work, self._job))
        except (SpellfixError, OSError) as error:  # for a person, not for Ray to try again
            return pickle.dumps(error)

    def _refuse_deadly(self, work: Work) -> None:
        """Raises SpellfixError for what too many workers have died of: Ray would go on for ever."""
        if self._job.shelf.tries(work.number, self._job.sitting) > TRIES:
            first, last = work.portions[0], work.portions[-1]
            raise SpellfixError(
                f"{work.name}: 일꾼이 {TRIES}번 죽었습니다 / its worker died {TRIES} times (out of "
                f"memory?): {first.source.file.name} row {first.row} to {last.source.file.name} "
                f"row {last.row + last.rows - 1}; --workers, --part-size, --resume"
            )


def _notes(ray: Any, works: Sequence[Work], job: Job, count: int) -> Iterator[Note]:
    packed = [{"work": pickle.dumps(work)} for work in works]
    done = ray.data.from_items(packed, override_num_blocks=min(len(works), BLOCKS)).map_batches(
        Correcting,
        fn_constructor_args=(job,),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(size=count),
        num_cpus=1,
    )
    for row in done.iter_rows():
        note = pickle.loads(row["note"])
        if isinstance(note, Exception):
            raise note
        yield note


def _ray(address: str) -> Any:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # before Ray is loaded: it would report its use
    if address == LOCAL or address.startswith(("127.", "localhost")):
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")  # listens on 127.0.0.1
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"더 설치하세요 / --engine ray needs {error.name}: pip install 'spellfix[ray]'"
        ) from error
    return ray


@contextmanager
def _cluster(ray: Any, workers: int | None, address: str) -> Iterator[None]:
    """A cluster to work on: the one this process is in already, the one named, or its own."""
    if ray.is_initialized():
        yield
        return
    options: dict[str, Any] = {"address": address, "log_to_driver": False}
    if address == LOCAL:
        options |= {"num_cpus": workers or cores(), "object_store_memory": STORE}
        options |= {"include_dashboard": False, "configure_logging": False}
    try:
        ray.init(**options)
    except Exception as error:  # Ray has no exception of its own for most of what may go wrong
        raise ConfigError(
            f"--ray-address {address}: 클러스터에 연결할 수 없습니다 / no cluster to connect to: "
            f"{error}"
        ) from error
    try:
        yield
    finally:
        ray.shutdown()
