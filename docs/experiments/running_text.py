"""What a model changes in running text that nobody made errors in, and whether readers agree.

    python docs/experiments/running_text.py find FOLDER --output found.jsonl [--model DIR]
        [--seed 0] [--least 0.5]
    python docs/experiments/running_text.py ask found.jsonl --output FOLDER [--readers 4]
    python docs/experiments/running_text.py tell found.jsonl FOLDER

find: draws LINES lines of each domain of FOLDER, which docs/release/text.py has written (12 to 160
code points), and writes those that the model changes, with its edits. ask: writes a list for each
reader, ID TAB sentence, with each changed place as {A|B}: as written and as the model has it, in an
order drawn by chance; key.json beside them tells which is which. Readers answer in answerN.txt, one
line each: ID, and 1 (only the first is right), 2 (only the second), 0 (both may stand, or it cannot
be known), X (neither). tell: prints how often readers agreed with the model, with the text, with
both or none, by how sure the model was.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from spellfix import Corrector

LINES = {"tech": 12000, "wiki": 10000, "everyday": 5000, "news": 3500, "dialogue": 2000}
LINES |= {"review": 1500, "speech": 1500, "literature": 600, "legal": 500}
SHORTEST, LONGEST = 12, 160
PORTION = 256
VERDICTS = ("model", "text", "both", "none")


def drawn(folder: Path, rng: Random) -> Iterator[str]:
    """Lines of each domain, all of them where there are not enough."""
    for domain, count in LINES.items():
        lines: dict[str, None] = {}
        for file in sorted(folder.glob(f"{domain}.*.txt")):
            text = file.read_text(encoding="utf-8")
            lines |= dict.fromkeys(x for x in text.split("\n") if SHORTEST <= len(x) <= LONGEST)
        yield from rng.sample(list(lines), min(count, len(lines)))


def find(folder: Path, output: Path, model: str | None, seed: int, least: float) -> None:
    lines = list(drawn(folder, Random(seed)))
    corrector = Corrector.from_pretrained(model, min_confidence=least)
    with output.open("w", encoding="utf-8") as file:
        for at in range(0, len(lines), PORTION):
            for line, found in zip(
                lines[at : at + PORTION],
                corrector.correct_batch(lines[at : at + PORTION]),
                strict=True,
            ):
                if found.edits:
                    edits = [
                        (each.start, each.end, each.after, each.kind, each.confidence)
                        for each in found.edits
                    ]
                    told = {"of": len(lines), "line": line, "edits": edits}
                    file.write(json.dumps(told, ensure_ascii=False) + "\n")


def read(path: Path) -> Iterator[tuple[str, str, list[Any]]]:
    """An ID, the line and the edit, for each edit."""
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines()):
        found = json.loads(row)
        for place, edit in enumerate(found["edits"]):
            yield f"{number}-{place}", found["line"], edit


def ask(found: Path, output: Path, readers: int, seed: int = 0) -> None:
    rng = Random(seed)
    output.mkdir(parents=True, exist_ok=True)
    items: list[str] = []
    key: dict[str, str] = {}
    for name, line, (start, end, after, *_) in read(found):
        first = line.rfind(" ", 0, start) + 1
        last = len(line) if (space := line.find(" ", end)) < 0 else space
        forms = [line[first:last], line[first:start] + after + line[end:last]]
        written = rng.randrange(2)
        key[name] = str(written + 1)
        shown = "|".join(forms if written == 0 else forms[::-1])
        items.append(f"{name}\t{line[:first]}{{{shown}}}{line[last:]}\n")
    rng.shuffle(items)
    for reader in range(readers):
        text = "".join(items[reader::readers])
        (output / f"list{reader}.tsv").write_text(text, encoding="utf-8")
    (output / "key.json").write_text(json.dumps(key), encoding="utf-8")


def tell(found: Path, folder: Path) -> None:
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    answers = dict(
        line.split()
        for file in sorted(folder.glob("answer*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    told: defaultdict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    for name, _, (*_, kind, confidence) in read(found):
        answer = answers.get(name, "unread").upper()
        verdict = {"0": "both", "X": "none", "UNREAD": "unread", key[name]: "text"}.get(
            answer, "model"
        )
        sort = "spacing" if kind == "spacing" else "other"
        told[sort, int(float(confidence) * 10) / 10][verdict] += 1
    total: Counter[str] = sum(told.values(), Counter())
    sys.stdout.write(f"{dict(total)}\n")
    for (sort, least), counts in sorted(told.items()):
        said = ", ".join(f"{verdict} {counts[verdict]}" for verdict in VERDICTS)
        sys.stdout.write(f"{sort} from {least}: {said}\n")


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    finding = commands.add_parser("find")
    finding.add_argument("folder", type=Path)
    finding.add_argument("--output", type=Path, required=True)
    finding.add_argument("--model")
    finding.add_argument("--seed", type=int, default=0)
    finding.add_argument("--least", type=float, default=0.5)
    asking = commands.add_parser("ask")
    asking.add_argument("found", type=Path)
    asking.add_argument("--output", type=Path, required=True)
    asking.add_argument("--readers", type=int, default=4)
    telling = commands.add_parser("tell")
    telling.add_argument("found", type=Path)
    telling.add_argument("folder", type=Path)
    given = vars(parser.parse_args())
    commands_by_name: dict[str, Callable[..., None]] = {"find": find, "ask": ask, "tell": tell}
    commands_by_name[given.pop("command")](**given)


if __name__ == "__main__":
    main()
