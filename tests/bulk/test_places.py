"""Archives from a server and into a store; and what is given up where workers die of it."""

import json
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import fsspec
import pytest

from spellfix.bulk import correct_files
from spellfix.bulk.columns import Settings
from spellfix.bulk.files import files
from spellfix.bulk.on_ray import Correcting
from spellfix.bulk.places import place_of
from spellfix.bulk.sources import scan
from spellfix.bulk.work import Job, works

from .conftest import PART, Rows, contents

Read = Callable[[Path], Rows]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of the files in ``folder`` that knows no ranges."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_what_a_server_has_gives_what_the_disk_gives(
    archive: Path, whole: Path, rows: Read, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    shutil.copy(whole / "part-00000.parquet", tmp_path / "site" / "c.parquet")
    shutil.copy(archive / "a.txt", tmp_path / "site" / "a.txt")
    with served(tmp_path / "site") as address:
        urls = [f"{address}/a.txt", f"{address}/c.parquet?column=input"]
        correct_files(urls, str(tmp_path / "out"), workers=1, column="input")
    found = rows(tmp_path / "out")
    before = rows(whole)
    texts = [row["input"] for row in before]
    first = json.loads((whole / "_manifest.json").read_bytes())["parts"][0]["rows"]
    assert [row["input"] for row in found] == texts[:202] + texts[:first]
    assert {row["source"] for row in found} == {f"{address}/a.txt", f"{address}/c.parquet"}


def test_a_store_without_renaming_gets_the_same_parts(archive: Path, whole: Path) -> None:
    system = fsspec.filesystem("memory")
    url = "memory://bucket/out"
    given = {"workers": 1, "keep": ["id"], "part": PART}
    with pytest.raises(RuntimeError):
        correct_files([archive.as_uri()], url, **given, tell=stop)  # type: ignore[arg-type]
    assert not system.exists("/bucket/out/_manifest.json")
    assert system.find("/bucket/out/_notes")
    correct_files([archive.as_uri()], url, **given, resume=True)  # type: ignore[arg-type]
    found = {path.rpartition("/")[2]: system.cat(path) for path in system.find("/bucket/out")}
    assert found == contents(whole)
    with pytest.raises(ValueError, match="--force"):
        correct_files([archive.as_uri()], url, **given)  # type: ignore[arg-type]


def stop(done: int, total: int, sentences: int) -> None:
    """Ends a run in its middle."""
    if 2 * done > total:
        raise RuntimeError("stopped")


@pytest.mark.parametrize("output", ["{}/out", "memory://tries/out"])
def test_what_its_workers_die_of_is_given_up_in_the_end(
    archive: Path, tmp_path: Path, output: str
) -> None:
    (file,) = files([str(archive / "a.txt")])
    source, portions = scan(file, "text", 1 << 20)
    (work,) = works(portions, 1 << 20, "jsonl")
    place = place_of(output.format(tmp_path), {})
    job = Job(Settings("no model"), "text", (), "jsonl", place.shelf, "")
    with place.opened(resume=False, force=False):
        answers = [Correcting(job)({"work": [pickle.dumps(work)]}) for _ in range(6)]
        later = replace(job, sitting="later")
        answers += [Correcting(later)({"work": [pickle.dumps(work)]})]
    told = [str(pickle.loads(answer["note"][0])) for answer in answers]
    assert ["died 5 times" in each for each in told] == [False] * 5 + [True, False]
    assert f"row 0 to {source.file.name} row 201" in told[5]
