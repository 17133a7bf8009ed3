"""Which files hold texts, and in what form, by their names; knows nothing about their insides."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from spellfix.documents.formats import OLD
from spellfix.errors import InputError

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text",
        ".jsonl": "jsonl",
        ".ndjson": "jsonl",
        ".csv": "csv",
        ".tsv": "tsv",
        ".parquet": "parquet",
        ".docx": "document",
        ".hwpx": "document",
        ".md": "document",
        ".html": "document",
        ".htm": "document",
    }
)
"""Suffix of a file: its format."""

PACKED = (".gz", ".xz")
PACKABLE = ("text", "jsonl", "csv", "tsv")
IN_BYTES = ("text", "jsonl")
"""Formats that can be cut into portions at the ends of lines."""


def format_of(path: Path) -> str | None:
    """The format of a file by its name, None where it is none of ours.

    >>> format_of(Path("news.txt.xz")), format_of(Path("안내문.HWPX")), format_of(Path("a.docx.gz"))
    ('text', 'document', None)
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = bool(suffixes) and suffixes[-1] in PACKED
    found = FORMATS.get(suffixes[-1 - packed]) if len(suffixes) > packed else None
    return None if packed and found not in PACKABLE else found


def packing_of(path: Path) -> str:
    """``.gz``, ``.xz``, or nothing."""
    suffix = path.suffix.lower()
    return suffix if suffix in PACKED else ""


def stem_of(path: Path) -> str:
    """The name without the suffixes that tell the format.

    >>> stem_of(Path("legal.law.txt.xz"))
    'legal.law'
    """
    name = path.stem if packing_of(path) else path.name
    return Path(name).stem


def unknown(path: Path) -> InputError:
    """The error for a file that is none of ours."""
    advice = f"; {OLD[path.suffix.lower()]}" if path.suffix.lower() in OLD else ""
    return InputError(
        f"{path}: 읽을 수 없는 형식입니다 / cannot read this kind of file; "
        f"{' '.join(FORMATS)} (.gz .xz) 가운데 하나 / expected one of these{advice}"
    )
