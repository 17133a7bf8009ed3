"""Trains the SentencePiece character model behind ``spellfix.tokenizer``.

The options that make it lossless are fixed here and are no tuning: with SentencePiece's defaults
ㅋㅋㅋ turns into conjoining jamo, double spaces collapse and unseen syllables vanish.
"""

from collections.abc import Iterable
from io import BytesIO

from sentencepiece import SentencePieceTrainer

from spellfix.hangul import LEADS, TAILS, VOWELS
from spellfix.tokenizer import LEAD_PIECES, TAIL_PIECES, VOWEL_PIECES

ALWAYS_KNOWN = (
    *LEAD_PIECES.values(),
    *VOWEL_PIECES.values(),
    *TAIL_PIECES.values(),
    *dict.fromkeys(LEADS + VOWELS + TAILS),
    *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~·…“”‘’「」『』《》〈〉→~\u3000\u00a0\t",
)


def train_tokenizer(lines: Iterable[str], vocab_size: int) -> bytes:
    """A serialised SentencePiece model of at most ``vocab_size`` pieces: all jamo, ASCII, the 256
    bytes, and the commonest characters of ``lines``."""
    model = BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        model_type="char",
        vocab_size=vocab_size,
        character_coverage=1.0,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=False,
        byte_fallback=True,
        user_defined_symbols=list(dict.fromkeys(ALWAYS_KNOWN)),
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        minloglevel=2,
    )
    return model.getvalue()
