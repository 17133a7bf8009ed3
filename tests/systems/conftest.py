"""Texts that are no Korean."""

import pytest

ODD_TEXTS = (
    "",
    " \t ",
    "\n\r\n\n",
    "The quick brown fox 1,234.5 kg",
    "👩‍👩‍👧‍👦 🇰🇷 😀",
    "\ud800 \udfff",
    "\0\x01\x1b[0m\x7f",
    "שלום עולם",
    "'^*&@+-!%~#?",
    '{"text": "\\u0000"}',
)
"""Texts without Korean, which no Korean speller has a reason to touch."""


@pytest.fixture(params=ODD_TEXTS, ids=ascii)
def odd_text(request: pytest.FixtureRequest) -> str:
    return str(request.param)
