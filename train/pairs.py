"""Typo pairs as data sets of Hugging Face ``datasets``: the pairs that `spellfix noise` writes.

``datasets`` is imported when it is used, so that a pair can be described without it. Knows no rule
of noise.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from spellfix.errors import InputError
from spellfix.noise import Noiser, Noisy, Recipe
from spellfix.noise.record import fingerprint_of_rules, record

if TYPE_CHECKING:
    import datasets

    AnyDataset = TypeVar("AnyDataset", datasets.Dataset, datasets.IterableDataset)

BATCH = 1000  # texts


class MakesTypos(Protocol):
    """A `Noiser`, or a `TypoGenerator`."""

    def noise(self, text: str, epoch: int, index: int) -> Noisy: ...


def noisy_pairs(
    dataset: "AnyDataset",
    noiser: MakesTypos,
    *,
    column: str = "text",
    epoch: int = 0,
    workers: int = 1,
) -> "AnyDataset":
    """The pairs of the texts in ``column``, in the columns of `record`; blank texts make none.

    A text's index is its place in ``dataset``: the pairs are those of `spellfix noise` on a file
    with these lines, whatever ``workers``, the processes that a Dataset is mapped with (they need a
    noiser that can be pickled). An IterableDataset stays lazy and is mapped where it is read; its
    indices count from where it begins, so shuffle it afterwards.

    Raises InputError where there is no such column, or while mapping where it holds no text.
    """
    import datasets

    names = dataset.column_names or list(next(iter(dataset), {}))
    if column not in names:
        raise InputError(f"expected a column {column!r}, found {', '.join(names) or 'none'}")
    options: dict[str, Any] = {}
    if isinstance(dataset, datasets.Dataset) and workers > 1:
        options["num_proc"] = workers
    return dataset.map(
        _Pairs(noiser, column, epoch),
        with_indices=True,
        batched=True,
        batch_size=BATCH,
        remove_columns=names,
        features=features(),
        **options,
    )


class _Pairs:
    """The function that is mapped. `datasets` pickles it, to tell one mapping from another in its
    cache as well as to send it to other processes: a Noiser goes as what it was made from."""

    def __init__(self, noiser: MakesTypos, column: str, epoch: int) -> None:
        self.noiser = noiser
        self.column = column
        self.epoch = epoch

    def __getstate__(self) -> dict[str, Any]:
        noiser = self.noiser
        if isinstance(noiser, Noiser):
            made_from = (noiser.seed, noiser.recipe.to_dict(), fingerprint_of_rules())
            return {"noiser": made_from, "column": self.column, "epoch": self.epoch}
        return vars(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        if isinstance(state["noiser"], tuple):
            seed, recipe, _ = state["noiser"]
            self.noiser = Noiser(seed, Recipe.from_dict(recipe))

    def __call__(
        self, batch: Mapping[str, Sequence[object]], indices: Sequence[int]
    ) -> dict[str, list[Any]]:
        made: dict[str, list[Any]] = {"input": [], "target": [], "kind": [], "edits": []}
        for text, index in zip(batch[self.column], indices, strict=True):
            if not isinstance(text, str):
                raise InputError(
                    f"row {index}: expected a text in {self.column!r}, got {type(text).__name__}"
                )
            if text.strip():
                for name, value in record(text, self.noiser.noise(text, self.epoch, index)).items():
                    made[name].append(value)
        return made


def features() -> "datasets.Features":
    """The columns of `record`."""
    from datasets import Features, Value

    text, place = Value("string"), Value("int64")
    edit = {
        "start": place,
        "end": place,
        "before": text,
        "after": text,
        "kind": text,
        "rule": text,
        "row": text,
    }
    return Features({"input": text, "target": text, "kind": text, "edits": [edit]})


def write_parquet(pairs: Path, path: Path) -> None:
    """The JSON lines in ``pairs`` as a Parquet file; what lies between is written beside ``path``,
    never into a cache, and removed."""
    import datasets

    shown = datasets.is_progress_bar_enabled()
    datasets.disable_progress_bars()
    try:
        with TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as cache:
            table = datasets.Dataset.from_json(str(pairs), features=features(), cache_dir=cache)
            table.to_parquet(path)
    finally:
        if shown:
            datasets.enable_progress_bars()
