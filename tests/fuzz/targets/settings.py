"""`spellfix.serve.settings` and `spellfix.arguments`: flags and variables of the environment.

Any values are settings within their bounds, which a worker that is told them takes as the same, or
a ConfigError.
"""

import json
from contextlib import suppress
from dataclasses import asdict

from spellfix.errors import ConfigError
from spellfix.serve.settings import LEVELS, Settings
from tests.fuzz.given import Given, fields

SEEDS = (
    fields("--port\n80\n--workers\n2", "SPELLFIX_HOST=0.0.0.0\nSPELLFIX_LOG_LEVEL=DEBUG"),
    fields("--origin\nhttps://a.b\n--origin=http://c", "SPELLFIX_MIN_CONFIDENCE=1e-3"),
    fields(
        "--retention-days\n0\n--keys\nfile", "SPELLFIX_REQUEST_TIMEOUT=inf\nSPELLFIX_PORT=70000"
    ),
    fields("--prot\n1\n-x", "SPELLFIX_ORIGINS=https://a.b http://c\nSPELLFIX_DATABASE=off"),
    fields("--port=٣\n--workers=²", "SPELLFIX_RETENTION_DAYS=-1\nSPELLFIX_DATABASE_FILE=/nowhere"),
)


def check(data: bytes) -> None:
    given = Given(data)
    arguments = [each for each in given.texts(0) if each not in ("-h", "--h", "--he", "--hel")]
    environ = dict(each.partition("=")[::2] for each in given.texts(1))
    if any(each.startswith("--help") or "\0" in each for each in arguments):
        return
    environ = {
        name: value
        for name, value in environ.items()
        if "\0" not in value and (name != "SPELLFIX_DATABASE_FILE" or "/nowhere" in value)
    }
    with suppress(ConfigError):
        settings = Settings.given(arguments, environ)
        assert 0 <= settings.port < 1 << 16
        assert settings.workers >= 1
        assert 0 <= settings.min_confidence <= 1
        assert settings.retention_days >= 0
        assert 0 < settings.request_timeout < float("inf")
        assert settings.log_level in LEVELS
        told = {"SPELLFIX_SERVICE": json.dumps(asdict(settings))}
        assert Settings.handed_down(told) == settings
