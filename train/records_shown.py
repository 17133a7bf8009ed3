"""``spellfix train list|show|compare``: run records, read and told in lines or as JSON.

Knows nothing of how a run goes; a folder whose record cannot be read is named, and no other is
left out because of it.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spellfix.arguments import Arguments
from spellfix.errors import InputError
from spellfix.manifest import RECORD
from spellfix.train.records import FORMAT, state_of, stored

Told = Mapping[str, Any]
HEADLINES = (("typo_accuracy", "n_typo"), ("correct_text_accuracy", "n_clean"))


def records(arguments: Sequence[str]) -> None:
    """Run ``list FOLDER``, ``show DIR`` or ``compare DIR DIR ...``. Raises InputError where there
    is no record, or none that can be read."""
    options = _parser().parse_args(arguments)
    answer = options.tell(options)
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def _parser() -> Arguments:
    parser = Arguments("spellfix train", description="학습 기록을 봅니다. Look at run records.")
    commands = parser.add_subparsers(required=True, parser_class=Arguments)
    for name, tell, places in (("list", _list, 1), ("show", _show, 1), ("compare", _compare, "+")):
        command = commands.add_parser(name)
        command.add_argument(
            "places", nargs=places, type=Path, metavar="FOLDER" if name == "list" else "DIR"
        )
        command.add_argument("--json", action="store_true", help="JSON으로 / as JSON")
        command.set_defaults(tell=tell)
    return parser


def read(directory: Path) -> dict[str, Any]:
    """The record in ``directory``, its state as it is now. Raises InputError."""
    path = directory / RECORD
    try:
        found = stored(path)
    except (OSError, ValueError) as error:
        raise InputError(
            f"학습 기록이 없습니다 / no run record can be read at {path}: {error}"
        ) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InputError(f"{path}: 학습 기록이 아닙니다 / expected a run record, format {FORMAT}")
    return {**found, "state": state_of(found)}


def _list(options: Namespace) -> str:
    [folder] = options.places
    found: list[tuple[str, Told]] = []
    broken: list[str] = []
    for place in sorted(_directories(folder)):
        try:
            found.append((place.relative_to(folder).as_posix(), read(place)))
        except InputError:
            broken.append(place.relative_to(folder).as_posix())
    if not found and not broken:
        raise InputError(f"학습 기록이 없습니다 / no run record in {folder}")
    found.sort(key=lambda each: each[1]["started"])
    if options.json:
        listed = [{"directory": place, **told} for place, told in found]
        return json.dumps(listed, ensure_ascii=False, indent=1)
    rows = [("run", "started", "state", "kept", "domain typo", "domain clean", "why")]
    rows += [
        (
            place,
            told["started"][:16],
            told["state"],
            _yes(told["verdict"]["kept"]),
            *(_change(told, _first_set(told), *names) for names in HEADLINES),
            _short(told["why"] or "-"),
        )
        for place, told in found
    ]
    return "\n".join([_aligned(rows), *(f"{place}: unreadable" for place in broken)])


def _show(options: Namespace) -> str:
    [place] = options.places
    told = read(place)
    if options.json:
        return json.dumps(told, ensure_ascii=False, indent=1)
    return "\n".join(_lines(told))


def _compare(options: Namespace) -> str:
    told = [(str(place), read(place)) for place in options.places]
    rows = list(_rows([each for _, each in told]))
    if options.json:
        names = [place for place, _ in told]
        found = {name: dict(zip(names, values, strict=True)) for name, *values in rows}
        return json.dumps(found, ensure_ascii=False, indent=1)
    return _aligned([("", *(Path(place).name or place for place, _ in told)), *rows])


def _lines(told: Told) -> Iterator[str]:
    yield f"{told['name']}: {told['state']}"
    yield f"why       {told['why'] or '-'}"
    yield f"stop      {told['stop']}"
    yield f"started   {told['started']}, {len(told['attempts'])} attempt(s)"
    yield f"ended     {told['ended'] or '-'}"
    if error := told["error"]:
        yield f"error     {error['type']} at {error['place']}: {error['message'] or '-'}"
    yield f"command   {told['command']}"
    code, machine = told["code"], told["machine"]
    yield f"code      {code['version']} {code['commit']}"
    yield f"machine   {machine['processor']}, {machine['cores']} cores, {machine['system']}"
    yield f"data      {told['data'].get('fingerprint', '-')}"
    for name, lines, weight in told["data"].get("sources", ()):
        yield f"          {name}: {lines:,} lines, {weight:.3g} passes"
    for name in _sets(told):
        for numbers in HEADLINES:
            yield f"{name}: {numbers[0]} {_change(told, name, *numbers)}"
    verdict = told["verdict"]
    yield f"kept      {_yes(verdict['kept'])}"
    yield from (f"          {reason}" for reason in verdict["reasons"])
    for point in told["curves"]["dev"]:
        values = ", ".join(f"{name} {value:.4g}" for name, value in _measured(point))
        yield f"step {point['step']}, {point['minutes']} min: {values}"


def _rows(told: Sequence[Told]) -> Iterator[tuple[str, ...]]:
    """What tells the runs apart, then how each ended and what it reached."""
    flat = [dict(_flat({"config": each["config"], "parent": each["parent"]})) for each in told]
    for name in dict.fromkeys(name for each in flat for name in each):
        values = [str(each.get(name, "-")) for each in flat]
        if len(set(values)) > 1:
            yield name, *map(_short, values)
    yield "data", *(str(each["data"].get("fingerprint", "-"))[:12] for each in told)
    yield "commit", *(str(each["code"]["commit"]) for each in told)
    yield "why", *(_short(each["why"] or "-") for each in told)
    yield "state", *(each["state"] for each in told)
    yield "kept", *(_yes(each["verdict"]["kept"]) for each in told)
    for name in dict.fromkeys(name for each in told for name in _sets(each)):
        for numbers in HEADLINES:
            yield f"{name} {numbers[0]}", *(_change(each, name, *numbers) for each in told)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns below each other; the last one may hold Hangul."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, each in value.items():
        if isinstance(each, Mapping):
            yield from _flat(each, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", each


def _sets(told: Told) -> list[str]:
    return list(dict.fromkeys(name for found in told["numbers"].values() for name in found))


def _first_set(told: Told) -> str | None:
    return next(iter(_sets(told)), None)


def _change(told: Told, name: str | None, accuracy: str, count: str) -> str:
    """ "50.0 % -> 61.3 % [58.1, 64.4] (n = 900)", with a dash for what is not known."""
    before, after = (told["numbers"][when].get(name) or {} for when in ("before", "after"))
    n = after.get(count, before.get(count))
    if not n:
        return "-"
    shown = f"{_percent(before.get(accuracy))} -> {_percent(after.get(accuracy))}"
    if interval := after.get(f"{accuracy}_interval"):
        shown += f" [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"
    return f"{shown} (n = {n})"


def _measured(point: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    return ((name, value) for name, value in point.items() if name not in ("step", "minutes"))


def _directories(folder: Path) -> Iterator[Path]:
    for path in folder.rglob(RECORD):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path.parent


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def _yes(kept: bool | None) -> str:
    return "-" if kept is None else ("yes" if kept else "no")


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
