"""What a service is told when it starts: flags, or the environment where there is no flag.

Every field is the flag of the same name, and `SPELLFIX_<NAME>` in the environment. Knows no model,
no database and no address that can be reached.
"""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from spellfix.config import at_least, one_of, port_number, positive, share, whole_number
from spellfix.cores import cores
from spellfix.errors import ConfigError

OFF = "off"
COMMON = "database"
"""Of --keys: they lie in the database, for all machines that use it."""
LEVELS = ("debug", "info", "warning", "error")
_PREFIX = "SPELLFIX_"
_HANDED_DOWN = "SPELLFIX_SERVICE"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a service is told.

    host, port: where it listens; port 0 is a free one. workers: processes. model: a model
    directory, None for the shipped one. min_confidence: edits the model is less sure of are not
    made; above the model's own threshold, because in feedback to pupils and parents a wrong
    correction is worse than a typo that stays (docs/serve.md has the numbers). database: URL of
    drafts, reviews and dictionaries, "off" for none, "" for the embedded one. retention_days:
    drafts are deleted so many days after they came; 0: never. keys: file of API keys, or "database"
    for those kept there. origins: of pages elsewhere whose scripts may call the service (CORS).
    request_timeout: seconds that a request may wait for the model. check: open all of it, then end.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    model: str | None = None
    min_confidence: float = 0.8
    database: str = ""
    retention_days: int = 90
    keys: str | None = None
    origins: tuple[str, ...] = ()
    request_timeout: float = 10.0
    log_level: str = "info"
    check: bool = False

    @property
    def threads(self) -> int | None:
        """Threads of the model in each worker; None: as many as the model likes."""
        if self.workers == 1:
            return None
        return max(1, cores() // self.workers)

    @classmethod
    def given(cls, arguments: Sequence[str], environ: Mapping[str, str]) -> Settings:
        """What the command line says, else the environment, else the defaults.

        SPELLFIX_DATABASE_FILE names a file that holds the URL, as secrets are handed to containers.
        Raises ConfigError in the words of the flag or variable that cannot be taken.
        """
        options = vars(_parser().parse_args(arguments))
        told = _told(environ)
        told.update((name, value) for name, value in options.items() if value is not None)
        return cls._checked(told, options)

    @classmethod
    def handed_down(cls, environ: Mapping[str, str]) -> Settings:
        """What the parent process has put into the environment of a worker."""
        known = json.loads(environ[_HANDED_DOWN])
        return cls(**{**known, "origins": tuple(known["origins"])})

    def hand_down(self) -> None:
        """Put these into the environment of this process, for its workers."""
        os.environ[_HANDED_DOWN] = json.dumps(asdict(self))

    @classmethod
    def _checked(cls, told: Mapping[str, object], options: Mapping[str, object]) -> Settings:
        def name(field: str) -> str:
            given = options.get(field) is not None
            return f"--{field.replace('_', '-')}" if given else _PREFIX + field.upper()

        def number(field: str, default: float) -> float:
            value = told.get(field, default)
            try:
                return float(str(value))
            except ValueError:
                raise ConfigError(
                    f"{name(field)}: 수가 아닙니다 / not a number: {value!r}"
                ) from None

        def whole(field: str, default: int, least: int) -> int:
            value = str(told.get(field, default))
            found = whole_number(value)
            if found is None:
                raise ConfigError(
                    f"{name(field)}: 정수여야 합니다 / expected a whole number, got {value[:20]!r}"
                )
            return at_least(name(field), found, least)

        usual = cls()
        return cls(
            host=str(told.get("host", usual.host)),
            port=port_number(name("port"), str(told.get("port", usual.port))),
            workers=whole("workers", usual.workers, 1),
            model=_text(told.get("model")),
            min_confidence=share(
                name("min_confidence"), number("min_confidence", usual.min_confidence)
            ),
            database=str(told.get("database", usual.database)),
            retention_days=whole("retention_days", usual.retention_days, 0),
            keys=_text(told.get("keys")),
            origins=_origins(name("origins"), told.get("origins", usual.origins)),
            request_timeout=positive(
                name("request_timeout"), number("request_timeout", usual.request_timeout)
            ),
            log_level=one_of(
                name("log_level"), str(told.get("log_level", usual.log_level)).lower(), LEVELS
            ),
            check=one_of(name("check"), _digit(told.get("check", False)), ("0", "1")) == "1",
        )


def _told(environ: Mapping[str, str]) -> dict[str, object]:
    told: dict[str, object] = {
        field.name: environ[_PREFIX + field.name.upper()]
        for field in fields(Settings)
        if environ.get(_PREFIX + field.name.upper())
    }
    secret = environ.get(f"{_PREFIX}DATABASE_FILE")
    if secret and "database" not in told:
        try:
            told["database"] = Path(secret).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise ConfigError(
                f"{_PREFIX}DATABASE_FILE: 읽을 수 없습니다 / cannot read {secret} "
                f"({getattr(error, 'strerror', None) or 'not UTF-8'})"
            ) from error
    return told


def _digit(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _origins(name: str, value: object) -> tuple[str, ...]:
    given = value.split() if isinstance(value, str) else [str(each) for each in _sequence(value)]
    for each in given:
        scheme, _, rest = each.partition("://")
        if scheme not in ("http", "https") or not rest or "/" in rest or "*" in rest:
            raise ConfigError(
                f"{name}: {each!r}: 주소의 앞부분이 아닙니다 / expected an origin such as "
                "https://school.example, without a path and without *"
            )
    return tuple(given)


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _parser() -> ArgumentParser:
    from spellfix.arguments import Arguments

    usual = Settings()
    parser = Arguments(
        "spellfix serve",
        description="교정 서비스를 엽니다: 브라우저로 여는 교정 화면과 HTTP API. "
        "Serve corrections: a page for browsers and an HTTP API. "
        "모든 선택 사항은 환경 변수로도 됩니다 / every option is SPELLFIX_<NAME> in the "
        "environment as well.",
    )
    add = parser.add_argument
    add("--host", help=f"여는 주소 / address to listen on (default: {usual.host})")
    add("--port", metavar="N", help=f"0: 빈 자리 / free (default: {usual.port})")
    add("--workers", metavar="N", help=f"프로세스 수 / processes (default: {usual.workers})")
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add(
        "--min-confidence",
        metavar="X",
        help="이보다 확실하지 않은 수정은 안 합니다 / edits less sure than this are not made "
        f"(default: {usual.min_confidence})",
    )
    add(
        "--database",
        metavar="URL",
        help="저장하는 곳, off는 저장 안 함 / sqlite:///FILE, postgresql://..., or off "
        "(default: a file of the user's)",
    )
    add(
        "--retention-days",
        metavar="N",
        help=f"이만큼 지난 글은 지웁니다, 0은 안 지움 / days that drafts are kept, 0: for ever "
        f"(default: {usual.retention_days})",
    )
    add(
        "--keys",
        metavar="FILE",
        help=f"API 키 파일, {COMMON}는 데이터베이스의 키 / API keys, made by spellfix keys add; "
        f"{COMMON}: those kept there",
    )
    add(
        "--origin",
        dest="origins",
        action="append",
        metavar="URL",
        help="다른 곳의 웹 화면에 허락 / a page elsewhere that may call the service (CORS)",
    )
    add(
        "--request-timeout",
        metavar="S",
        help=f"모델을 기다리는 시간, 초 / seconds to wait for the model "
        f"(default: {usual.request_timeout:g})",
    )
    add("--log-level", metavar="LEVEL", help=f"{', '.join(LEVELS)} (default: {usual.log_level})")
    add(
        "--check",
        action="store_true",
        default=None,
        help="데이터베이스를 옮기고 모델을 열어 본 뒤 끝냅니다 / bring the database up to date, "
        "try the model and the port, and end",
    )
    return parser
