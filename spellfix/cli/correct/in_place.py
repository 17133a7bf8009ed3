"""Files rewritten in place, the original kept beside each; knows no format of files.

The original is kept, under the name of the file and a suffix, before the first edit and only if
there is one: a file in which nothing is to correct is left alone and gets no backup. A backup that
is there already is never replaced without being asked; the file is left as it is instead. What was
left by a run that was killed before it replaced the file is a second name of it, and serves again.
"""

import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path

from spellfix.cli.correct.engine import corrector_of, terms_of
from spellfix.cli.correct.options import BACKUP
from spellfix.cli.correct.several import each_of
from spellfix.cli.outputs import cannot_write
from spellfix.documents import Correct, rewrite
from spellfix.errors import InputError


def rewrite_files(options: Namespace) -> int:
    """Rewrite the files of the options, saying for each how many edits were made.

    Returns the exit status: 2 if one of them failed. Raises SpellfixError for what concerns all.
    """
    corrector = corrector_of(options, terms_of(options))
    suffix = None if options.no_backup else options.backup or BACKUP

    def one(name: str) -> None:
        path = Path(name)
        if path.is_symlink():
            path = path.resolve()  # the file that the link leads to, not the link
        backup = None if suffix is None else path.with_name(f"{path.name}{suffix}")
        edits = _rewrite(path, corrector.correct_stream, backup, options.force)
        kept = f" ({backup})" if backup and edits else ""
        sys.stdout.write(f"{name}: {edits}곳 고침 / {edits} {_noun(edits)}{kept}\n")
        sys.stdout.flush()

    return 2 if each_of(options.text, one) else 0


def _rewrite(path: Path, correct: Correct, backup: Path | None, force: bool) -> int:
    """Rewrite ``path``; returns the number of edits. Raises InputError and OSError."""
    edits = 0
    kept: Path | None = None
    try:
        for each in rewrite(path, correct, path):
            if each.correction.edits and backup and not kept:
                _keep(path, backup, force)
                kept = backup
            edits += len(each.correction.edits)
    except BaseException:
        if kept:  # the file is as it was: there is nothing to back up
            kept.unlink(missing_ok=True)
        raise
    return edits


def _keep(path: Path, backup: Path, force: bool) -> None:
    """Give ``path`` the second name ``backup``, which it keeps when the file is replaced.

    Raises InputError if there is another file of that name (unless ``force``) or none can be made.
    """
    try:
        if backup.exists() and backup.samefile(path):
            return
        if force:
            backup.unlink(missing_ok=True)
        try:
            backup.hardlink_to(path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            _copy(path, backup)
    except FileExistsError as error:
        raise InputError(
            f"{path}: 백업이 이미 있습니다 / the backup exists already: {backup.name}; 파일은 "
            "그대로입니다 / the file is unchanged; --force, --backup SUFFIX, --no-backup"
        ) from error
    except OSError as error:
        raise cannot_write(backup, error) from error


def _copy(path: Path, backup: Path) -> None:
    """A copy that is there once it is whole. Raises FileExistsError where ``backup`` is there."""
    if backup.exists():
        raise FileExistsError
    draft = backup.with_name(f".{backup.name}.{os.getpid()}")
    try:
        with path.open("rb") as source, draft.open("xb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        shutil.copystat(path, draft)
        draft.replace(backup)
    finally:
        draft.unlink(missing_ok=True)


def _noun(edits: int) -> str:
    return "edit" if edits == 1 else "edits"
