"""Which unlabelled texts to look at next: those that a model would learn most from.

pool        texts to choose from: each once, as many as are asked for, the same ones every time
doubt       what speaks against leaving a text to the model, and how strongly
looking     a text with what the model and a second corrector make of it
choosing    the most doubtful ones, but no error and no text twice
writing     what was chosen, as JSON and as drafts of a service

Needs no label: after the review, the exported pairs say what was right.
"""

from spellfix.data.selecting.choosing import Chosen, choose
from spellfix.data.selecting.doubt import Candidate, Sign, signs
from spellfix.data.selecting.looking import look
from spellfix.data.selecting.pool import Pool, draw
from spellfix.data.selecting.writing import as_record, send

__all__ = [
    "Candidate",
    "Chosen",
    "Pool",
    "Sign",
    "as_record",
    "choose",
    "draw",
    "look",
    "send",
    "signs",
]
