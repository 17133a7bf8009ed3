"""XML from strangers: read by expat, without what no document needs and an attacker would use.

Refuses document type definitions, and with them every entity that could grow or fetch a file, and
encodings other than UTF-8. Knows nothing about what the XML says.
"""

from xml.parsers import expat

from spellfix.errors import InputError


def guarded(where: str) -> expat.XMLParserType:
    """A parser that refuses what no document needs. Raises InputError that begins with `where`."""

    def refuse_types(*_: object) -> None:
        raise InputError(f"{where}: DTD가 있는 XML은 읽지 않습니다 / XML with a DTD is refused")

    def refuse_encoding(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise InputError(f"{where}: UTF-8이 아닙니다 / expected UTF-8, got {encoding}")

    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_types
    parser.XmlDeclHandler = refuse_encoding
    return parser


def parse(parser: expat.XMLParserType, raw: bytes, where: str, last: bool = True) -> None:
    """Read on. Raises InputError that begins with `where` for what is no XML."""
    if b"\0" in raw:  # UTF-16, which expat would take by its first bytes
        raise InputError(f"{where}: UTF-8이 아닙니다 / expected XML in UTF-8")
    try:
        parser.Parse(raw, last)
    except expat.ExpatError as error:
        raise InputError(f"{where}: 깨진 XML입니다 / damaged XML: {error}") from error
