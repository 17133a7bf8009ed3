"""Text to token ids and back, exactly: syllables are tokens, rare syllables jamo, the rest bytes.

The vocabulary is a SentencePiece character model trained with options that normalise nothing. Three
things are decided here, because SentencePiece alone would lose them: a rare syllable becomes
conjoining jamo instead of bytes; conjoining jamo and U+2581 that stand in the text themselves
become bytes, since their pieces mean something else; lone surrogates become bytes too.
Knows nothing about sentences, batches or models.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sentencepiece import SentencePieceProcessor

from spellfix.errors import ModelError
from spellfix.hangul import LEADS, TAILS, VOWELS, compose, decompose, is_conjoining, is_syllable
from spellfix.limits import TOKENIZER

SPACE_PIECE = "\u2581"
LEAD_PIECES = {jamo: chr(0x1100 + i) for i, jamo in enumerate(LEADS)}
VOWEL_PIECES = {jamo: chr(0x1161 + i) for i, jamo in enumerate(VOWELS)}
TAIL_PIECES = {jamo: chr(0x11A8 + i) for i, jamo in enumerate(TAILS)}
_LEAD_OF = {piece: jamo for jamo, piece in LEAD_PIECES.items()}
_VOWEL_OF = {piece: jamo for jamo, piece in VOWEL_PIECES.items()}
_TAIL_OF = {piece: jamo for jamo, piece in TAIL_PIECES.items()}


class Tokenizer:
    """A lossless tokenizer: ``decode(encode(text)) == text`` for every Python string.

    Ids 0, 1 and 2 are padding (also the decoder's start), end of sentence and unknown.
    """

    pad_id = 0
    eos_id = 1
    unk_id = 2

    def __init__(self, pieces: Sequence[str], byte_ids: Sequence[int]) -> None:
        if len(byte_ids) != 256:
            raise ModelError(
                f"the tokenizer needs 256 byte pieces, found {len(byte_ids)}; "
                "train it with byte_fallback=True"
            )
        self.pieces = tuple(pieces)
        self._byte_ids = tuple(byte_ids)
        self._byte_of = {id_: byte for byte, id_ in enumerate(byte_ids)}
        special = {self.pad_id, self.eos_id, self.unk_id, *byte_ids}
        self._jamo_ids = {
            piece: id_
            for id_, piece in enumerate(pieces)
            if len(piece) == 1 and is_conjoining(piece)
        }
        self._char_ids = {
            " " if piece == SPACE_PIECE else piece: id_
            for id_, piece in enumerate(pieces)
            if id_ not in special and piece not in self._jamo_ids
        }
        self._ids_of: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path | str, vocab_size: int | None = None) -> "Tokenizer":
        """Read a SentencePiece model file. Raises ModelError if it is missing or not one, or has
        not the `vocab_size` pieces that its network knows."""
        try:
            if Path(path).stat().st_size > TOKENIZER:
                raise ValueError(f"larger than {TOKENIZER >> 20} MiB")
            processor = SentencePieceProcessor(model_file=str(path))
            size = processor.get_piece_size()
            pieces = [processor.id_to_piece(id_) for id_ in range(size)]
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"{path}: expected a SentencePiece model, could not read one ({error}); "
                "copy the model directory again"
            ) from error
        if vocab_size not in (None, size):
            raise ModelError(
                f"{path}: it has {size} pieces, expected the {vocab_size} of the network; "
                "copy the model directory again"
            )
        return cls(pieces, [id_ for id_ in range(size) if processor.is_byte(id_)])

    @property
    def vocab_size(self) -> int:
        return len(self.pieces)

    def encode(self, text: str) -> list[int]:
        """Token ids of ``text``, without any special token."""
        known = self._ids_of
        ids: list[int] = []
        for char in text:
            found = known.get(char)
            if found is None:
                found = known[char] = self._encode_char(char)
            ids += found
        return ids

    def _encode_char(self, char: str) -> tuple[int, ...]:
        if char in self._char_ids:
            return (self._char_ids[char],)
        if is_syllable(char):
            lead, vowel, tail = decompose(char)
            jamo = [LEAD_PIECES[lead], VOWEL_PIECES[vowel], *([TAIL_PIECES[tail]] if tail else [])]
            if all(piece in self._jamo_ids for piece in jamo):
                return tuple(self._jamo_ids[piece] for piece in jamo)
        return tuple(self._byte_ids[byte] for byte in char.encode("utf-8", "surrogatepass"))

    def decode(self, ids: Iterable[int]) -> str:
        """The text of ``ids``; special tokens are left out.

        Ids that ``encode`` cannot have made (half a syllable, broken UTF-8) come out as what is
        nearest to them: compatibility jamo, the old jamo itself, U+FFFD.
        """
        return "".join(text for text, _ in self.decode_with_lengths(ids))

    def decode_with_lengths(self, ids: Iterable[int]) -> list[tuple[str, int]]:
        """The text of ``ids`` in parts, each with the number of ids that it is made of.

        A part is a character, or a run of bytes. Special tokens give empty parts.
        """
        parts: list[tuple[str, int]] = []
        queue = list(ids)
        at = 0
        while at < len(queue):
            text, length = self._next_part(queue, at)
            parts.append((text, length))
            at += length
        return parts

    def _next_part(self, ids: list[int], at: int) -> tuple[str, int]:
        if ids[at] in self._byte_of:
            end = at
            while end < len(ids) and ids[end] in self._byte_of:
                end += 1
            return _text_of_bytes(bytes(self._byte_of[id_] for id_ in ids[at:end])), end - at
        if ids[at] in (self.pad_id, self.eos_id, self.unk_id):
            return "", 1
        piece = self.pieces[ids[at]]
        if piece in self._jamo_ids:
            window = [self.pieces[id_] for id_ in ids[at : at + 3]]
            return _compose_pieces(window)
        return (" " if piece == SPACE_PIECE else piece), 1


def _compose_pieces(window: list[str]) -> tuple[str, int]:
    lead = _LEAD_OF.get(window[0])
    vowel = _VOWEL_OF.get(window[1]) if len(window) > 1 else None
    if lead and vowel:
        tail = _TAIL_OF.get(window[2], "") if len(window) > 2 else ""
        return compose(lead, vowel, tail), 3 if tail else 2
    return lead or _VOWEL_OF.get(window[0]) or _TAIL_OF.get(window[0], window[0]), 1


def _text_of_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
