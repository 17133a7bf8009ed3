"""Writers of drafts and reviews that note what they are told, and the check that it is there.

Knows only the address of the service; `serve_kill.py` starts and kills it.
"""

import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2

SENTENCES = (
    "숙재를 다 했어요.", "할수 있는 만큼 했습니다.", "오늘은 기분이 좋았다.", "않 하면 안 되요.",
    "줄을\r\n바꾼 글", "그림 👩‍🏫 글자", "NUL\0글자", "ㅋㅋㅋ  두 칸", "나랏말〯ᄊᆞ미",
)  # fmt: skip


@dataclass
class Ledger:
    """What one writer was told, and what it asked without being told."""

    drafts: list[dict[str, Any]] = field(default_factory=list)
    """Answers, the review of each draft included where that was acknowledged."""
    open: list[tuple[str, str]] = field(default_factory=list)
    """Key and text of a draft that was sent and not answered."""
    reviews: int = 0
    errors: list[str] = field(default_factory=list)


def load(address: str, ledger: Ledger, random: Random) -> None:
    """Adds drafts and reviews, one after the other, until there is no answer any more."""
    with httpx2.Client(base_url=address, timeout=30) as client:
        while True:
            key = f"{random.getrandbits(64):016x}"
            text = f"{key} " + " ".join(random.choices(SENTENCES, k=random.randint(1, 6)))
            try:
                answer = add(client, key, text)
            except httpx2.TransportError:
                ledger.open.append((key, text))
                return
            if answer.status_code == 503:  # the database is gone: perhaps stored, perhaps not
                ledger.open.append((key, text))
                time.sleep(0.05)
                continue
            if answer.status_code != 201:
                ledger.errors.append(f"draft: {answer.status_code}")
                continue
            draft = answer.json()
            ledger.drafts.append(draft)
            try:
                reviewed = client.post(f"/v1/drafts/{draft['id']}/review", json=review(draft, key))
            except httpx2.TransportError:
                return
            if reviewed.status_code == 503:
                continue
            if reviewed.status_code != 200:
                ledger.errors.append(f"review: {reviewed.status_code}")
                continue
            ledger.drafts[-1] = reviewed.json()
            ledger.reviews += 1


def add(client: httpx2.Client, key: str, text: str) -> httpx2.Response:
    return client.post("/v1/drafts", json={"text": text}, headers={"Idempotency-Key": key})


def review(draft: dict[str, Any], key: str) -> dict[str, Any]:
    ids = [edit["id"] for edit in draft["correction"]["edits"]]
    final = f"{draft['correction']['text']} {key}"
    return {"accepted": ids[::2], "rejected": ids[1::2], "final_text": final, "reviewer": "김"}


def check(address: str, ledgers: list[Ledger]) -> list[str]:
    """What is wrong with what was acknowledged; a review without answer may be there or not."""
    wrong: list[str] = []
    with httpx2.Client(base_url=address, timeout=30) as client:
        for ledger in ledgers:
            wrong += ledger.errors
            for told in ledger.drafts:
                answer = client.get(f"/v1/drafts/{told['id']}")
                if answer.status_code != 200:
                    wrong.append(f"lost: {told['id']}: {answer.status_code}")
                    continue
                found = answer.json()
                if told["review"] is None:
                    found["review"] = None
                if found != told:
                    wrong.append(f"changed: {told['id']}")
            for key, text in ledger.open:
                answer = add(client, key, text)
                if answer.status_code != 201 or answer.json()["text"] != text:
                    wrong.append(f"not answered again: {answer.status_code}")
                    continue
                ledger.drafts.append(answer.json())
            ledger.open.clear()
    return wrong
