"""Edits on the page: seen, explained, decided on by click and by keyboard, undone, copied."""

import re
from typing import Any

from playwright.sync_api import expect

Visit = Any
TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."


def test_오타를_쓰면_까닭과_확신이_보이고_누르면_고쳐진다(visit: Visit) -> None:
    visit.write(TYPO)
    assert visit.cards.count() == 2
    first = visit.cards.first
    assert first.locator(".kind").inner_text() == "맞춤법"
    assert first.locator("del").inner_text() == "선셍님이"
    assert first.locator("ins").inner_text() == "선생님이"
    assert "'선생님이'로 적습니다" in first.locator(".reason").inner_text()
    assert re.fullmatch(r"확신 \d\d%", first.locator(".sure").inner_text())
    marks = visit.page.locator("#draft-copy mark.open")
    assert marks.all_inner_texts() == ["셍", "재"]
    assert visit.result == TYPO  # nothing is changed that nobody accepted
    first.get_by_role("button", name="고치기").click()
    assert visit.result == "오늘 선생님이 숙재를 했다."
    assert first.get_by_role("button", name="고치기").get_attribute("aria-pressed") == "true"
    assert visit.page.locator("#count").inner_text() == "2곳 가운데 1곳 남음"
    first.get_by_role("button", name="고치기").click()  # pressed again: undecided again
    assert visit.result == TYPO


def test_자판만으로_고치고_그대로_두고_되돌린다(visit: Visit) -> None:
    visit.write(TYPO)
    press = visit.page.keyboard.press
    visit.draft.press("Control+Home")
    press("Alt+ArrowDown")
    expect(visit.cards.nth(0)).to_be_focused()
    press("Enter")
    expect(visit.cards.nth(1)).to_be_focused()  # on to the next one that waits
    press("Delete")
    assert visit.result == "오늘 선생님이 숙재를 했다."
    assert visit.cards.nth(1).locator(".state").inner_text() == "그대로 둠"
    press("ArrowUp")
    expect(visit.cards.nth(0)).to_be_focused()
    press("KeyR")
    assert visit.result == TYPO
    press("Control+KeyZ")
    press("KeyU")
    assert visit.result == "오늘 선생님이 숙재를 했다."
    expect(visit.cards.nth(1).locator(".state")).to_be_empty()
    press("Escape")
    expect(visit.draft).to_be_focused()
    assert visit.draft.evaluate("field => field.value.slice(field.selectionStart)")[0] == "재"
    assert visit.draft.input_value() == TYPO


def test_단추_위에서도_자판이_되고_글을_쓰는_동안에는_글자일_뿐이다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.cards.first.get_by_role("button", name="그대로").focus()
    visit.page.keyboard.press("KeyA")
    assert visit.result == "오늘 선생님이 숙재를 했다."
    visit.draft.focus()
    visit.page.keyboard.press("Control+End")
    visit.page.keyboard.type(" aru")
    assert visit.draft.input_value() == f"{TYPO} aru"
    assert visit.page.locator("#suggestions .accepted").count() == 1


def test_모두_고치거나_모두_그대로_둔다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.cards.nth(1).get_by_role("button", name="그대로").click()
    visit.button("모두 고치기").click()  # what was decided stays
    assert visit.result == "오늘 선생님이 숙재를 했다."
    visit.button("되돌리기").click()
    visit.button("되돌리기").click()
    assert visit.result == TYPO
    visit.button("모두 고치기").click()
    assert visit.result == RIGHT
    assert visit.button("모두 고치기").is_disabled()
    visit.button("되돌리기").click()
    visit.button("모두 그대로").click()
    assert visit.result == TYPO
    assert visit.page.locator("#suggestions .rejected").count() == 2


def test_고친_글을_복사한다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.button("모두 고치기").click()
    visit.button("복사").click()
    expect(visit.page.locator("#aloud")).to_have_text("고친 글을 복사했습니다.")
    assert visit.page.evaluate("navigator.clipboard.readText()") == RIGHT


def test_클립보드가_막혀_있어도_복사한다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.button("모두 고치기").click()
    visit.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    visit.button("복사").click()
    expect(visit.page.locator("#aloud")).to_have_text("고친 글을 복사했습니다.")
    visit.draft.fill("")
    visit.draft.press("Control+KeyV")
    expect(visit.draft).to_have_value(RIGHT)


def test_직접_고친_것은_다른_곳을_고쳐도_남는다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.button("직접 고치기").click()
    field = visit.page.locator("#result-field")
    field.press("Control+End")
    visit.page.keyboard.type(" 참 잘했다.")
    visit.cards.first.get_by_role("button", name="고치기").click()
    assert field.input_value() == "오늘 선생님이 숙재를 했다. 참 잘했다."
    visit.button("직접 고치기").click()
    assert visit.result == "오늘 선생님이 숙재를 했다. 참 잘했다."
    assert visit.page.locator("#own").is_visible()
    visit.button("고친 것 버리기").click()
    assert visit.result == "오늘 선생님이 숙재를 했다."


def test_직접_고친_곳과_겹치는_결정은_들어가지_않았다고_말한다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.button("직접 고치기").click()
    visit.page.locator("#result-field").fill("오늘 선새앰님이 숙재를 했다.")
    visit.cards.first.get_by_role("button", name="고치기").click()
    assert visit.page.locator("#result-field").input_value() == "오늘 선새앰님이 숙재를 했다."
    assert visit.page.locator("#torn").is_visible()


def test_결정은_다른_곳에_글을_더_써도_남는다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.button("모두 고치기").click()
    visit.write(f"안녕하세요. {TYPO} 몇일 뒤에 보자.")
    assert visit.page.locator("#suggestions .accepted").count() == 2
    assert visit.result == f"안녕하세요. {RIGHT} 몇일 뒤에 보자."
    visit.write(f"{TYPO} 선셍님이 오셨다.")
    assert visit.result == f"{RIGHT} 선셍님이 오셨다."  # the same word elsewhere: not decided yet


def test_그림_글자_뒤에서도_자리가_맞는다(visit: Visit) -> None:
    visit.write(f"👩‍👩‍👧 🇰🇷 😊 {TYPO} 👍🏽")
    assert visit.page.locator("#draft-copy mark").all_inner_texts() == ["셍", "재"]
    visit.button("모두 고치기").click()
    assert visit.result == f"👩‍👩‍👧 🇰🇷 😊 {RIGHT} 👍🏽"


def test_글에서_표시한_곳을_누르면_그_제안으로_간다(visit: Visit) -> None:
    visit.write(TYPO)
    box = visit.page.locator("#draft-copy mark").nth(1).bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.cards.nth(1)).to_have_attribute("aria-current", "true")
    visit.page.locator("#result-view mark").nth(0).click()
    expect(visit.cards.nth(0)).to_be_focused()


def test_글에서_누른_곳_바로_아래에서_고치고_글은_계속_쓸_수_있다(visit: Visit) -> None:
    visit.write(TYPO)
    glance = visit.page.locator("#glance")
    mark = visit.page.locator("#draft-copy mark").nth(0)
    box = mark.bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "선생님이" in glance.inner_text()
    below = glance.bounding_box()
    assert below
    assert 0 < below["y"] - box["y"] - box["height"] < 20
    glance.locator(".accept").click()
    assert visit.result == "오늘 선생님이 숙재를 했다."
    expect(glance).to_be_hidden()
    expect(visit.draft).to_be_focused()
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(glance).to_be_visible()
    visit.page.keyboard.press("End")
    visit.page.keyboard.type(" 끝")
    expect(glance).to_be_hidden()
    assert visit.draft.input_value() == f"{TYPO} 끝"


def test_표시는_글과_같은_자리에서_줄을_바꾼다(visit: Visit) -> None:
    visit.write("\n\n".join([TYPO * 6, "띄어쓰기는   여러 칸", "x" * 90, f"{TYPO}\n"]))
    field, copy = visit.draft.bounding_box(), visit.page.locator("#draft-copy").bounding_box()
    assert field == copy
    assert visit.draft.evaluate("field => field.scrollHeight <= field.clientHeight")


def test_띄어쓰기에는_교정_부호가_붙는다(visit: Visit) -> None:
    visit.write("내일 까지 할수 있다.")
    assert visit.page.locator("#draft-copy mark.close").count() == 1
    assert visit.page.locator("#draft-copy mark.split").count() == 1
    visit.button("모두 고치기").click()
    assert visit.result == "내일까지 할 수 있다."


def test_더_확실한_것만_보라고_하면_덜_확실한_제안은_사라진다(visit: Visit) -> None:
    visit.write(TYPO)
    shares = [float(text[3:-1]) for text in visit.page.locator(".sure").all_inner_texts()]
    slider = visit.page.get_by_role("slider")
    assert "min_confidence" not in visit.asked[-1]
    with visit.page.expect_response("**/v1/correct"):
        slider.fill(str(int(max(shares))))
    visit.settle()
    assert visit.asked[-1]["min_confidence"] == max(shares) / 100
    expect(visit.cards).to_have_count(sum(each >= max(shares) for each in shares))
    with visit.page.expect_response("**/v1/correct"):
        visit.button("기본값으로").click()
    expect(visit.cards).to_have_count(len(shares))


def test_고칠_곳이_없으면_없다고_한다(visit: Visit) -> None:
    visit.write(RIGHT)
    assert visit.page.locator("#suggestions-empty").inner_text() == "고칠 곳을 찾지 못했습니다."
    assert visit.result == RIGHT
    visit.button("비우기").click()
    assert visit.draft.input_value() == ""
    visit.draft.press("Control+KeyZ")  # the browser's own undo brings it back
    assert visit.draft.input_value() == RIGHT
