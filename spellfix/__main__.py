"""`python -m spellfix` is the same as the `spellfix` command; nothing else is decided here."""

from spellfix.cli import main

if __name__ == "__main__":
    main()
