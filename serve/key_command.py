"""`spellfix keys`: makes, shows and revokes the API keys of a service, in a file or a database.

Knows no service.
"""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from unicodedata import normalize

from spellfix.arguments import Arguments
from spellfix.errors import ConfigError, InputError
from spellfix.serve.access.key_file import change_keys, read_keys
from spellfix.serve.access.keys import hashed, new_key
from spellfix.serve.key import MOST_PER_MINUTE, Key, is_name

Change = Callable[[Sequence[Key]], Sequence[Key]]

_RATE = 600


def keys(arguments: Sequence[str]) -> None:
    """Do as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_args(arguments)
    with _kept(options.file, options.database) as kept:
        if options.command == "add":
            _add(kept, options.name, options.rate)
        elif options.command == "list":
            _list(kept)
        else:
            _revoke(kept, options.name, options.id)


class _File:
    def __init__(self, file: Path) -> None:
        self._file = file
        self.shown = f"--file {file}"

    def read(self) -> Sequence[Key]:
        return read_keys(self._file)

    def change(self, change: Change) -> None:
        change_keys(self._file, change)


class _Database:
    shown = "--database"

    def __init__(self, url: str) -> None:
        from spellfix.serve.storage import Store  # slow to import, and not needed for a file

        self._store = Store.open(url, retention_days=None)

    def read(self) -> Sequence[Key]:
        return asyncio.run(self._store.keys())

    def change(self, change: Change) -> None:
        asyncio.run(self._store.change_keys(change))

    def close(self) -> None:
        asyncio.run(self._store.close())


@contextmanager
def _kept(file: str | None, database: str | None) -> Iterator[_File | _Database]:
    """Where the keys are kept: in `file`, or else in `database`, "" for that of the environment."""
    if file is not None:
        yield _File(Path(file))
        return
    kept = _Database(database or _told())
    try:
        yield kept
    finally:
        kept.close()


def _told() -> str:
    """The database that `spellfix serve` would use. Raises ConfigError where storing is off."""
    from spellfix.serve.settings import OFF, Settings
    from spellfix.serve.storage import default_database

    told = Settings.given([], os.environ).database
    if told == OFF:
        raise ConfigError("SPELLFIX_DATABASE=off: 저장하는 곳이 없습니다 / expected a database")
    return told or default_database()


def _add(kept: _File | _Database, name: str, rate: int) -> None:
    key = new_key()
    created = datetime.now(timezone.utc).date().isoformat()
    kept.change(lambda there: [*there, Key(name, hashed(key), rate or None, created)])
    sys.stdout.write(f"{key}\n")
    sys.stdout.flush()
    sys.stderr.write(
        f"{name}의 키입니다. 다시 볼 수 없으니 지금 안전한 곳에 두세요. "
        "/ This is the key, and it is shown only now: put it somewhere safe.\n"
    )


def _list(kept: _File | _Database) -> None:
    for key in kept.read():
        rate = "-" if key.requests_per_minute is None else str(key.requests_per_minute)
        sys.stdout.write(f"{key.id}  {key.created}  {rate:>7}  {key.name}\n")


def _revoke(kept: _File | _Database, name: str, wanted: str | None) -> None:
    revoked: list[Key] = []

    def without(there: Sequence[Key]) -> Sequence[Key]:
        named = [key for key in there if key.name == name]
        revoked[:] = [key for key in named if wanted in (None, key.id)]
        if not revoked:
            raise InputError(
                f"{name}: 그런 키가 없습니다 / no such key; spellfix keys list {kept.shown}"
            )
        if len(revoked) > 1:
            ids = ", ".join(key.id for key in revoked)
            raise InputError(
                f"{name}: 키가 여럿입니다 / has several keys: {ids}; "
                "--id로 고르세요 / choose by --id"
            )
        return [key for key in there if key not in revoked]

    kept.change(without)
    sys.stderr.write(f"{name} ({revoked[0].id}): 무효로 했습니다 / revoked\n")


def _name(given: str) -> str:
    name = normalize("NFC", given)
    if not is_name(name):
        raise ArgumentTypeError(
            f"이름이 아닙니다 / not a name: {given!r}; 글자, 숫자와 _ . @ -, 64자까지 / "
            "expected letters, digits and _ . @ -, at most 64"
        )
    return name


def _rate(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) <= MOST_PER_MINUTE):
        raise ArgumentTypeError(
            f"0에서 {MOST_PER_MINUTE:,}까지의 정수 / expected a number from 0 to "
            f"{MOST_PER_MINUTE:,}, got {given!r}"
        )
    return int(given)


def _parser() -> Arguments:
    parser = Arguments(
        "spellfix keys",
        description="서비스의 API 키를 만들고 보고 무효로 합니다. 열려 있는 서비스도 바로 압니다. "
        "API keys of the service; one that is running notices at once.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="만들어 한 번 보입니다 / make one and show it once")
    show = commands.add_parser("list", help="id, 날짜, 분당 요청, 이름 / id, date, rate, name")
    revoke = commands.add_parser("revoke", help="무효로 합니다 / make one invalid")
    for command in (add, revoke):
        command.add_argument("name", type=_name, metavar="NAME")
    for command in (add, show, revoke):
        place = command.add_mutually_exclusive_group(required=True)
        place.add_argument("--file", metavar="FILE", help="키 파일 / of the keys")
        place.add_argument(
            "--database",
            nargs="?",
            const="",
            metavar="URL",
            help="여러 컴퓨터가 함께 쓰는 키; URL이 없으면 SPELLFIX_DATABASE / keys that several "
            "machines have in common (serve --keys database)",
        )
    add.add_argument(
        "--rate",
        type=_rate,
        default=_RATE,
        metavar="N",
        help=f"분당 요청 수, 0은 제한 없음 / requests per minute, 0: no limit (default: {_RATE})",
    )
    revoke.add_argument(
        "--id", metavar="ID", help="같은 이름의 키 가운데 하나 / one of several of this name"
    )
    return parser
