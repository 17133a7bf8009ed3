"""A file written piece by piece beside its final name, with a journal to go on from after a kill.

``OUT.partial`` holds the pieces, ``OUT.partial.journal`` what was asked for and a line for each
piece; a line counts once it is whole. Knows nothing about what the pieces are.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from spellfix.cli.blocks import Block
from spellfix.errors import ConfigError, InputError
from spellfix.locking import lock

FORMAT = 1


def fingerprint(data: bytes) -> str:
    """Sixteen hexadecimal digits that no other bytes will have.

    >>> fingerprint(b"")
    'e4a6a0577479b2b4'
    """
    return blake2b(data, digest_size=8).hexdigest()


class Draft:
    """``output`` while it is being written, for ``wanted``: whatever decides about its bytes, as
    plain values. Leaving the context before `finish` keeps what there is to go on from.
    """

    def __init__(self, output: Path, wanted: Mapping[str, object]) -> None:
        self.output = output
        self.partial = output.with_name(f"{output.name}.partial")
        self._journal = output.with_name(f"{output.name}.partial.journal")
        self._wanted = json.loads(json.dumps({"format": FORMAT, **wanted}))
        self._files: list[BinaryIO] = []
        self._empty = False

    def __enter__(self) -> "Draft":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._empty:
            self.discard()
        self._close()

    def begin(self) -> None:
        """Start anew, throwing away what an earlier run left. Raises OSError."""
        self._open("w+b")
        self._empty = True
        self._note(self._wanted)

    def refuse_unfinished(self) -> None:
        """Raises InputError if an earlier run left something, naming the two ways to go on."""
        if self._journal.exists() or self.partial.exists():
            raise InputError(
                f"끝나지 않은 파일이 있습니다 / an unfinished run left {self.partial}; "
                "이어서 하려면 --resume, 처음부터 하려면 --force / --resume goes on, "
                "--force starts over"
            )

    def resume(self, blocks: Iterator[Block]) -> Counter[str]:
        """Go on after the last piece that is whole on the disk, taking the blocks that are done off
        ``blocks``; returns the sums of what was counted in them.

        Begins where nothing was begun.

        Raises ConfigError naming what differs where other pairs were asked for, and InputError
        naming the lines where the input is not what it was.
        """
        if not self._journal.exists():
            self.begin()
            return Counter()
        self._open("r+b")
        partial, journal = self._files
        self._compare(_whole(journal.readline()))
        written, noted = 0, journal.tell()
        counts: Counter[str] = Counter()
        for line in journal:
            done = _whole(line)
            data = partial.read(done["bytes"]) if done else b""
            if not done or fingerprint(data) != done["made"]:
                break  # the power went while this was on its way to the disk: do it again
            block = next(blocks, None)
            if block is None or fingerprint(block.raw) != done["read"]:
                number = block.number + 1 if block else "end"
                raise InputError(
                    f"--resume: 입력이 달라졌습니다 / the input differs from what was read before, "
                    f"at line {number} or after; --force로 처음부터 / --force starts over"
                )
            written, noted = written + len(data), noted + len(line)
            counts.update({name: n for name, n in done.items() if isinstance(n, int)})
        for file, size in ((partial, written), (journal, noted)):
            file.seek(size)
            file.truncate()
        return counts

    def add(self, data: bytes, *, read: str, made: str, **counts: int) -> None:
        """Write one more piece.

        read, made: fingerprints of the block it comes from and of ``data``; counts: whatever is to
        be summed up when the run goes on later.
        """
        partial = self._files[0]
        partial.write(data)
        partial.flush()
        self._empty = self._empty and not data
        self._note({**counts, "bytes": len(data), "read": read, "made": made})

    def finish(self) -> None:
        """All pieces are there: give them the final name."""
        os.fsync(self._files[0].fileno())
        self._close()
        self.partial.replace(self.output)
        self._journal.unlink()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._empty = False
        self._close()
        self.partial.unlink(missing_ok=True)
        self._journal.unlink(missing_ok=True)

    def _open(self, mode: str) -> None:
        journal = self._journal.open("r+b" if self._journal.exists() else "w+b")
        self._files = [journal]
        lock(journal, self.output)
        if mode == "w+b":
            journal.truncate(0)
        self.partial.touch()
        self._files = [_binary(self.partial, mode), journal]

    def _close(self) -> None:
        for file in self._files:
            file.close()
        self._files = []

    def _note(self, values: Mapping[str, Any]) -> None:
        journal = self._files[-1]
        journal.write(f"{json.dumps(values, ensure_ascii=False)}\n".encode())
        journal.flush()

    def _compare(self, found: dict[str, Any]) -> None:
        then, now = _flat(found), _flat(self._wanted)
        different = [
            f"{name}: {then.get(name, 'none')} then, {now.get(name, 'none')} now"
            for name in dict.fromkeys([*then, *now])
            if then.get(name) != now.get(name)
        ]
        if different:
            raise ConfigError(
                f"--resume: {self.partial}: 다른 조건으로 만들던 것입니다 / was begun otherwise: "
                f"{'; '.join(different)}; --force로 처음부터 / --force starts over"
            )


def _binary(path: Path, mode: str) -> BinaryIO:
    file: Any = path.open(mode)
    result: BinaryIO = file
    return result


def _whole(line: bytes) -> dict[str, Any]:
    """The values in a line of the journal, none if it was cut off."""
    try:
        values = json.loads(line) if line.endswith(b"\n") else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _flat(values: Mapping[str, Any], within: str = "") -> dict[str, Any]:
    """Nested values by their names, as ``recipe.mix.keyboard``."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{within}{name}.")
        else:
            flat[f"{within}{name}"] = value
    return flat
