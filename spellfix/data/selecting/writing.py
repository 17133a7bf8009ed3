"""What was chosen, as records of a file and as drafts of a service that wait for a review.

A draft is sent under a key made of its text: whoever sends the same texts again within two days
stores none of them twice. Knows nothing about why a text was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from spellfix.data.selecting.choosing import Chosen

if TYPE_CHECKING:
    from spellfix.client import Client

DIGITS = 4


def as_record(chosen: Chosen, draft: str | None = None) -> dict[str, Any]:
    """The text, the model's correction and edits (made or not), and why it was chosen. draft: its
    id in the service, which is the "id" of the pair that the service exports."""
    candidate = chosen.candidate
    made = set(candidate.correction.edits)
    found: dict[str, Any] = {
        "input": candidate.text.text,
        "correction": candidate.correction.text,
        "edits": [{**asdict(edit), "made": edit in made} for edit in candidate.proposed],
        "opposed": [asdict(edit) for edit in candidate.opposed],
        "score": candidate.correction.score,
        "doubt": round(chosen.doubt, DIGITS),
        "gain": round(chosen.gain, DIGITS),
        "why": list(chosen.why),
        "source": candidate.text.source,
        "row": candidate.text.row,
        "domain": candidate.text.domain,
    }
    return found if draft is None else {**found, "draft": draft}


def send(
    chosen: Sequence[Chosen], service: Client, advance: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """Store the texts as drafts, the first to be reviewed first; the id of each. advance: told
    after each. Raises ServiceError where the service does not take one."""
    for each in chosen:
        text = each.candidate.text.text
        key = f"select-{sha256(text.encode()).hexdigest()[:48]}"
        yield service.draft(text, idempotency_key=key).id
        advance()
