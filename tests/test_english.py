"""The list of English words holds what it is for, and nothing else."""

from spellfix.english import ENGLISH
from spellfix.hangul import is_syllable
from spellfix.keyboard import to_hangul


def test_only_words_that_type_whole_syllables_need_to_be_listed() -> None:
    assert len(ENGLISH) > 300
    assert [word for word in ENGLISH if not all(map(is_syllable, to_hangul(word)))] == []


def test_what_is_more_often_korean_is_not_listed() -> None:
    assert not ENGLISH & {"dl", "rk", "rm", "so", "sk", "en", "ek"}
