"""When the page asks the service: after a pause, never in mid-composition, and calmly again when
the service is busy or away. Compositions are those of the browser's own input method interface."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import httpx2
from playwright.sync_api import CDPSession, expect

Visit = Any
Visiting = Callable[..., AbstractContextManager[Visit]]
TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."
LONG_ENOUGH = 700
"""Milliseconds in which a request would have gone out, if one was to go out at all."""


def compose(session: CDPSession, text: str) -> None:
    """What an input method shows of a syllable that is not finished."""
    end = len(text)
    session.send(
        "Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end}
    )


def composing(visit: Visit) -> CDPSession:
    """An input method on the draft, in the middle of the last syllable of a typo."""
    session: CDPSession = visit.page.context.new_cdp_session(visit.page)
    visit.draft.focus()
    for syllable, keys in {"오": "ㅇ오", "늘": "ㄴ느늘"}.items():
        for key in keys:
            compose(session, key)
        session.send("Input.insertText", {"text": syllable})
    for key in "ㄷ되":
        compose(session, key)
    return session


def asked_by(visit: Visit, does: Callable[[], object]) -> str:
    with visit.page.expect_request("**/v1/correct") as request:
        does()
    return str(request.value.post_data_json["text"])


def test_글자를_조합하는_동안에는_묻지_않고_끝나면_한_번_묻는다(visit: Visit) -> None:
    session = composing(visit)
    visit.page.wait_for_timeout(LONG_ENOUGH)
    assert visit.draft.input_value() == "오늘되"
    assert visit.asked == []
    sent = asked_by(visit, lambda: session.send("Input.insertText", {"text": "되"}))
    assert sent == "오늘되"
    visit.page.wait_for_timeout(LONG_ENOUGH)
    assert len(visit.asked) == 1


def test_조합은_초점이_떠나도_엔터를_눌러도_끝난다(visit: Visit) -> None:
    composing(visit)
    assert asked_by(visit, lambda: visit.page.locator("#dictionary-term").focus()) == "오늘되"
    visit.draft.fill("")
    visit.asked.clear()
    session = composing(visit)
    visit.page.wait_for_timeout(LONG_ENOUGH)
    assert visit.asked == []

    def enter() -> None:
        session.send("Input.insertText", {"text": "되"})
        visit.page.keyboard.press("Enter")

    assert asked_by(visit, enter) == "오늘되\n"
    assert visit.cards.count() == 0


def test_조합하다_눌러서_끝내도_묻고_조합을_다시_시작하면_기다린다(visit: Visit) -> None:
    session = composing(visit)
    session.send("Input.insertText", {"text": "되"})
    compose(session, "ㅇ")  # as a Korean keyboard does: the next syllable begins at once
    visit.page.wait_for_timeout(LONG_ENOUGH)
    assert visit.asked == []
    assert asked_by(visit, lambda: visit.page.locator("footer").click()) == "오늘되ㅇ"


def test_끝남을_알리는_순서가_다른_브라우저에서도_묻는다(visit: Visit) -> None:
    def end_in(order: list[str]) -> None:
        visit.draft.evaluate(
            """(field, order) => {
              field.dispatchEvent(new CompositionEvent("compositionstart"));
              field.value += "가";
              field.dispatchEvent(new InputEvent("input", {isComposing: true}));
              for (const name of order) field.dispatchEvent(name === "input"
                ? new InputEvent("input") : new CompositionEvent("compositionend"));
            }""",
            order,
        )

    assert asked_by(visit, lambda: end_in(["input", "compositionend"])) == "가"
    assert asked_by(visit, lambda: end_in(["compositionend", "input"])) == "가가"
    visit.page.wait_for_timeout(LONG_ENOUGH)
    assert len(visit.asked) == 2


def test_쉬지_않고_쓰면_마지막에_한_번만_묻는다(visiting: Visiting, storing: str) -> None:
    with visiting(storing, timezone_id="Asia/Seoul") as visit:  # its clock stays changed
        clock = visit.page.clock
        clock.install()  # that of the browser goes on while a busy machine does nothing
        clock.pause_at(datetime.now() + timedelta(minutes=1))
        for letter in TYPO:
            visit.draft.press_sequentially(letter)
            clock.run_for(30)
        assert visit.asked == []
        clock.resume()
        visit.settle()
        assert [each["text"] for each in visit.asked] == [TYPO]
        assert visit.asked[0]["explain"] is True


def test_붙여_넣은_글은_기다리지_않고_바로_확인한다(visit: Visit) -> None:
    visit.page.evaluate("text => navigator.clipboard.writeText(text)", TYPO)
    visit.draft.evaluate(
        "field => field.addEventListener('input', () => (field.at = performance.now()))"
    )
    visit.draft.press("Control+KeyV")
    visit.settle()
    waited = visit.draft.evaluate(
        """field => performance.getEntriesByType('resource')
          .findLast((each) => each.name.endsWith('/v1/correct')).startTime - field.at"""
    )
    assert 0 <= waited < 400
    assert visit.cards.count() == 2


def test_옛_글에_대한_늦은_답은_버린다(visit: Visit) -> None:
    held = visit.hold()
    for number, text in enumerate((TYPO, f"{TYPO} 끝."), 1):
        visit.draft.fill(text)
        while len(held) < number:
            visit.page.wait_for_timeout(20)
    first, second = held
    second.continue_()
    visit.settle()
    assert visit.cards.count() == 2
    assert first.request.failure is not None  # the page gave it up
    visit.page.unroute_all()
    visit.button("모두 고치기").click()
    assert visit.result == f"{RIGHT} 끝."


def test_너무_긴_글은_보내지_않고_얼마나_되는지_말한다(visit: Visit) -> None:
    visit.draft.fill("가" * 20_001)
    status = visit.page.locator("#status[data-state=long]")
    assert "20,000자까지" in status.inner_text()
    assert visit.page.locator("#length").inner_text() == "20,001자"
    visit.page.wait_for_timeout(LONG_ENOUGH)
    assert visit.asked == []
    visit.draft.fill("😊" * 20_000)  # as many code points as may be, twice as many units
    visit.settle()
    assert len(visit.asked) == 1


def test_서비스가_끊기면_말하고_글은_그대로_두고_이어지면_다시_확인한다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.cards.first.get_by_role("button", name="고치기").click()
    visit.page.context.set_offline(True)
    visit.draft.fill(f"{TYPO} 끝.")
    status = visit.page.locator("#status[data-state=offline]")
    status.wait_for()
    assert "글은 그대로 있고" in status.inner_text()
    expect(visit.page.locator("#aloud")).to_contain_text("서비스에 닿지 않습니다")
    assert visit.draft.input_value() == f"{TYPO} 끝."
    assert visit.result == "오늘 선생님이 숙재를 했다. 끝."
    visit.page.context.set_offline(False)
    visit.settle()
    assert visit.page.locator("#suggestions .accepted").count() == 1
    visit.expect_heard("ERR_INTERNET_DISCONNECTED")


def test_반쪽짜리_글자가_있어도_확인한다(visit: Visit) -> None:
    visit.draft.evaluate(
        """(field, text) => {
          field.value = text + "\\ud83d";
          field.dispatchEvent(new InputEvent("input"));
        }""",
        TYPO,
    )
    visit.settle()
    assert visit.asked[-1]["text"] == f"{TYPO}\ufffd"
    assert visit.cards.count() == 2


def test_바쁘다는_답을_들으면_그만큼_기다렸다_다시_확인한다(
    visiting: Visiting, locked: tuple[str, str]
) -> None:
    address, key = locked
    with visiting(address) as visit:
        visit.page.locator("#key").fill(key)
        visit.button("쓰기").click()
        status = 200
        while status != 429:  # a busy machine may ask so late that it may again
            _use_up(address, key)
            with visit.page.expect_response("**/v1/correct") as answer:
                visit.draft.fill(f"{visit.draft.input_value()} {TYPO}")
            status = answer.value.status
        busy = visit.page.locator("#status[data-state=busy]")
        busy.wait_for()
        assert "초 뒤에 다시 확인합니다" in busy.inner_text()
        visit.settle()
        assert visit.cards.count() == 2 * visit.draft.input_value().count(TYPO)
        visit.expect_heard("429")


def _use_up(address: str, key: str) -> None:
    """Call until the calls that `key` may make are spent."""
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=address, headers=headers) as client:
        while client.post("/v1/correct", json={"text": "글"}).status_code != 429:
            pass
