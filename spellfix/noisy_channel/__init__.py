"""The noisy-channel speller: the statistical corrector that trained ones must beat.

What was meant is sought as the text that maximises P(typed | meant) P(meant) (Kernighan, Church &
Gale 1990; Brill & Moore 2000): an error model counted from pairs, a language model counted from
text. `python -m spellfix.noisy_channel build` makes one. Knows no neural network.
"""

from spellfix.noisy_channel.speller import NoisyChannel

__all__ = ["NoisyChannel"]
