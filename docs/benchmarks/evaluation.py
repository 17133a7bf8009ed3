"""All systems side by side on the benchmark and on the behavioural sets, as Markdown tables.

    python docs/benchmarks/evaluation.py [--system NAME ...] [--report DIR]

Runs `spellfix evaluate` on data/benchmark and on data/behaviour; with --report also writes its
reports to DIR/benchmark and DIR/behaviour.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data"
SYSTEMS = ("spellfix", "noisy-channel", "kiwi:two-set", "kiwi", "hunspell", "copy")
Found = Mapping[str, Any]


def evaluated(folder: str, systems: Sequence[str], report: Path | None) -> Found:
    command = [sys.executable, "-m", "spellfix", "evaluate", "--json"]
    command += [argument for system in systems for argument in ("--system", system)]
    command += ["--report", str(report / folder)] if report else []
    command += map(str, sorted((DATA / folder).glob("*.jsonl")))
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    return found if "systems" in found else {"systems": {found["system"]: found}, "comparisons": {}}


def headline(found: Found) -> Iterator[str]:
    yield (
        "| system | typo accuracy | n | correct-text accuracy | n | uncorrected | miscorrected | "
        "only spellfix right : only this one | p |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, each in found["systems"].items():
        row = f"| {name} | {both(each)} | {each['uncorrected']} | {each['miscorrected']} | "
        other = found["comparisons"].get(name, {}).get("typo")
        if other is None:
            yield f"{row}- | - |"
        else:
            yield f"{row}{other['only_first']} : {other['only_second']} | {other['p_value']:.2g} |"


def behind(found: Found) -> Iterator[str]:
    yield (
        "| system | coverage | precision of corrections | edit F0.5 | by words | "
        "right but for white space | CER | GLEU | speed |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    speed = next(iter(found["systems"].values()))["sentences_per_second"]
    for name, each in found["systems"].items():
        beyond = percent(each["spacing_insensitive_typo_accuracy"])
        cells = (
            name,
            f"{percent(each['coverage'])} of {each['n_typo']}",
            f"{percent(each['correction_precision'])} of {each['n_changed']}",
            f"{percent(each['edit_f05'])} {between(each['edit_f05_interval'])}",
            percent(each["word_edit_f05"]),
            f"{beyond} of {each['n_typo_beyond_spacing']}",
            f"{percent(each['cer_in'], 2)} → {percent(each['cer_out'], 2)}",
            percent(each["gleu"]),
            f"{each['sentences_per_second'] / speed:.2g}",
        )
        yield f"| {' | '.join(cells)} |"


def grouped(found: Found, by: str) -> Iterator[str]:
    """Both accuracies of every system in the groups that have such cases."""
    systems = found["systems"]
    yield f"| {by.removeprefix('by_')} | n typo | n clean | {' | '.join(systems)} |"
    yield "|---|---|---|" + "---|" * len(systems)
    for group, first in next(iter(systems.values()))[by].items():
        cells = (
            f"{percent(each[by][group]['typo_accuracy'])} / "
            f"{percent(each[by][group]['correct_text_accuracy'])}"
            for each in systems.values()
        )
        yield f"| {group} | {first['n_typo']} | {first['n_clean']} | {' | '.join(cells)} |"


def both(numbers: Found) -> str:
    return " | ".join(
        f"{percent(numbers[share])} {between(numbers[f'{share}_interval'])} | {numbers[n]}"
        for share, n in (("typo_accuracy", "n_typo"), ("correct_text_accuracy", "n_clean"))
    )


def between(interval: Sequence[float] | None) -> str:
    return "" if interval is None else f"[{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def percent(share: float | None, digits: int = 1) -> str:
    return "-" if share is None else f"{100 * share:.{digits}f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--system", action="append")
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    for folder in ("benchmark", "behaviour"):
        found = evaluated(folder, options.system or SYSTEMS, options.report)
        tables = [headline(found), behind(found), grouped(found, "by_set")]
        if folder == "benchmark":
            tables.append(grouped(found, "by_kind"))
        versions = (f"- {name}: {each['description']}" for name, each in found["systems"].items())
        blocks = ["\n".join(versions), *("\n".join(table) for table in tables)]
        sys.stdout.write(f"## data/{folder}\n\n" + "\n\n".join(blocks) + "\n\n")


if __name__ == "__main__":
    main()
