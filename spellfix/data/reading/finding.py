"""What there is to read: files, folders and data sets as they are named, each read once for its
fingerprint.

Knows formats and encodings, and nothing of how what was found is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from spellfix.data.reading import columnar, records
from spellfix.data.reading.encodings import UTF_8, encoding_of, first_foreign
from spellfix.data.reading.formats import FORMATS, PACKABLE, format_of, stem_of, unknown
from spellfix.data.reading.packed import CUT_OFF
from spellfix.data.reading.sources import DATA_SET, Source
from spellfix.data.records import Text
from spellfix.errors import InputError
from spellfix.limits import FILES, advice, limit
from spellfix.lines import open_binary

BLOCK = 1 << 20  # bytes


def sources(
    paths: Sequence[str | Path], domain: str | None = None, column: str = "text"
) -> list[Source]:
    """What there is to read, in the order given: files, files of a folder that are of a kind we
    read (by name; hidden ones apart, others in `left_out`), data sets of Hugging Face on disk, and
    ``hf:NAME``. domain: of all of them; None: the name of each without its suffixes.

    Every file is read once for its fingerprint. Raises InputError where there is nothing to read,
    for a file of another kind, and where the system refuses.
    """
    found: list[Source] = []
    for given in paths:
        found += _found(given, domain, column)
    names: set[str] = set()
    for source in found:
        if source.name in names:
            raise InputError(
                f"{source.path}: 같은 이름이 두 번 있습니다 / the name {source.name} occurs twice; "
                "두 폴더를 담은 폴더를 주세요 / give the folder that holds both"
            )
        names.add(source.name)
    return found


def left_out(folder: Path) -> list[Path]:
    """The files of a folder that `sources` does not read, for their kind."""
    return [path for path in _files(folder) if format_of(path) is None]


def open_texts(
    source: str | Path, *, domain: str | None = None, column: str = "text"
) -> Iterator[Text]:
    """All texts of one file, folder or data set. Raises InputError as `sources`."""
    for each in sources([source], domain, column):
        yield from each.texts()


def _found(given: str | Path, domain: str | None, column: str) -> Iterator[Source]:
    path = Path(given)
    if str(given).startswith(columnar.NAMED) or columnar.is_data_set(path):
        yield from _data_set(str(given), domain, column)
    elif path.is_dir():
        files = [each for each in _files(path) if format_of(each)]
        folders = _data_sets(path)
        if not files and not folders:
            raise InputError(
                f"{path}: 읽을 파일이 없습니다 / no file to read in this folder; "
                f"{' '.join(FORMATS)} (.gz .xz)"
            )
        for each in files:
            yield _file(each, each.relative_to(path).as_posix(), domain, column)
        for each in folders:
            yield from _data_set(str(each), domain, column, each.relative_to(path).as_posix())
    else:
        yield _file(path, path.name, domain, column)


def _files(folder: Path) -> list[Path]:
    """All files below a folder by name, those of data sets and hidden ones apart."""
    sets = _data_sets(folder)
    found = (
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not any(each in path.parents for each in sets)
    )
    files = list(islice(found, limit(FILES) + 1))
    if len(files) > limit(FILES):
        raise InputError(
            f"{folder}: 파일이 너무 많습니다 / too many files: {advice(FILES, 'files')}"
        )
    return sorted(files)


def _data_sets(folder: Path) -> list[Path]:
    """Folders with a data set below a folder; splits of one are no others."""
    found = sorted({mark.parent for name in columnar.MARKS for mark in folder.rglob(name)})
    return [each for each in found if not any(other in each.parents for other in found)]


def _file(path: Path, name: str, domain: str | None, column: str) -> Source:
    kind = format_of(path)
    if kind is None and path.exists():
        raise unknown(path)
    size, fingerprint = _fingerprint([path])
    encoding = _encoding(path) if kind in PACKABLE else ""
    of = stem_of(path) if domain is None else domain
    return Source(str(path), name, kind or "", of, column, size, fingerprint, encoding)


def _data_set(path: str, domain: str | None, column: str, name: str = "") -> Iterator[Source]:
    name = name or path if path.startswith(columnar.NAMED) else name or Path(path).resolve().name
    for split, rows in columnar.splits_of(path).items():
        size, fingerprint = _fingerprint(columnar.files_of(rows))
        whole = f"{name}/{split}" if split else name
        of = Path(name).name if domain is None else domain
        yield Source(path, whole, DATA_SET, of, column, size, fingerprint, split=split)


def _fingerprint(paths: Iterable[Path]) -> tuple[int, str]:
    """Bytes of the files together, and their SHA-256."""
    size, digest = 0, sha256()
    for path in paths:
        with open_binary(path) as stream:
            while block := stream.read(BLOCK):
                size += len(block)
                digest.update(block)
    return size, digest.hexdigest()


def _encoding(path: Path) -> str:
    with records.opened(path) as stream:
        try:
            return encoding_of(first_foreign(stream))
        except CUT_OFF:
            return UTF_8  # what can be read of it comes first, then the damage
