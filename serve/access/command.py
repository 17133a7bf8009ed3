"""`spellfix keys`: makes, shows and revokes the API keys of a service. Knows no service."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from unicodedata import normalize

from spellfix.arguments import Arguments
from spellfix.errors import InputError
from spellfix.serve.access.key_file import MOST_PER_MINUTE, Key, change_keys, is_name, read_keys
from spellfix.serve.access.keys import hashed, new_key

_RATE = 600


def keys(arguments: Sequence[str]) -> None:
    """Do as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_args(arguments)
    file = Path(options.file)
    if options.command == "add":
        _add(file, options.name, options.rate)
    elif options.command == "list":
        _list(file)
    else:
        _revoke(file, options.name, options.id)


def _add(file: Path, name: str, rate: int) -> None:
    key = new_key()
    created = datetime.now(timezone.utc).date().isoformat()
    change_keys(file, lambda there: [*there, Key(name, hashed(key), rate or None, created)])
    sys.stdout.write(f"{key}\n")
    sys.stdout.flush()
    sys.stderr.write(
        f"{name}의 키입니다. 다시 볼 수 없으니 지금 안전한 곳에 두세요. "
        "/ This is the key, and it is shown only now: put it somewhere safe.\n"
    )


def _list(file: Path) -> None:
    for key in read_keys(file):
        rate = "-" if key.requests_per_minute is None else str(key.requests_per_minute)
        sys.stdout.write(f"{key.id}  {key.created}  {rate:>7}  {key.name}\n")


def _revoke(file: Path, name: str, wanted: str | None) -> None:
    revoked: list[Key] = []

    def without(there: Sequence[Key]) -> Sequence[Key]:
        named = [key for key in there if key.name == name]
        revoked.extend(key for key in named if wanted in (None, key.id))
        if not revoked:
            raise InputError(
                f"{name}: 그런 키가 없습니다 / no such key; spellfix keys list --file {file}"
            )
        if len(revoked) > 1:
            ids = ", ".join(key.id for key in revoked)
            raise InputError(
                f"{name}: 키가 여럿입니다 / has several keys: {ids}; "
                "--id로 고르세요 / choose by --id"
            )
        return [key for key in there if key not in revoked]

    change_keys(file, without)
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
        command.add_argument("--file", required=True, metavar="FILE", help="키 파일 / of the keys")
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
