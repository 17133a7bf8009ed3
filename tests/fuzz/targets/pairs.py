"""`spellfix.evaluation.pairs`: files of pairs, a JSON object a line.

Any bytes are pairs or an InputError that names file and line, the same when read again. A pair
written as JSON is read as the same pair; a second one with its id is refused.
"""

import json
from pathlib import Path

from spellfix.errors import InputError
from spellfix.evaluation.pairs import PairFiles, parse_pair, read_pairs
from tests.fuzz.files import written
from tests.fuzz.given import Given

LINES = (
    '{"input": "않 돼", "target": "안 돼"}\n{"input": "가", "target": "가", "kind": "a"}\n',
    '{"input": "할수", "targets": ["할 수", "할수"], "id": "1", "domain": "news"}\n\n',
    '{"input": "가", "target": "나", "targets": ["다"], "test": "t", "other": [1e9]}',
    '{"input": "\\ud800", "target": "\\u0000"}\r\n\ufeff{"input": "a", "target": "b"}\n',
    '[["input"]]\n',
    '{"input": 1, "target": NaN}',
    '{"a":' * 99 + "1" + "}" * 99,
)
SEEDS = tuple(line.encode() for line in LINES)


def check(data: bytes) -> None:
    path = written("쌍.jsonl", Given(data).data)
    refused: list[str] = []
    pairs = []
    try:
        pairs = read_pairs(path)
    except InputError as error:
        refused.append(str(error))
    if refused:
        assert str(path) in refused[0]
        assert _is_refused(path)
        return
    files = PairFiles([path])
    assert len(files) == len(pairs) > 0
    assert list(files) == pairs
    for pair in pairs:
        kept = {name: getattr(pair, name) for name in ("input", "kind", "domain", "test", "id")}
        line = json.dumps({**kept, "targets": list(pair.targets)})
        again = parse_pair(line, "here:1")
        assert (again.input, again.targets, again.id) == (pair.input, pair.targets, pair.id)
        if pair.id is not None:
            assert _is_refused(written("둘.jsonl", f"{line}\n{line}\n".encode()))


def _is_refused(path: Path) -> bool:
    try:
        PairFiles([path])
    except InputError:
        return True
    return False
