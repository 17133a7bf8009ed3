"""Documents whose text is corrected in place: nothing but the corrected letters changes.

    for each in rewrite(path, corrector.correct_stream, target=path):
        each.place, each.text, each.correction

The text of a document is taken out in stretches (a line, a paragraph), corrected, and the edits are
put back where their letters stood; markup, pictures, line ends and everything else stay as they
are. Knows nothing about models, terminals or backups.
"""

from spellfix.documents.formats import SUFFIXES, format_of
from spellfix.documents.rewriting import rewrite
from spellfix.documents.stretches import Correct, Corrected

__all__ = ["SUFFIXES", "Correct", "Corrected", "format_of", "rewrite"]
