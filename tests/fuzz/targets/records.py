"""`spellfix.data.reading`: texts of files, by lines, cells and objects, packed and damaged.

Any bytes are texts, or records that say what is wrong with them, with numbers that grow; those of a
file in portions of any size are those of the whole file. A missing column, a file that is none of
ours and the like are an InputError.
"""

import gzip
import lzma
from contextlib import suppress

from spellfix.data.reading import sources
from spellfix.errors import InputError
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields

SUFFIXES = (".txt", ".jsonl", ".csv", ".tsv", ".txt.gz", ".csv.gz", ".jsonl.xz", ".tsv.gz")
SEEDS = (
    fields("0", "10", "첫 줄\r\n둘째 줄\n\n넷째 줄\x00 \ufeff끝"),
    fields("1", "30", '{"text": "가"}\n{"text": 1}\n[]\n\n{"글": "나"}\n{"text": "\\ud800"}\n'),
    fields("2", "0", '글,text\n1,"가 ""나""\n다"\n2\n3,라,마\n'),
    fields("3", "0", 'text\t글\n"가 ""나"""\t1\n다 "라\t2\n\n'),
    fields("0", "9", "안녕하세요 저는 학교에 갑니다\n그리고 집에 옵니다\n".encode("cp949")),
    fields("0", "9", "안녕하세요\n저는 갑니다\r\n".encode("utf-16")),
    fields("4", "9", "묶은 글\n둘째\n" * 9),
    fields("6", "9", '{"text": "묶은 글"}\n' * 9),
    fields("5", "1", "text\n가\n나\n" * 9, "cut"),
)


def check(data: bytes) -> None:
    given = Given(data)
    suffix, size = given.choice(0, SUFFIXES), 1 + given.number(1, 400)
    raw = given.rest(2)
    if suffix.endswith(".gz"):
        raw = gzip.compress(raw, 1, mtime=0)
    elif suffix.endswith(".xz"):
        raw = lzma.compress(raw, preset=0)
    if data.endswith(b"cut"):
        raw = raw[: len(raw) * 2 // 3]
    path = written(f"글{suffix}", raw)
    with suppress(InputError):
        (source,) = sources([path])
        whole = list(source.texts())
        assert [each.row for each in whole] == sorted({each.row for each in whole})
        for each in whole:
            assert each.damage in ("", "broken", "long")
            assert each.damage or each.text.strip()
        portions = list(source.portions(size))
        in_portions = [text for portion in portions for text in portion.texts()]
        assert in_portions == whole
