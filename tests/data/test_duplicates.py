"""Tables, signatures and the search for repeats, against the plain way to do the same."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.data.duplicates import Exact, Near, exact_keys
from spellfix.data.laid import Laid
from spellfix.data.letters import Letters, mixed
from spellfix.data.ordering import firsts, ordered
from spellfix.data.signatures import Bands, band_keys, pieces_of, similarities, similarity
from spellfix.data.table import NONE, Table


def letters_of(texts: list[str]) -> Letters:
    return Letters.of(Laid.out(texts))


TEXTS = st.lists(st.text(st.sampled_from("가나다 A1,.ㅋ\0\ud800😀"), max_size=20), max_size=8)
BANDS = Bands.for_similarity(0.8)


@given(TEXTS)
def test_letters_are_those_of_each_text(texts: list[str]) -> None:
    letters = letters_of(texts)
    expected = ["".join(c.lower() for c in text if c.isalnum() or c == "\0") for text in texts]
    assert [letters.text(at) for at in range(len(texts))] == expected


@given(TEXTS, st.integers(1, 7))
def test_windows_are_equal_where_the_letters_are(texts: list[str], size: int) -> None:
    letters = letters_of(texts)
    hashes = letters.windows(size)
    of: dict[int, set[bytes]] = {}
    codes = np.concatenate([letters.codes, np.zeros(size, np.uint16)])
    for start, count in zip(letters.starts.tolist(), letters.counts.tolist(), strict=True):
        for at in range(start, start + count - size + 1):
            of.setdefault(int(hashes[at]), set()).add(codes[at : at + size].tobytes())
    assert all(len(windows) == 1 for windows in of.values())
    windows = [window for found in of.values() for window in found]
    assert len(windows) == len(set(windows))


@given(st.lists(st.lists(st.integers(0, 5000), max_size=300), max_size=12))
def test_a_table_answers_as_a_dict_does(batches: list[list[int]]) -> None:
    table, expected = Table(np.uint32), dict[int, int]()
    for batch in batches:
        keys = np.unique((mixed(np.array(batch, np.uint64)) >> np.uint64(32)).astype(np.uint32))
        found, slots = table.find(keys)
        assert found.tolist() == [expected.get(key, NONE) for key in keys.tolist()]
        new = np.array([key for key in keys.tolist() if key not in expected], np.uint32)
        values = len(expected) + np.arange(len(new))
        table.add(new, values, slots[found == NONE])
        expected |= dict(zip(new.tolist(), values.tolist(), strict=True))
        assert len(table) == len(expected)


@given(TEXTS, st.integers(1, 8))
def test_the_first_of_equal_texts_is_named_whatever_the_batches(texts: list[str], n: int) -> None:
    exact, found = Exact(), list[int]()
    for start in range(0, len(texts), n):
        batch = texts[start : start + n]
        keys = exact_keys(*Laid.out(batch).encoded())
        found += exact.find(keys, start + np.arange(len(batch))).tolist()
    firsts = [texts.index(text) for text in texts]
    assert found == [NONE if first == at else first for at, first in enumerate(firsts)]


def _varied(count: int) -> list[str]:
    """Texts of 40 syllables, each a variant of one of those before or new."""
    random = Random(1)
    texts: list[str] = []
    for _ in range(count):
        if texts and random.random() < 0.6:
            text = list(random.choice(texts))
            for _ in range(random.randint(0, 4)):
                text[random.randrange(40)] = chr(random.randint(0xAC00, 0xD7A3))
        else:
            text = [chr(random.randint(0xAC00, 0xD7A3)) for _ in range(40)]
        texts.append("".join(text))
    return texts


def _found(texts: list[str], batch: int, file: Path, near: float = 0.8) -> list[int]:
    index, found = Near(near, BANDS, file), list[int]()
    for start in range(0, len(texts), batch):
        letters = letters_of(texts[start : start + batch])
        numbers = start + np.arange(len(letters.counts))
        found += index.find(band_keys(letters, BANDS), letters, numbers).tolist()
    index.close()
    return found


def test_near_repeats_are_found_and_no_others(tmp_path: Path) -> None:
    texts = _varied(400)
    found = _found(texts, 64, tmp_path / "letters")
    kept: list[int] = []
    missed = 0
    for at, text in enumerate(texts):
        alike = [one for one in kept if similarity(texts[one], text) >= 0.8]
        if found[at] == NONE:
            missed += bool(alike)
            kept.append(at)
        else:
            assert found[at] in alike
    assert sum(first != NONE for first in found) > 80
    assert missed <= 4  # of 100 pairs at 0.8 one or two agree in no band


def _plainly(texts: list[str], near: float) -> list[int]:
    """What `Near` finds, one pair of texts after the other."""
    keys = band_keys(letters_of(texts), BANDS)
    letters = letters_of(texts)
    first, kept = list[int](), list[int]()
    for at in range(len(texts)):
        beside = [one for one in kept if (keys[one] == keys[at]).any()]
        mine = letters.text(at)
        alike = (one for one in beside if similarity(letters.text(one), mine) >= near)
        first.append(next(alike, NONE))
        if first[-1] == NONE:
            kept.append(at)
    return first


LIKE = st.lists(st.sampled_from("가나다라"), min_size=4, max_size=9).map("".join)


@given(st.lists(st.builds("{}{}".format, st.just("그들은 모두 함께 같은 길로"), LIKE), max_size=16))
@settings(max_examples=25)
def test_repeats_are_those_of_one_pair_after_the_other(texts: list[str]) -> None:
    for batch in (3, 16):
        with TemporaryDirectory() as folder:
            found = _found(texts, batch, Path(folder, "letters"))
        assert found == _plainly(texts, 0.8)


def test_many_texts_of_one_band_are_not_compared_each_with_each(tmp_path: Path) -> None:
    odd, common = "하나도 안 닮은 첫째 글입니다", "모두가 서로 닮은 글이라고 해도"
    texts = [odd, *(f"{common} {chr(0xAC00 + at)}" for at in range(3000))]
    keys = np.zeros((len(texts), BANDS.bands), np.uint32)  # as if all agreed
    index = Near(0.8, BANDS, tmp_path / "letters")
    found = index.find(keys, letters_of(texts), np.arange(len(texts)))
    index.close()
    assert found.tolist() == [NONE, NONE, *[1] * 2999]


@given(st.lists(st.integers(0, 9), max_size=40))
def test_equal_keys_lie_side_by_side_in_order(drawn: list[int]) -> None:
    keys, places = ordered(np.array(drawn, np.int64))
    assert [*zip(keys.tolist(), places.tolist(), strict=True)] == sorted(
        (key, at) for at, key in enumerate(drawn)
    )
    assert firsts(keys).tolist() == [sorted(drawn).index(key) for key in sorted({*drawn})]


def test_signatures_agree_as_often_as_the_theory_says() -> None:
    random = Random(2)
    ones, others = list[str](), list[str]()
    for _ in range(2000):
        text = [chr(random.randint(0xAC00, 0xD7A3)) for _ in range(32)]
        ones.append("".join(text))
        text[10:12] = "가나"  # 4 of 30 pieces, and 34 in both: a similarity of 26 / 34
        others.append("".join(text))
    agree = (band_keys(letters_of(ones), BANDS) == band_keys(letters_of(others), BANDS)).any(axis=1)
    expected = BANDS.chance(26 / 34)
    assert abs(agree.mean() - expected) < 4 * (expected * (1 - expected) / 2000) ** 0.5


@given(TEXTS)
def test_similarities_of_many_are_those_of_each_pair(texts: list[str]) -> None:
    texts = [text.replace("\0", "") for text in texts]  # short texts are filled up with zeros
    letters = letters_of(texts)
    codes = [letters.text(at).encode("utf-16-le") for at in range(len(texts))]
    ones, others = np.indices((len(texts), len(texts))).reshape(2, -1)
    found = similarities(letters, ones, Letters.stored(codes), others)
    expected = [
        similarity(letters.text(one), letters.text(other))
        for one, other in zip(ones.tolist(), others.tolist(), strict=True)
    ]
    assert found.tolist() == expected


def test_texts_shorter_than_a_piece_are_alike_only_if_equal() -> None:
    assert pieces_of("가") == {"가"}
    keys = band_keys(letters_of(["가", "나", "가!", "가나"]), BANDS)
    assert (keys[0] == keys[2]).all()
    assert not (keys[0] == keys[1]).any()
    assert not (keys[0] == keys[3]).any()
