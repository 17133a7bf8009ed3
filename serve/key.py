"""What is kept of an API key, in a file or in a database: whose it is, and its hash.

Knows no key itself, and not where any of this is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_PER_MINUTE = 1_000_000
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    name: of whoever holds the key; several keys may have it, so that one can take over from
    another. sha256: hexadecimal digits. requests_per_minute: None for no limit. created: a date.
    """

    name: str
    sha256: str
    requests_per_minute: int | None
    created: str

    @property
    def id(self) -> str:
        """What the key is called where names do not tell keys apart."""
        return self.sha256[:8]


def is_name(text: str) -> bool:
    """Whether a key may be called so: letters of any script, digits and ``_ . @ -``."""
    return _NAME.fullmatch(text) is not None
