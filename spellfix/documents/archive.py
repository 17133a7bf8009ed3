"""The zip file that a .docx or .hwpx is: opened with suspicion, written again with new members.

Refuses what only looks like such a file, what is encrypted, damaged or signed, and what would
unpack to far more than any document holds. Every member keeps its name, order, time and way of
compression. Nothing is ever unpacked to disk. Knows nothing about what the members mean.
"""

import lzma
import shutil
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from spellfix.errors import InputError
from spellfix.limits import ARCHIVE, MEMBER, MEMBERS, RATIO, RATIO_FROM, VARIABLE, limit
from spellfix.lines import open_binary

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_HWP = b"HWP Document File"
NOT_THIS = {
    "docx": "옛 .doc이거나 암호가 걸린 .docx입니다 / an old .doc, or a .docx with a password; "
    "Word에서 암호 없는 .docx로 저장하세요 / save it in Word as .docx without password",
    "hwpx": "옛 .hwp입니다 / an old .hwp; 한글에서 .hwpx로 저장하세요 / save it in Hangul as .hwpx",
}
METHODS = (ZIP_STORED, ZIP_DEFLATED)
"""Those that OPC (ECMA-376 part 2, annex B) and OCF know; others take memory as the file says."""
DAMAGE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
"""All that reading a zip file that is none, or is cut off, has been seen to raise."""


@contextmanager
def opened(path: Path, kind: str) -> Iterator[ZipFile]:
    """The archive at `path`, which calls itself a document of `kind` ("docx" or "hwpx").

    Raises InputError for anything else, here and while its members are read.
    """
    with open_binary(path) as stream:
        head = stream.read(len(OLD_HWP))
        if head.startswith((OLE, OLD_HWP)):
            raise InputError(f"{path}: {NOT_THIS[kind]}")
        if not head.startswith(b"PK"):
            raise InputError(
                f"{path}: .{kind} 파일이 아닙니다 / not a .{kind} file: zip이 아닙니다 / not a zip"
            )
        with damage(path), ZipFile(stream) as archive:
            _check(path, archive)
            yield archive


@contextmanager
def damage(path: Path) -> Iterator[None]:
    """What a damaged archive raises becomes an InputError that names it."""
    try:
        yield
    except DAMAGE as error:
        raise InputError(
            f"{path}: 깨진 파일입니다 / damaged: {error}; 다시 저장하거나 받으세요 / save or "
            "download it again"
        ) from error


def _check(path: Path, archive: ZipFile) -> None:
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > limit(MEMBERS) or total > limit(ARCHIVE):
        raise too_large(path, f"{len(members)} members, {total >> 20} MiB")
    if len({member.filename for member in members}) < len(members):
        raise InputError(f"{path}: 같은 이름이 두 번 있습니다 / a member's name occurs twice")
    size = path.stat().st_size
    for member in members:
        if not 0 <= member.header_offset < size:  # where reading it would be a fault of the disk
            raise BadZipFile(f"{member.filename} lies outside of the file")
        if member.compress_type not in METHODS:
            raise NotImplementedError(f"{member.filename} is packed in another way than deflate")
        if member.flag_bits & 1:
            raise InputError(
                f"{path}: 암호가 걸려 있습니다 / encrypted: {member.filename}; "
                "암호 없이 저장하세요 / save it without password"
            )


def too_large(path: Path, what: str) -> InputError:
    """The error for an archive that holds more than a document does."""
    return InputError(
        f"{path}: 너무 큽니다 / too large: {what}; 압축 폭탄 같습니다 / this looks like a zip "
        f"bomb; 정말 문서라면 / if it is a document: {VARIABLE}=4"
    )


def member_bytes(path: Path, archive: ZipFile, name: str) -> bytes:
    """One member unpacked, within the limits. Raises InputError beyond them, or where it lacks."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        raise InputError(f"{path}: {name} 없음 / no {name} in it") from None
    size, packed = member.file_size, max(1, member.compress_size)
    if size > limit(MEMBER) or (size > RATIO_FROM and size > limit(RATIO) * packed):
        raise too_large(path, f"{name}, {size >> 20} MiB ({size // packed}:1)")
    with archive.open(member) as stream:  # never gives more than the declared size
        return stream.read()


def refuse_signed(path: Path, archive: ZipFile) -> None:
    """Raises InputError where a signature would be broken by any correction."""
    for name in archive.namelist():
        if name.startswith("_xmlsignatures/") or name.lower() == "meta-inf/signatures.xml":
            raise InputError(
                f"{path}: 전자 서명된 문서입니다 / signed: 고치면 서명이 깨집니다 / correcting it "
                "breaks the signature; 사본을 저장해 고치세요 / save an unsigned copy"
            )


def write_archive(archive: ZipFile, new: Mapping[str, bytes], sink: BinaryIO) -> None:
    """`archive` again, with the contents of the members in `new` replaced."""
    with ZipFile(sink, "w") as out:
        out.comment = archive.comment
        for member in archive.infolist():
            written = copy(member)  # name, time, attributes, compression
            if member.filename in new:
                written.file_size = len(new[member.filename])
                out.writestr(written, new[member.filename])
            elif member.is_dir():
                out.writestr(written, b"")
            else:
                with archive.open(member) as stream, out.open(written, "w") as to:
                    shutil.copyfileobj(stream, to)
