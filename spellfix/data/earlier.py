"""An output of cleaning, to be cleaned again with other filters; reads its manifest, no text."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spellfix.data.workplace import MANIFEST
from spellfix.errors import InputError

_COUNTED = ("texts", "kept")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The parts of an output in order, the facts of the sources that it was made of, whether their
    texts were split into sentences, and the bytes of the sources in a part."""

    folder: Path
    parts: Sequence[Path]
    sources: list[dict[str, object]]
    split: bool
    part: int

    @classmethod
    def opened(cls, folder: Path) -> "Earlier":
        """The output in ``folder``. Raises InputError where there is none, or not all of it."""
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            parts = [folder / str(part["name"]) for part in manifest["parts"]]
            sources = [
                {name: value for name, value in source.items() if name not in _COUNTED}
                for source in manifest["sources"]
            ]
            split, part_size = bool(manifest["sentences"]), int(manifest["part_size"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"--from {folder}: spellfix data clean이 만든 폴더가 아닙니다 / is not a folder "
                f"that spellfix data clean made: {MANIFEST} ({error})"
            ) from error
        missing = [part.name for part in parts if not part.is_file()]
        if missing:
            raise InputError(
                f"--from {folder}: 빠진 파일이 있습니다 / files are missing: {', '.join(missing)}"
            )
        return cls(folder, parts, sources, split, part_size)

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.stat().st_size for part in self.parts)
