"""Stored drafts that wait for a review: listed, opened with their stored edits, reviewed, next."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import expect

Visit = Any
TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."
HOSTILE = "<img src=x onerror=alert(1)> 숙재를 했다."


@pytest.fixture
def fresh(running: Any, visiting: Any, tmp_path: Path) -> Iterator[str]:
    """The address of a service in which nothing waits yet."""
    with running(database=f"sqlite:///{tmp_path / 'drafts.sqlite3'}") as address:
        yield address


def stored(address: str, *texts: str) -> list[str]:
    """The ids of these drafts, as another program has stored them."""
    return [httpx2.post(f"{address}/v1/drafts", json={"text": text}).json()["id"] for text in texts]


def finish(visit: Visit) -> None:
    visit.page.locator("#finish").click()
    expect(visit.page.locator("#finish-done")).to_be_visible()


def waiting(visit: Visit) -> Any:
    return visit.page.locator("#waiting-list button")


def test_기다리는_글은_저장된_수정과_함께_열리고_마치면_다음_글로_간다(
    visiting: Any, fresh: str
) -> None:
    ids = stored(fresh, f"😊 {TYPO}", RIGHT, HOSTILE)
    with visiting(fresh) as visit:
        expect(waiting(visit)).to_have_count(3)
        assert "고칠 곳 2" in waiting(visit).first.inner_text()
        visit.draft.fill("쓰던 글")
        visit.settle()
        asked = len(visit.asked)
        waiting(visit).first.click()
        expect(visit.page.locator("#status[data-state=stored]")).to_contain_text("고칠 곳 2")
        assert visit.draft.input_value() == f"😊 {TYPO}"
        assert visit.draft.get_attribute("readonly") is not None
        expect(waiting(visit).first).to_have_attribute("aria-current", "true")
        expect(visit.cards.first).to_be_focused()
        visit.page.keyboard.press("KeyA")
        visit.page.keyboard.press("KeyR")
        assert "이미 저장된 글" in visit.page.locator("#finish-what").inner_text()
        finish(visit)
        review = httpx2.get(f"{fresh}/v1/drafts/{ids[0]}").json()["review"]
        assert (review["accepted"], review["rejected"]) == ([0], [1])
        assert review["final_text"] == "😊 오늘 선생님이 숙재를 했다."
        expect(visit.button("다음 글")).to_be_focused()
        visit.page.keyboard.press("Enter")
        expect(visit.draft).to_have_value(RIGHT)
        finish(visit)
        visit.button("다음 글").click()
        expect(visit.draft).to_have_value(HOSTILE)
        finish(visit)
        expect(visit.button("다음 글")).to_be_hidden()
        expect(visit.page.locator("#waiting-empty")).to_have_text("검토할 글을 모두 보았습니다.")
        assert len(visit.asked) == asked  # the stored edits, not new ones
        visit.button("새 글").click()
        visit.settle()
        assert visit.draft.input_value() == "쓰던 글"
        assert visit.draft.get_attribute("readonly") is None
        told = httpx2.get(f"{fresh}/v1/accuracy").json()
        assert (told["drafts"], told["reviewed"]) == (3, 3)


def test_직접_고친_글이_마지막_글이_되고_쓴_글은_남는다(visiting: Any, fresh: str) -> None:
    (draft,) = stored(fresh, TYPO)
    with visiting(fresh) as visit:
        waiting(visit).click()
        visit.button("직접 고치기").click()
        visit.page.locator("#result-field").fill(RIGHT)
        finish(visit)
        found = httpx2.get(f"{fresh}/v1/drafts/{draft}").json()
        assert (found["text"], found["review"]["final_text"]) == (TYPO, RIGHT)
        assert (found["review"]["accepted"], found["review"]["rejected"]) == ([], [])


def test_닫으면_그대로_기다리고_지우면_목록에서_빠진다(visiting: Any, fresh: str) -> None:
    first, second = stored(fresh, TYPO, RIGHT)
    with visiting(fresh) as visit:
        waiting(visit).first.click()
        visit.button("모두 고치기").click()
        visit.button("닫기").click()
        assert (visit.draft.input_value(), visit.result) == ("", "")
        expect(waiting(visit)).to_have_count(2)
        waiting(visit).first.click()
        expect(visit.page.locator("#suggestions .open")).to_have_count(2)  # nothing was decided
        visit.button("저장한 것 지우기").click()
        expect(waiting(visit)).to_have_count(1)
        assert visit.draft.input_value() == ""
        assert httpx2.get(f"{fresh}/v1/drafts/{first}").status_code == 404
        assert httpx2.get(f"{fresh}/v1/drafts/{second}").json()["review"] is None


def test_그사이_없어진_글은_목록에서_빠진다(visiting: Any, fresh: str) -> None:
    first, _ = stored(fresh, TYPO, RIGHT)
    with visiting(fresh) as visit:
        httpx2.delete(f"{fresh}/v1/drafts/{first}")
        waiting(visit).first.click()
        expect(waiting(visit)).to_have_count(1)
        assert visit.draft.input_value() == ""
        visit.expect_heard("404")


def test_긴_목록은_더_보기로_이어진다(visiting: Any, fresh: str) -> None:
    stored(fresh, *(f"{number}번 글이다. {'가' * 200}" for number in range(12)))
    with visiting(fresh) as visit:
        expect(waiting(visit)).to_have_count(10)
        assert "…" in waiting(visit).first.inner_text()
        visit.button("더 보기").click()
        expect(waiting(visit)).to_have_count(12)
        expect(visit.button("더 보기")).to_be_hidden()
        visit.button("English").click()
        expect(waiting(visit).first).to_contain_text("0 suggestions")


def test_기다리는_글이_없으면_목록도_없다(visiting: Any, fresh: str) -> None:
    with visiting(fresh) as visit:
        assert visit.page.locator("#waiting").is_hidden()
