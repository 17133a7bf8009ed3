"""Pairs from files: what may stand there, and what is refused."""

import json
from pathlib import Path

import pytest

from spellfix.errors import InputError
from spellfix.evaluation import Pair, PairFiles, read_pairs


def written(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines))
    return path


def test_pairs_are_read_with_their_kind_and_other_keys_are_passed_over(tmp_path: Path) -> None:
    path = written(
        tmp_path / "pairs.jsonl",
        '{"input": "숙재", "target": "숙제", "kind": "spelling", "source": "여기"}'.encode(),
        b"",
        '{"input": "문", "target": "문", "kind": null}\r'.encode(),
    )
    assert read_pairs(path) == [
        Pair("숙재", "숙제", "spelling", set="pairs"),
        Pair("문", "문", set="pairs"),
    ]


def test_several_texts_may_be_right(tmp_path: Path) -> None:
    path = written(
        tmp_path / "pairs.jsonl",
        '{"input": "먹을만 하다", "targets": ["먹을 만하다", "먹을만하다"]}'.encode(),
        '{"input": "먹을만하다", "target": "먹을 만하다", "targets": ["먹을만하다"]}'.encode(),
    )
    typo, clean = read_pairs(path)
    assert typo.targets == clean.targets == ("먹을 만하다", "먹을만하다")
    assert not typo.clean
    assert clean.clean


def test_domain_test_and_id_are_read(tmp_path: Path) -> None:
    line = {"input": "a", "target": "a", "domain": "news", "test": "되/돼", "id": "n-1"}
    (pair,) = read_pairs(written(tmp_path / "pairs.jsonl", json.dumps(line).encode()))
    assert (pair.domain, pair.test, pair.id, pair.set) == ("news", "되/돼", "n-1", "pairs")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"input": "a", "target": ', "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'["a", "b"]', "list"),
        (b'{"input": "a"}', '"target"'),
        (b'{"target": "a"}', '"input"'),
        (b'{"input": 1, "target": "a"}', '"input"'),
        (b'{"input": "a", "target": null}', '"target"'),
        (b'{"input": "a", "targets": []}', '"targets"'),
        (b'{"input": "a", "targets": "a"}', '"targets"'),
        (b'{"input": "a", "targets": ["a", 1]}', '"targets"'),
        (b'{"input": "a", "target": "a", "targets": "a"}', '"targets"'),
        (b'{"input": "a", "target": "a", "kind": 3}', '"kind"'),
        (b'{"input": "a", "target": "a", "domain": []}', '"domain"'),
        (b'{"input": "a", "target": "a", "test": {}}', '"test"'),
        (b'{"input": "a", "target": "a", "id": 7}', '"id"'),
    ],
)
def test_a_broken_line_is_named_with_its_file_and_number(
    tmp_path: Path, line: bytes, words: str
) -> None:
    path = written(tmp_path / "pairs.jsonl", b'{"input": "a", "target": "a"}', b"", line)
    with pytest.raises(InputError) as caught:
        read_pairs(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert words in str(caught.value)


def test_an_id_that_occurs_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    line = b'{"id": "x", "input": "a", "target": "a"}'
    other = b'{"id": "y", "input": "a", "target": "a"}'
    path = written(tmp_path / "pairs.jsonl", line, other, b"", line)
    with pytest.raises(InputError, match="line 1") as caught:
        PairFiles([path])
    assert str(caught.value).startswith(f"{path}:4: ")


def test_the_same_id_in_two_files_is_no_error(tmp_path: Path) -> None:
    line = b'{"id": "x", "input": "a", "target": "a"}'
    one, other = (written(tmp_path / name, line) for name in ("a.jsonl", "b.jsonl"))
    assert [pair.set for pair in PairFiles([one, other])] == ["a", "b"]


def test_a_file_without_pairs_or_no_file_at_all_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pairs"):
        read_pairs(written(tmp_path / "empty.jsonl", b"", b" "))
    with pytest.raises(InputError, match="cannot read"):
        read_pairs(tmp_path / "nowhere.jsonl")
    with pytest.raises(InputError, match="cannot read"):
        read_pairs(tmp_path)


def test_files_are_checked_whole_and_read_again_whenever_asked(tmp_path: Path) -> None:
    good = written(tmp_path / "good.jsonl", *[b'{"input": "a", "target": "b"}'] * 3)
    bad = written(tmp_path / "bad.jsonl", b"{}")
    pairs = PairFiles([good, good])
    assert len(pairs) == 6
    assert list(pairs) == list(pairs) == [Pair("a", "b", set="good")] * 6
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        PairFiles([good, bad])


def test_the_development_benchmark_can_be_read_and_every_line_names_source_and_licence() -> None:
    folder = Path(__file__).parents[2] / "data" / "benchmark"
    counts = {path.stem: len(read_pairs(path)) for path in folder.glob("*.jsonl")}
    assert counts == {"real_dev": 303, "clean_dev": 423, "feedback_dev": 75}
    assert all(pair.clean for pair in read_pairs(folder / "clean_dev.jsonl"))
    for path in folder.glob("*.jsonl"):
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        assert all(line["source"] and line["license"] for line in lines)
