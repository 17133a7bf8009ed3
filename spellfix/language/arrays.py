"""Arrays out of an .npz file, looked at before they are unpacked; nothing is ever unpickled.

The directory of the file says what each array unpacks to, and each array's first bytes how large it
is: both are compared with ARRAYS, and with each other, before memory is asked for. Knows nothing
about what numbers mean.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from math import prod
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from spellfix.limits import ARRAYS

Arrays = dict[str, NDArray[np.generic]]

DAMAGE = (
    OSError,
    KeyError,
    TypeError,
    ValueError,
    EOFError,
    MemoryError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""All that reading a file that is none, is damaged or was made to do harm raises."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEADER = 4096  # bytes in which the description of an array ends


def read_arrays(path: Path) -> Arrays:
    """All arrays in the file `path`, by name. Raises one of DAMAGE for what is no such file, or
    unpacks to more than ARRAYS."""
    if path.stat().st_size > ARRAYS:
        raise ValueError(f"larger than {ARRAYS >> 20} MiB")
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if total > ARRAYS:
            raise ValueError(f"unpacks to {total >> 20} MiB, expected at most {ARRAYS >> 20}")
        for member in members:
            if member.compress_type not in _METHODS:
                raise ValueError(f"{member.filename}: packed in another way than deflate")
            _check(archive, member)
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        return dict(arrays)


def _check(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Whether the array has the size that it says."""
    with archive.open(member) as stream:
        head = io.BytesIO(stream.read(_HEADER))
    version = npy.read_magic(head)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, kind = read(head)
    if kind.hasobject:
        raise ValueError(f"{member.filename}: holds objects, expected numbers (allow_pickle=False)")
    size = head.tell() + prod(shape) * kind.itemsize
    if min(shape, default=0) < 0 or size != member.file_size:
        raise ValueError(f"{member.filename}: of shape {shape}, but {member.file_size} bytes")
