"""Inputs that broke a target, each as small as it gets, with what was wrong; replayed for ever."""

from collections.abc import Mapping

from tests.fuzz.given import fields

FOUND: Mapping[str, tuple[bytes, ...]] = {
    "archive": (
        # A member that lies before the file: OSError of a seek.
        b"\xff\xffPKPK\x01\x02aa\x14a\x00aaaaaaaaaaaaaaaaaa\x00\x13\x00\x00\x00\x00aaaaaaaaaaa\x00\x00"
        + b"[Content_Types].xml"
        + b"a" * 203
        + b"PK\x05\x06aaaaaaaa\xfd\x00\x00\x00aaaaaa",
        # A part named twice in the list of parts: corrected twice, one over the other.
        fields(
            "",
            "",
            "made",
            "[Content_Types].xml",
            '<Types><a PartName="word/document.xml" ContentType="wordprocessingml.footnotes+xml"/>'
            '<a PartName="word/document.xml" ContentType="wordprocessingml.document.main+xml"/>'
            "</Types>",
            "word/document.xml",
            "<w:d xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:p>"
            "<w:r><w:t>쐘요</w:t></w:r><w:r></w:r></w:p></w:d>",
        ),
    ),
    "dictionary": (
        # Written with the space behind the mark, so that it was never found again.
        fields("\ufeff a", ""),
    ),
    "records": (
        # A packed table with tabs that is cut off: EOFError.
        fields("3", "0", b"text\n" * 9, "cut"),
        b"\x01\x00%}}}\xea\xb0\x82\x98\nt\n\xea\xb0\x80\xffcut",
    ),
    "recipe": (
        # Weights that added up to infinity, or made all shares 0.
        fields("[mix]\nkeyboard = 1e308\nspacing = 1e308\n"),
        fields("[mix]\nspacing = 1e308\n"),
    ),
    "settings": (
        # Numbers of more digits than Python reads: ValueError.
        fields("--port\n" + "9" * 5000, ""),
        fields("", "SPELLFIX_WORKERS=" + "9" * 5000),
    ),
}
