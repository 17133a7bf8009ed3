"""Training state on disk: whole or not there, whatever kills the process. Nothing is unpickled."""

from io import BytesIO
from pathlib import Path
from pickle import UnpicklingError  # what torch raises; nothing here unpickles
from typing import Any

import torch

from spellfix.atomic import atomically
from spellfix.errors import ModelError


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Write ``state`` (tensors, numbers, strings, dicts and lists of them) at ``path``, atomically.
    Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomically(path, path.with_suffix(".partial")) as file:
        try:
            torch.save(state, file)
        except RuntimeError as error:  # what torch makes of a disk that is full
            if isinstance(error.__context__, OSError):
                raise error.__context__ from None
            raise


def load_checkpoint(path: Path) -> dict[str, Any]:
    """The state that ``save_checkpoint`` wrote. Raises ModelError for anything else."""
    try:
        written = path.read_bytes()
    except OSError as error:
        raise _unread(path, error) from error
    return read_checkpoint(written, path)


def read_checkpoint(written: bytes, path: Path) -> dict[str, Any]:
    """The state of a file ``path`` that has been read already, here or by another process."""
    try:
        state = torch.load(BytesIO(written), map_location="cpu", weights_only=True)
    except (OSError, EOFError, RuntimeError, UnpicklingError, ValueError) as error:
        raise _unread(path, error) from error
    return dict(state)


def _unread(path: Path, error: Exception) -> ModelError:
    return ModelError(
        f"{path}: expected a spellfix checkpoint, cannot read it ({error}); "
        "delete the file to start the run anew"
    )
