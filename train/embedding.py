"""Token embeddings that share what syllables share: jamo vectors, and a vector of their own.

생 and 셍 differ in one vowel; with opaque embeddings the model would have to find that out from
data. Here the lead, vowel and tail of a syllable each have a vector, and so do the jamo tokens that
spell rare syllables. The sum is folded into a plain embedding matrix when a model is saved.
"""

import torch
from torch import nn

from spellfix.hangul import LEADS, TAILS, VOWELS, decompose, is_syllable
from spellfix.tokenizer import LEAD_PIECES, TAIL_PIECES, VOWEL_PIECES, Tokenizer

_PLACES = {
    **{("lead", jamo): number for number, jamo in enumerate(LEADS)},
    **{("vowel", jamo): len(LEADS) + number for number, jamo in enumerate(VOWELS)},
    **{("tail", jamo): len(LEADS + VOWELS) + number for number, jamo in enumerate(TAILS)},
}
_PIECES = {
    **{piece: ("lead", jamo) for jamo, piece in LEAD_PIECES.items()},
    **{piece: ("vowel", jamo) for jamo, piece in VOWEL_PIECES.items()},
    **{piece: ("tail", jamo) for jamo, piece in TAIL_PIECES.items()},
}


def jamo_rows(tokenizer: Tokenizer) -> list[list[int]]:
    """For each token the numbers of the jamo that it is made of; empty for other tokens."""
    rows: list[list[int]] = []
    for piece in tokenizer.pieces:
        if is_syllable(piece):
            lead, vowel, tail = decompose(piece)
            keys = [("lead", lead), ("vowel", vowel), *([("tail", tail)] if tail else [])]
        elif piece in _PIECES:
            keys = [_PIECES[piece]]
        else:  # bare compatibility jamo: near to the same consonant or vowel inside a syllable
            keys = [key for key in (("lead", piece), ("vowel", piece)) if key in _PLACES]
        rows.append([_PLACES[key] for key in keys])
    return rows


class JamoEmbedding(nn.Module):
    """``forward()`` gives the embedding matrix, float32 [vocabulary, width].

    Rows start with variance 1 / width in total, so that embeddings scaled by sqrt(width) have unit
    variance and the tied output layer starts with logits of unit variance.
    """

    membership: torch.Tensor

    def __init__(self, tokenizer: Tokenizer, width: int) -> None:
        super().__init__()
        membership = torch.zeros(tokenizer.vocab_size, len(_PLACES))
        for token, row in enumerate(jamo_rows(tokenizer)):
            membership[token, row] = 1.0
        self.register_buffer("membership", membership, persistent=False)
        scale = 0.5 * width**-0.5
        self.jamo = nn.Parameter(torch.randn(len(_PLACES), width) * scale)
        own = torch.randn(tokenizer.vocab_size, width)
        missing = 4.0 - membership.sum(1, keepdim=True)  # variance that no jamo contributes
        self.own = nn.Parameter(own * scale * missing.sqrt())

    def forward(self) -> torch.Tensor:
        return self.own + self.membership @ self.jamo

    @torch.no_grad()
    def take_apart(self, matrix: torch.Tensor) -> None:
        """Make ``forward()`` give ``matrix``: as much of it in the jamo vectors as fits (least
        squares), the rest in the tokens' own."""
        jamo = torch.linalg.lstsq(self.membership, matrix, driver="gelsd").solution
        self.jamo.copy_(jamo)
        self.own.copy_(matrix - self.membership @ jamo)
