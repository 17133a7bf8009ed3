"""`spellfix correct`: finds out what is asked for and has it done.

portions    lines in portions, however they arrive, however long
forms       what a corrected line looks like
stream      to standard output
long        to a file, by `--output`, to go on with after a kill
check       what would change, by `--check`
in_place    files rewritten, by `--in-place`
archives    many files to a folder of rows, by `--engine`
"""

from collections.abc import Sequence

from spellfix.cli.correct.archives import correct_archives
from spellfix.cli.correct.check import check
from spellfix.cli.correct.in_place import rewrite_files
from spellfix.cli.correct.long import write_file
from spellfix.cli.correct.options import parse
from spellfix.cli.correct.stream import write_stream


def run(arguments: Sequence[str]) -> int:
    """Correct what the arguments name. Raises SpellfixError on anything the user can mend.

    Returns the exit status: 0, 1 if `--check` found something, 2 if a file of several failed.
    """
    options = parse(arguments)
    if options.bulk:
        correct_archives(options)
        return 0
    if options.check:
        return check(options)
    if options.in_place:
        return rewrite_files(options)
    if options.output:
        write_file(options)
    else:
        write_stream(options)
    return 0
