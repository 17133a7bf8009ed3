"""The tokenizer loses nothing, whatever the text; what it makes of ids is defined for all of them.

The model is trained here, on the sample texts, the way ``spellfix train`` trains it.
"""

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from spellfix.errors import ModelError
from spellfix.hangul import is_conjoining, is_syllable
from spellfix.limits import TOKENIZER
from spellfix.tokenizer import Tokenizer
from spellfix.train.tokenizer import train_tokenizer

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
LINES = [
    line
    for file in sorted(SAMPLES.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
VOCAB_SIZE = 1000  # fewer than the samples have characters, so that some syllables are rare
SYLLABLES = "".join(map(chr, range(0xAC00, 0xD7A4)))
PLANE = "".join(map(chr, range(0x10000)))  # with U+0000 and the lone surrogates
OLD_HANGUL = "나랏〮말〯ᄊᆞ미 ᄒᆞᆫ글 ꥠힰ"
FAMILY = "👨‍👩‍👧‍👦"
PIECES = [
    "뷁쉛", "않 되요", "ㅋㅋㅋ", "ㄳㅘ", "  ", "\u2581", "\u2581\u2581 ", "\t\r\n", "\u00a0\u3000",
    "\x00", "\ud800", "\udc80\ud83d", "\ufffd", "\ufeff", "e\u0301", "שלום", FAMILY, "👍🏽",
    normalize("NFD", "한국말을"), OLD_HANGUL, "ᄀ", "ᆨ", "가\u11a8", "뷀\u11a8",
    "<pad>", "</s>", "<unk>", "<s>", "<0x41>", "<0xEA>",
]  # fmt: skip

bounded = settings(max_examples=100)
anything = st.text(st.characters(exclude_categories=()), max_size=40)
mixtures = st.lists(st.sampled_from(PIECES) | anything, max_size=12).map("".join)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokenizer") / "spm.model"
    path.write_bytes(train_tokenizer(LINES, VOCAB_SIZE))
    return path


@pytest.fixture(scope="session")
def tokenizer(model: Path) -> Tokenizer:
    return Tokenizer.load(model)


@pytest.fixture(scope="session")
def processor(model: Path) -> SentencePieceProcessor:
    return SentencePieceProcessor(model_file=str(model))


@pytest.fixture(scope="session")
def old_tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """A vocabulary that learned old Hangul, NFD and U+2581 from its corpus."""
    path = tmp_path_factory.mktemp("old") / "spm.model"
    odd = [OLD_HANGUL, normalize("NFD", "한국말을"), "\u2581밑줄\u2581"] * 50
    path.write_bytes(train_tokenizer(odd, 700))
    return Tokenizer.load(path)


def is_byte(tokenizer: Tokenizer, id_: int) -> bool:
    return tokenizer.pieces[id_].startswith("<0x")


# -- nothing is lost -------------------------------------------------------------------------


@bounded
@given(mixtures)
@example("")
@example(SYLLABLES)
@example(normalize("NFD", SYLLABLES))
@example(PLANE)
@example("".join(PIECES))
@example("\ud83d\ude00")  # two lone halves, which are not the character that they would make
def test_any_text_comes_back_exactly(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text)) == text


@bounded
@given(mixtures)
@example(OLD_HANGUL)
@example("\u2581 \u2581")
def test_any_text_comes_back_where_the_vocabulary_has_old_hangul(
    old_tokenizer: Tokenizer, text: str
) -> None:
    assert "\u119e" in old_tokenizer.pieces
    assert old_tokenizer.decode(old_tokenizer.encode(text)) == text


def test_every_sample_line_comes_back_exactly(tokenizer: Tokenizer) -> None:
    assert len(LINES) > 1000
    for line in LINES:
        assert tokenizer.decode(tokenizer.encode(line)) == line


def test_every_code_point_is_tokens_of_the_vocabulary_and_never_a_special_one(
    tokenizer: Tokenizer,
) -> None:
    special = {tokenizer.pad_id, tokenizer.eos_id, tokenizer.unk_id}
    used = set(tokenizer.encode(PLANE + FAMILY + "\U0010ffff"))
    assert used <= set(range(tokenizer.vocab_size)) - special


@bounded
@given(mixtures, mixtures)
def test_a_text_is_the_tokens_of_its_parts(tokenizer: Tokenizer, head: str, tail: str) -> None:
    assert tokenizer.encode(head + tail) == tokenizer.encode(head) + tokenizer.encode(tail)


# -- what the tokens are ---------------------------------------------------------------------


def test_special_ids_are_those_that_the_model_was_trained_with(
    tokenizer: Tokenizer, processor: SentencePieceProcessor
) -> None:
    assert (tokenizer.pad_id, tokenizer.eos_id, tokenizer.unk_id) == (0, 1, 2)
    assert (processor.pad_id(), processor.eos_id(), processor.unk_id()) == (0, 1, 2)
    assert tokenizer.vocab_size == processor.get_piece_size() == VOCAB_SIZE
    assert sum(is_byte(tokenizer, id_) for id_ in range(tokenizer.vocab_size)) == 256


def test_흔한_음절은_토큰_하나다(tokenizer: Tokenizer) -> None:
    assert [tokenizer.pieces[id_] for id_ in tokenizer.encode("이 말을 했다.")] == [
        "이", "\u2581", "말", "을", "\u2581", "했", "다", ".",
    ]  # fmt: skip


def test_드문_음절은_바이트가_아니라_낱자다(tokenizer: Tokenizer) -> None:
    assert [tokenizer.pieces[id_] for id_ in tokenizer.encode("뷁뷔")] == [
        "\u1107", "\u1170", "\u11b0", "\u1107", "\u1171",
    ]  # fmt: skip
    lengths = {len(tokenizer.encode(syllable)) for syllable in SYLLABLES}
    assert lengths == {1, 2, 3}
    assert not any(is_byte(tokenizer, id_) for id_ in tokenizer.encode(SYLLABLES))


def test_ㅋㅋㅋ와_쌍자모는_한_글자씩_토큰이다(tokenizer: Tokenizer) -> None:
    text = "ㅋㅋㅋㅠㅠㄳㅘ"
    assert [tokenizer.pieces[id_] for id_ in tokenizer.encode(text)] == list(text)


@pytest.mark.parametrize(
    "char", ["\u1100", "\u1161", "\u11a8", "\u119e", "\u2581", "\ud800", "\x00"]
)
def test_what_a_piece_could_be_mistaken_for_is_bytes(tokenizer: Tokenizer, char: str) -> None:
    ids = tokenizer.encode(char)
    assert len(ids) == len(char.encode("utf-8", "surrogatepass"))
    assert all(is_byte(tokenizer, id_) for id_ in ids)


@pytest.mark.parametrize("name", ["<pad>", "</s>", "<unk>", "<s>", "<0x41>", "<0xEA>"])
def test_the_name_of_a_special_token_is_only_its_letters(tokenizer: Tokenizer, name: str) -> None:
    assert [tokenizer.pieces[id_] for id_ in tokenizer.encode(name)] == list(name)


def test_every_printable_ascii_character_is_known(tokenizer: Tokenizer) -> None:
    for char in map(chr, range(0x20, 0x7F)):
        (id_,) = tokenizer.encode(char)
        assert not is_byte(tokenizer, id_), char


# -- against SentencePiece -------------------------------------------------------------------


def test_lines_of_known_characters_are_encoded_as_sentencepiece_does(
    tokenizer: Tokenizer, processor: SentencePieceProcessor
) -> None:
    known = set(tokenizer.pieces) | {" "}
    plain = [line for line in LINES if set(line) <= known]
    assert len(plain) > 500
    assert [tokenizer.encode(line) for line in plain] == processor.encode(plain)


@bounded
@given(data=st.data())
def test_any_text_of_known_characters_is_encoded_as_sentencepiece_does(
    tokenizer: Tokenizer, processor: SentencePieceProcessor, data: st.DataObject
) -> None:
    known = [
        piece
        for piece in tokenizer.pieces
        if len(piece) == 1 and not is_conjoining(piece) and piece != "\u2581"
    ]
    text = data.draw(st.text(st.sampled_from([*known, *" " * 50]), max_size=60))
    assert tokenizer.encode(text) == processor.encode(text)


# -- decoding whatever a model may say -------------------------------------------------------


@bounded
@given(st.lists(st.integers(0, 699), max_size=40))
@example(list(range(700)))
@example(list(range(699, -1, -1)))
def test_any_ids_decode_and_every_id_belongs_to_one_part(
    tokenizer: Tokenizer, old_tokenizer: Tokenizer, ids: list[int]
) -> None:
    for subject in (tokenizer, old_tokenizer):
        within = [id_ % subject.vocab_size for id_ in ids]
        parts = subject.decode_with_lengths(within)
        assert "".join(text for text, _ in parts) == subject.decode(within)
        assert sum(length for _, length in parts) == len(within)
        assert all(length > 0 for _, length in parts)


@bounded
@given(mixtures)
@example(SYLLABLES)
def test_the_parts_of_a_text_have_the_lengths_of_their_own_tokens(
    tokenizer: Tokenizer, text: str
) -> None:
    for part, length in tokenizer.decode_with_lengths(tokenizer.encode(text)):
        assert len(tokenizer.encode(part)) == length


def test_special_tokens_are_left_out_but_counted(tokenizer: Tokenizer) -> None:
    ids = [0, *tokenizer.encode("가"), 2, *tokenizer.encode("뷁"), 1, 0]
    assert tokenizer.decode(iter(ids)) == "가뷁"
    assert tokenizer.decode_with_lengths(ids) == [
        ("", 1), ("가", 1), ("", 1), ("뷁", 3), ("", 1), ("", 1),
    ]  # fmt: skip


def test_half_a_syllable_shows_as_the_jamo_that_people_see(tokenizer: Tokenizer) -> None:
    lead, vowel, tail = tokenizer.encode("뷁")
    assert tokenizer.decode([lead]) == "ㅂ"
    assert tokenizer.decode([vowel, lead]) == "ㅞㅂ"
    assert tokenizer.decode([tail, tail]) == "ㄺㄺ"
    assert tokenizer.decode([lead, lead, vowel]) == "ㅂ붸"
    assert tokenizer.decode([lead, vowel, *tokenizer.encode("가")]) == "붸가"
    assert tokenizer.decode([*tokenizer.encode("가"), tail]) == "가ㄺ"


def test_an_old_jamo_of_the_vocabulary_shows_as_itself(old_tokenizer: Tokenizer) -> None:
    assert old_tokenizer.decode([old_tokenizer.pieces.index("\u119e")]) == "\u119e"


def test_broken_utf8_shows_as_replacement_characters(tokenizer: Tokenizer) -> None:
    first, second, third = tokenizer.encode("\u2581")
    assert tokenizer.decode([first, second]) == "\ufffd"
    assert tokenizer.decode([third, *tokenizer.encode("가"), first]) == "\ufffd가\ufffd"
    assert tokenizer.decode([first, tokenizer.eos_id, second, third]) == "\ufffd\ufffd\ufffd"


# -- training and reading --------------------------------------------------------------------


def test_training_again_gives_the_same_bytes(model: Path) -> None:
    assert train_tokenizer(LINES, VOCAB_SIZE) == model.read_bytes()


def test_말뭉치의_가장_흔한_음절이_어휘가_된다(tokenizer: Tokenizer) -> None:
    text = "".join(LINES)
    counts = {char: text.count(char) for char in set(text) if is_syllable(char)}
    known = [count for char, count in counts.items() if char in tokenizer.pieces]
    rare = [count for char, count in counts.items() if char not in tokenizer.pieces]
    assert len(known) > 300
    assert len(rare) > 100
    assert min(known) >= max(rare)


def test_training_normalises_nothing(tmp_path: Path) -> None:
    odd = "①㈜ﬁａ％ｱ…™²"
    path = tmp_path / "spm.model"
    path.write_bytes(train_tokenizer([odd] * 10, 600))
    tokenizer = Tokenizer.load(path)
    assert [tokenizer.pieces[id_] for id_ in tokenizer.encode(odd)] == list(odd)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 64, b"hello\n", bytes(range(256)) * 40, "한국어".encode()]
)
def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "spm.model"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="expected a SentencePiece model") as refusal:
        Tokenizer.load(path)
    assert str(refusal.value).startswith(f"{path}: ")
    assert str(refusal.value).endswith("); copy the model directory again")


def test_a_file_that_is_larger_than_any_model_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "spm.model"
    with path.open("wb") as file:
        file.truncate(TOKENIZER + 1)
    with pytest.raises(ModelError, match=rf"\(larger than {TOKENIZER // 2**20} MiB\)"):
        Tokenizer.load(path)


def test_a_vocabulary_of_another_network_is_refused(model: Path) -> None:
    assert Tokenizer.load(model, VOCAB_SIZE).vocab_size == VOCAB_SIZE
    says = "it has 1000 pieces, expected the 1001 of the network; copy the model directory again$"
    with pytest.raises(ModelError, match=says):
        Tokenizer.load(model, VOCAB_SIZE + 1)


def test_a_cut_model_is_refused(tmp_path: Path, model: Path) -> None:
    whole = model.read_bytes()
    path = tmp_path / "spm.model"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError):
        Tokenizer.load(path)


def test_a_missing_file_and_a_directory_are_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path / "none.model", tmp_path):
        with pytest.raises(ModelError, match="expected a SentencePiece model") as refusal:
            Tokenizer.load(path)
        assert str(path) in str(refusal.value)


def test_a_vocabulary_without_bytes_is_refused_since_it_would_lose_text() -> None:
    with pytest.raises(
        ModelError, match=r"256 byte pieces, found 0; train it with byte_fallback=True$"
    ):
        Tokenizer(["<pad>", "</s>", "<unk>", "가"], [])
