"""Files that are there whole or not at all; checkpoints, too, on a disk that is full."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

from spellfix.atomic import atomically, write_atomically
from spellfix.train.checkpoint import load_checkpoint, save_checkpoint


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: what a full disk answers, for this process alone."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_file_comes_into_being_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with atomically(path) as file:
        file.write("가".encode())
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "가"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_cannot_be_finished_leaves_what_was_there(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "a"
    write_atomically(path, "옛것")

    def half() -> None:
        with atomically(path) as file:
            file.write(b"new")
            raise error

    with pytest.raises(error):
        half()
    assert path.read_text(encoding="utf-8") == "옛것"
    assert [*tmp_path.iterdir()] == [path]


def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomically(path, "옛것")
    with small_files(4096), pytest.raises(OSError, match=r"too large.*/a"):
        write_atomically(path, b"x" * 10_000)
    assert path.read_text(encoding="utf-8") == "옛것"
    assert [*tmp_path.iterdir()] == [path]


def test_the_checkpoint_before_stays_where_the_next_finds_no_room(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    save_checkpoint(path, {"step": 1})
    with small_files(1 << 16), pytest.raises(OSError, match=r"too large.*last\.pt"):
        save_checkpoint(path, {"step": 2, "weight": torch.ones(1 << 16)})
    assert load_checkpoint(path) == {"step": 1}
    assert [*tmp_path.iterdir()] == [path]
