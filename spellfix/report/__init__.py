"""Reports of evaluations for people and programs: one page, one picture, and the numbers.

    ready(directory)             whether one can be written there, asked before much is computed
    write(results, directory)    index.html, accuracy.png, results.json

The pieces that all reports share (``markup``, ``style``, ``words``) know nothing of evaluations.
"""

from spellfix.report.writing import ready, write

__all__ = ["ready", "write"]
