"""The options of `spellfix correct`, and which of them go together; does nothing with them."""

import os
from argparse import Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from spellfix.arguments import Arguments, count, one_of, share
from spellfix.cli import colour, progress
from spellfix.cli.correct.archives import add_bulk
from spellfix.errors import ConfigError

FORMATS = ("text", "diff", "json")
BACKUP = ".bak"

BULK = ("engine", "to", "column", "keep", "workers", "part_size", "ray_address")
"""Options that make it a matter of archives (`spellfix.bulk`); TEXT are their files then."""
_APART = (  # never together
    ("in_place", "check"),
    ("in_place", "file"),
    ("in_place", "output"),
    ("in_place", "format"),
    ("in_place", "color"),
    ("check", "output"),
    ("check", "alternatives"),
    ("backup", "no_backup"),
)
_NOT_IN_BULK = (
    "file", "format", "explain", "alternatives", "device", "color", "check", "in_place", "backup",
    "no_backup",
)  # fmt: skip
_NEEDS = (  # the first only with one of the others
    ("backup", ("in_place",)),
    ("no_backup", ("in_place",)),
    ("force", ("in_place", "output")),
    ("resume", ("output",)),
    ("progress", ("output",)),
)


def parse(arguments: Sequence[str]) -> Namespace:
    """The options of a command line. Raises ConfigError for what cannot be meant."""
    options = _parser().parse_intermixed_args(arguments)
    options.bulk = next((name for name in BULK if _given(options, name)), None)
    if options.bulk:
        return _bulk(options)
    for one, other in _APART:
        if _given(options, one) and _given(options, other):
            raise ConfigError(
                f"{_flag(one)}, {_flag(other)}: 함께 쓸 수 없습니다 / cannot be given together; "
                "하나만 / give one of them"
            )
    for one, others in _NEEDS:
        if _given(options, one) and not any(_given(options, other) for other in others):
            flags = ", ".join(map(_flag, others))
            raise ConfigError(f"{_flag(one)}: {flags} 와 함께 씁니다 / goes with {flags} only")
    if options.text and (options.file or options.output):
        flag = "--file" if options.file else "--output"
        what = "PATH" if options.check else "TEXT"
        raise ConfigError(
            f"{what}와 {flag} 가운데 하나만 / give either {what} or {flag}, not both: "
            f"{options.text[0]!r}; 파일 여럿이면 / many files: --engine local --output DIR"
        )
    for name in ("explain", "alternatives"):
        if _given(options, name) and options.format != "json":
            raise ConfigError(
                f"{_flag(name)}: --format json 과 함께 씁니다 / goes with --format json only, got "
                f"--format {options.format or 'text'}"
            )
    options.output = Path(options.output) if options.output else None
    if options.in_place and not options.text:
        raise ConfigError("--in-place: 고칠 파일이 없습니다 / expected one PATH or more")
    options.format = options.format or "text"
    options.color = options.color or "auto"
    options.progress = options.progress or "auto"
    if options.backup is not None:
        _check_suffix(options.backup)
    return options


def _bulk(options: Namespace) -> Namespace:
    """The options of a run over archives."""
    flag = _flag(options.bulk)
    for name in _NOT_IN_BULK:
        if _given(options, name):
            raise ConfigError(
                f"{flag}, {_flag(name)}: 함께 쓸 수 없습니다 / cannot be given together"
            )
    if not options.text or not options.output:
        what = "--output" if options.text else "INPUT"
        raise ConfigError(
            f"{flag}: {what}이 빠졌습니다 / {what} is missing; "
            "spellfix correct INPUT ... --engine local|ray --output DIR"
        )
    if _given(options, "ray_address") and options.engine != "ray":
        raise ConfigError(
            "--ray-address: --engine ray 와 함께 씁니다 / goes with --engine ray only"
        )
    options.progress = options.progress or "auto"
    return options


def _given(options: Namespace, name: str) -> bool:
    return getattr(options, name) not in (None, False, [])


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _check_suffix(suffix: str) -> None:
    separators = {os.sep, os.altsep or os.sep, "\0"}
    if not suffix or separators & set(suffix):
        raise ConfigError(
            f"--backup: 파일 이름 뒤에 붙일 말 / expected what is put behind the file's name, such "
            f"as {BACKUP}, got {suffix!r}"
        )


def _parser() -> Arguments:
    parser = Arguments(
        "spellfix correct",
        formatter_class=RawDescriptionHelpFormatter,
        description="한국어 오타를 고칩니다. Correct Korean text, offline.\n"
        "TEXT가 없으면 표준 입력을 한 줄씩 읽어 고친 줄을 순서대로 씁니다\n"
        "(without TEXT: lines on stdin become corrected lines on stdout, in order).",
        usage="spellfix correct [TEXT ...] [--file PATH|-] [--format text|diff|json] [OPTION ...]\n"
        "       spellfix correct --file BIG.txt --output OUT.txt [--resume]\n"
        "       spellfix correct --engine local|ray INPUT [INPUT ...] --output DIR [--resume]\n"
        "       spellfix correct --in-place PATH [PATH ...]\n"
        "       spellfix correct --check [PATH ...]",
        epilog="--check의 인자는 파일입니다; 그런 파일이 없고 빈칸이 든 것은 글로 봅니다\n"
        "(what --check is given are files; what names none and has a space in it is a text).\n"
        "종료 상태 / exit status: 0 됨 done, 1 --check가 고칠 곳을 찾음 would change,\n"
        "2 고쳐야 할 문제 something to mend, 130 중단 interrupted.",
    )
    add = parser.add_argument
    add("text", nargs="*", metavar="TEXT", help="고칠 글 / text to correct")
    add("--file", metavar="PATH|-", help="UTF-8 파일, -는 표준 입력 / UTF-8 file, - is stdin")
    add(
        "--format",
        type=one_of(*FORMATS),
        metavar="|".join(FORMATS),
        help="출력 형식 / output (default: text)",
    )
    add("--explain", action="store_true", help="json에 수정마다 까닭을 더함 / add to each edit "
        "in json why it is made")  # fmt: skip
    add("--alternatives", type=count, metavar="N", help="json에 수정마다 다른 후보 N개까지 / add "
        "to each edit in json up to N others for its place")  # fmt: skip
    add("--device", metavar="NAME", help="torch로 돌릴 장치 / where torch runs the float32 model, "
        "such as cuda (default: onnxruntime on the processor)")  # fmt: skip
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add(
        "--min-confidence",
        type=share,
        metavar="X",
        help="0에서 1; 덜 확실한 수정은 버림 / drop edits below X (default: the model's)",
    )
    add(
        "--protect",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="고치지 않을 말, 한 줄에 하나; 여러 번 줄 수 있음 / terms to leave alone, one a line; "
        "may be given several times",
    )
    add(
        "--color",
        type=one_of(*colour.CHOICES),
        metavar="|".join(colour.CHOICES),
        help="diff와 --check의 색 / colours of diff and --check (default: auto; NO_COLOR, "
        "FORCE_COLOR)",
    )
    check = parser.add_argument_group("고칠 곳 찾기 / what would change")
    check.add_argument(
        "--check",
        action="store_true",
        help="아무것도 바꾸지 않고 고칠 곳을 보임; 있으면 종료 상태 1 / change nothing, list what "
        "would change; exit status 1 if anything would",
    )
    place = parser.add_argument_group("파일 고치기 / files in place").add_argument
    place("--in-place", action="store_true", help="TEXT는 고칠 파일 / TEXT are files to rewrite: "
        ".txt .md .html .docx .hwpx")  # fmt: skip
    place("--backup", metavar="SUFFIX", help="원래 파일을 NAME+SUFFIX로 / keep the original as "
        f"NAME+SUFFIX (default: {BACKUP})")  # fmt: skip
    place("--no-backup", action="store_true", help="원래 파일을 남기지 않음 / keep no original")
    long = parser.add_argument_group("긴 파일 / long files").add_argument
    long("--output", metavar="OUT", help="다 되면 OUT이 됨 / OUT is there when all is "
        "done; OUT.partial until then")  # fmt: skip
    long("--resume", action="store_true", help="끊긴 곳부터 이어서 / go on where a run was cut off")
    long(
        "--progress",
        type=one_of(*progress.CHOICES),
        metavar="|".join(progress.CHOICES),
        help="어디까지 됐는지, stderr로 / how far it is, on stderr (default: auto, a line on a "
        "terminal)",
    )
    add_bulk(parser)
    parser.add_argument(
        "--force",
        action="store_true",
        help="있는 백업이나 OUT을 덮어씀 / replace an existing backup or OUT",
    )
    return parser
