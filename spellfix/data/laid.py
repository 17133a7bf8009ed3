"""Many texts end to end as one array of code points: what is looked at in all of them at once.

A text of a hundred bytes costs more as a Python object than all that is counted in it. So texts are
stretches of one string, and become strings of their own only where one is looked at by itself.
Knows nothing about what is looked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Points = npt.NDArray[np.uint32]

END = ord("\n")
PORTION = 1 << 18  # code points that are looked at together: arrays of them fit into a cache


@dataclass(frozen=True, slots=True)
class Laid:
    """Texts in order, a line end after each.

    whole, points: all characters and their code points, uint32. starts, sizes: of each text in
    them, int64 [texts].
    """

    whole: str
    points: Points
    starts: Integers
    sizes: Integers

    @classmethod
    def out(cls, texts: Sequence[str]) -> "Laid":
        """``texts`` laid out.

        >>> Laid.out(["가", "나다"]).starts.tolist()
        [0, 2]
        """
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        return cls.of("\n".join([*texts, ""]), sizes)

    @classmethod
    def of(cls, whole: str, sizes: Integers) -> "Laid":
        """Texts of these sizes, each with a line end after it."""
        points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
        return cls(whole, points, np.cumsum(sizes + 1) - sizes - 1, sizes)

    def __len__(self) -> int:
        return len(self.sizes)

    def text(self, at: int) -> str:
        """One text."""
        start = int(self.starts[at])
        return self.whole[start : start + int(self.sizes[at])]

    def texts(self) -> list[str]:
        """All texts."""
        starts, ends = self.starts.tolist(), (self.starts + self.sizes).tolist()
        return [self.whole[start:end] for start, end in zip(starts, ends, strict=True)]

    def among(self, places: Integers) -> Integers:
        """The numbers of the texts that these places lie in."""
        found: Integers = np.searchsorted(self.starts, places, side="right") - 1
        return found

    def portions(self) -> Iterator["Laid"]:
        """The texts in portions of about PORTION code points."""
        first = 0
        while first < len(self):
            begin = int(self.starts[first])
            last = max(first + 1, int(np.searchsorted(self.starts, begin + PORTION)))
            end = int(self.starts[last]) if last < len(self) else len(self.points)
            yield Laid(
                self.whole[begin:end],
                self.points[begin:end],
                self.starts[first:last] - begin,
                self.sizes[first:last],
            )
            first = last

    def cut(self, starts: Integers, ends: Integers) -> "Laid":
        """Stretches of the texts, in order, as texts; what is between them is left out."""
        if not len(starts):
            return Laid.out([])
        parts: list[str] = []
        done = int(starts[0])
        for at in np.flatnonzero(starts[1:] - ends[:-1] != 1).tolist():
            parts += self.whole[done : int(ends[at])], "\n"
            done = int(starts[at + 1])
        whole = "".join([*parts, self.whole[done : int(ends[-1])], "\n"])
        return _separated(whole, ends - starts)

    def replaced(self, texts: Mapping[int, str]) -> "Laid":
        """With other texts in the place of those with these numbers."""
        if not texts:
            return self
        sizes, parts, done = self.sizes.copy(), list[str](), 0
        for at, text in sorted(texts.items()):
            parts += self.whole[done : int(self.starts[at])], text
            done = int(self.starts[at] + self.sizes[at])
            sizes[at] = len(text)
        return _separated("".join([*parts, self.whole[done:]]), sizes)

    def beginnings(self, longest: int) -> "Laid":
        """With no more than ``longest`` code points of each text."""
        if not len(self) or int(self.sizes.max()) <= longest:
            return self
        return Laid.out([text[:longest] for text in self.texts()])

    def encoded(self) -> tuple[bytes, Integers]:
        """The texts in UTF-8, one after the other with nothing between them, and where each begins
        in that, and the end; int64 [texts + 1]."""
        data = self.whole.encode("utf-8", "surrogatepass")
        if not len(self):
            return b"", np.zeros(1, np.int64)
        widths = (self.points >= 0x80).view(np.uint8) + np.uint8(1)
        widths += self.points >= 0x800
        widths += self.points >= 0x10000
        sizes = np.add.reduceat(widths, self.starts, dtype=np.int64) - 1
        offsets = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=offsets[1:])
        if data.count(b"\n") == len(sizes):
            return data.replace(b"\n", b""), offsets
        inside = np.ones(len(data), np.bool_)
        inside[offsets[1:] + np.arange(len(sizes))] = False
        return np.frombuffer(data, np.uint8).take(np.flatnonzero(inside)).tobytes(), offsets


def _separated(whole: str, sizes: Integers) -> Laid:
    """Texts of these sizes with any one character after each."""
    found = Laid.of(whole, sizes)
    points = found.points.copy()
    points[found.starts + sizes] = END
    whole = points.tobytes().decode("utf-32-le", "surrogatepass")
    return Laid(whole, points, found.starts, sizes)
