"""`python -m spellfix` is the same as the `spellfix` command; nothing else is decided here."""

import sys

from spellfix.cli import main

if __name__ == "__main__":
    sys.exit(main())
