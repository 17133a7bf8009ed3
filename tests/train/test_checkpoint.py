"""Training state on disk."""

import os
import pickle
from pathlib import Path

import pytest
import torch

from spellfix.errors import ModelError
from spellfix.train.checkpoint import load_checkpoint, save_checkpoint


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    state = {"network": {"weight": torch.arange(6.0)}, "progress": {"step": 3, "seconds": 1.5}}
    path = tmp_path / "run" / "last.pt"
    save_checkpoint(path, {"network": {}})
    save_checkpoint(path, state)
    found = load_checkpoint(path)
    assert torch.equal(found["network"]["weight"], state["network"]["weight"])
    assert found["progress"] == state["progress"]
    assert list(path.parent.iterdir()) == [path]


class Command:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch harmed",)


@pytest.mark.parametrize("cut", [0, 10, 500])
def test_a_torn_file_is_named_with_what_to_do(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "last.pt"
    save_checkpoint(path, {"weight": torch.ones(1000)})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError, match=r"last\.pt.*delete the file"):
        load_checkpoint(path)


def test_a_pickle_with_code_in_it_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    path.write_bytes(pickle.dumps(Command(), protocol=2))
    with pytest.raises(ModelError):
        load_checkpoint(path)
    assert not Path("harmed").exists()
