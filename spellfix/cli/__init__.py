"""The `spellfix` command: finds the module of a command, runs it, and answers for what goes wrong.

Knows no option of any command. A command is imported when it is called, so that `--help` loads no
library and `correct` loads no training code. Exit status: what the command says (0 done where it
says nothing), 2 the user can mend it (one message on stderr, no traceback), 130 interrupted, 141
the reader of our output went away; told to stop by SIGTERM it dies of that, once all is in order.
Any other exception is a bug and keeps its traceback.
"""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

import spellfix
from spellfix.cli.endings import (
    Terminated,
    die_of_sigterm,
    drop_standard_output,
    heeding_sigterm,
    refused,
    short_of_memory,
)
from spellfix.cli.outputs import settle_standard_output
from spellfix.errors import ConfigError, SpellfixError

Command = Callable[[Sequence[str]], "int | None"]
"""Takes the arguments after its name; returns the exit status, None for 0."""

# name of the command: (module, function that takes the arguments after the name, help line)
COMMANDS = {
    "correct": ("spellfix.cli.correct", "run", "오타를 고칩니다         correct Korean text"),
    "evaluate": (
        "spellfix.cli.evaluate",
        "run",
        "정확도를 잽니다         measure accuracy on pairs",
    ),
    "calibrate": (
        "spellfix.cli.calibrate",
        "run",
        "문턱값을 정합니다       choose thresholds on pairs",
    ),
    "gate": (
        "spellfix.cli.gate",
        "run",
        "새 모델을 심사합니다    judge a new model before release",
    ),
    "noise": (
        "spellfix.cli.noise",
        "run",
        "깨끗한 글에 오타를 냅니다  make typo pairs from clean text",
    ),
    "data": (
        "spellfix.cli.data",
        "run",
        "글 모음을 다듬습니다     clean and select text to train on",
    ),
    "train": ("spellfix.train.cli", "train", "모델을 학습합니다       train a model"),
    "export": (
        "spellfix.train.cli",
        "export",
        "ONNX로 내보냅니다       write the ONNX files of a model",
    ),
    "serve": ("spellfix.serve.cli", "serve", "교정 서비스를 엽니다    serve corrections over HTTP"),
    "keys": ("spellfix.serve.key_command", "keys", "API 키를 만듭니다       API keys of serve"),
    "lsp": ("spellfix.lsp.cli", "lsp", "편집기의 언어 서버입니다   serve an editor over LSP"),
}
EXTRAS = {
    "data": frozenset({"pyarrow", "xxhash"}),
    "lsp": frozenset({"lsprotocol", "pygls"}),
    "serve": frozenset({"fastapi", "pydantic", "starlette", "uvicorn"}),
    "train": frozenset({"datasets", "onnx", "safetensors", "tensorboard", "torch", "transformers"}),
}

HELP = """\
한국어 오타 교정기, 오프라인. Korean typo correction, offline.

usage: spellfix COMMAND [ARGUMENT ...]

{commands}

spellfix COMMAND --help   명령의 선택 사항  options of a command
spellfix --version
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name); returns the exit status."""
    settle_standard_output()
    try:
        with heeding_sigterm():
            try:
                status = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
            finally:
                sys.stdout.flush()
    except SpellfixError as error:
        sys.stderr.write(f"spellfix: {error}\n")
        return 2
    except Terminated:
        return die_of_sigterm()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        drop_standard_output()
        return 141
    except Exception as error:
        short = short_of_memory(error)
        if short is None and not isinstance(error, OSError):
            raise
        # Else a full disk, a file that vanished: it names its file itself.
        sys.stderr.write(f"spellfix: {short or refused(cast(OSError, error))}\n")
        return 2
    return status


def _dispatch(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "--help"
    if name in ("-h", "--help"):
        lines = (f"  {name:<9} {line}" for name, (_, _, line) in COMMANDS.items())
        sys.stdout.write(HELP.format(commands="\n".join(lines)))
    elif name == "--version":
        sys.stdout.write(f"spellfix {spellfix.__version__}\n")
    elif name in COMMANDS:
        return _run(name, arguments[1:])
    else:
        raise ConfigError(
            f"모르는 명령입니다 / no such command: {name!r}; "
            f"{', '.join(COMMANDS)} 가운데 하나 / expected one of these"
        )
    return 0


def _run(name: str, arguments: Sequence[str]) -> int:
    home, function, _ = COMMANDS[name]
    try:
        command = cast(Command, getattr(import_module(home), function))
        return command(arguments) or 0
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        for extra, libraries in EXTRAS.items():
            if missing in libraries:
                raise ConfigError(
                    f"더 설치하세요 / {name} needs {missing}: pip install 'spellfix[{extra}]'"
                ) from error
        raise
