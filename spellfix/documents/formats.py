"""Which files are documents that can be corrected in place; knows nothing about their insides."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from spellfix.errors import InputError

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".html": "html",
        ".htm": "html",
        ".docx": "docx",
        ".hwpx": "hwpx",
    }
)
"""Suffix of a file: its format."""

FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))

OLD = {
    ".hwp": "한글에서 .hwpx로 저장하세요 / save it as .hwpx",
    ".doc": "Word에서 .docx로 저장하세요 / save it as .docx",
    ".rtf": "Word에서 .docx로 저장하세요 / save it as .docx",
    ".odt": ".docx로 저장하세요 / save it as .docx",
    ".pdf": "원본 문서를 고치세요 / correct the document it was made from",
}


def format_of(path: Path) -> str:
    """The format of the file `path` by its suffix, whether or not there is such a file.

    Raises InputError that names the suffix and those that are known.

    >>> format_of(Path("안내문.HWPX"))
    'hwpx'
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    advice = f"; {OLD[suffix]}" if suffix in OLD else ""
    raise InputError(
        f"{path}: 고칠 수 없는 형식입니다 / cannot correct this kind of file: "
        f"{suffix or '확장자 없음 / no suffix'}; {' '.join(SUFFIXES)} 가운데 하나 / "
        f"expected one of these{advice}"
    )
