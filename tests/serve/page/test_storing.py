"""What the page stores and deletes: reviews, words of the dictionary; keys; services that store
nothing; and the accuracies that come of it."""

from typing import Any

import httpx2
import pytest
from playwright.sync_api import expect

Visit = Any
TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."


def finish(visit: Visit) -> str:
    """Finish the review; the address of the draft."""
    with visit.page.expect_response("**/review") as answer:
        visit.page.locator("#finish").click()
    expect(visit.page.locator("#finish-done")).to_be_visible()
    return str(answer.value.url.removesuffix("/review"))


def test_검토를_마치면_글과_결정이_저장되고_지울_수_있다(visit: Visit) -> None:
    before = httpx2.get(f"{visit.address}/v1/accuracy").json()["overall"]
    visit.write(f"😊 {TYPO}")
    visit.cards.nth(0).get_by_role("button", name="고치기").click()
    visit.cards.nth(1).get_by_role("button", name="그대로").click()
    draft = finish(visit)
    stored = httpx2.get(draft).json()
    assert stored["text"] == f"😊 {TYPO}"
    assert (stored["review"]["accepted"], stored["review"]["rejected"]) == ([0], [1])
    assert stored["review"]["final_text"] == "😊 오늘 선생님이 숙재를 했다."
    assert "지워집니다" in visit.page.locator("#finish-done").inner_text()
    expect(visit.button("새 글")).to_be_focused()
    number = visit.page.locator("#accuracy .number.typo")
    expect(number).to_contain_text(f"n = {before['n_typo'] + 1}")
    visit.button("저장한 것 지우기").click()
    expect(visit.page.locator("#aloud")).to_have_text("저장한 글과 검토를 지웠습니다.")
    assert httpx2.get(draft).status_code == 404
    assert visit.draft.input_value() == f"😊 {TYPO}"


def test_마친_뒤에_바꾸면_같은_글의_검토를_새로_저장한다(visit: Visit) -> None:
    visit.write(TYPO)
    draft = finish(visit)
    assert httpx2.get(draft).json()["review"]["final_text"] == TYPO
    visit.button("모두 고치기").click()
    expect(visit.page.locator("#finish-done")).to_be_hidden()
    assert finish(visit) == draft
    assert httpx2.get(draft).json()["review"]["accepted"] == [0, 1]
    visit.button("직접 고치기").click()
    visit.page.locator("#result-field").fill("오늘 선생님이 숙제를 하셨다.")
    assert finish(visit) == draft
    assert httpx2.get(draft).json()["review"]["final_text"] == "오늘 선생님이 숙제를 하셨다."
    visit.button("새 글").click()
    assert visit.draft.input_value() == ""
    visit.write(TYPO)
    assert visit.page.locator("#suggestions .open").count() == 2
    assert finish(visit) != draft


def test_정하지_않은_곳은_고치지_않은_채로_저장된다고_말한다(visit: Visit) -> None:
    visit.write(TYPO)
    words = visit.page.locator("#finish-open")
    assert words.inner_text() == "정하지 않은 2곳은 고치지 않은 채로 저장합니다."
    visit.button("모두 고치기").click()
    expect(words).to_be_empty()
    assert "90일 동안 저장하고" in visit.page.locator("#finish-what").inner_text()


def test_저장하지_않기로_하면_마칠_수_없고_그_뜻이_기억된다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.page.get_by_role("switch").uncheck()
    assert visit.page.locator("#finish").is_disabled()
    assert "저장하지 않습니다" in visit.page.locator("#finish-what").inner_text()
    visit.page.reload()
    expect(visit.page.get_by_role("switch")).not_to_be_checked()
    assert visit.draft.input_value() == ""  # the text is gone with the window
    kept = visit.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert kept == '[{"spellfix.storing":"no"},{}]'


def test_끊긴_동안_마치면_말하고_이어진_뒤에_한_번만_저장한다(visit: Visit) -> None:
    visit.write(TYPO)
    before = httpx2.get(f"{visit.address}/v1/accuracy").json()["drafts"]
    visit.page.context.set_offline(True)
    visit.page.locator("#finish").click()
    expect(visit.page.locator("#trouble")).to_contain_text("하지 못했습니다")
    visit.page.context.set_offline(False)
    visit.expect_heard("ERR_INTERNET_DISCONNECTED")
    finish(visit)
    assert httpx2.get(f"{visit.address}/v1/accuracy").json()["drafts"] == before + 1


def test_사전에_넣은_말은_고치지_않고_지우면_다시_고친다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.cards.first.focus()
    visit.page.keyboard.press("KeyD")
    field = visit.page.get_by_label("지킬 말").first
    expect(field).to_be_focused()
    assert field.input_value() == "선셍님이"
    field.fill("선셍님")
    with visit.page.expect_response("**/v1/correct"):
        field.press("Enter")
    expect(visit.cards).to_have_count(1)
    assert visit.page.locator("#dictionary-list").inner_text().split()[0] == "선셍님"
    terms = httpx2.get(f"{visit.address}/v1/dictionary").json()["terms"]
    assert [each["term"] for each in terms] == ["선셍님"]
    with visit.page.expect_response("**/v1/correct"):
        visit.button("선셍님 지우기").click()
    expect(visit.cards).to_have_count(2)
    assert httpx2.get(f"{visit.address}/v1/dictionary").json()["terms"] == []


def test_저장하지_않는_서비스에서는_사전을_창이_기억한다(visiting: Any, forgetful: str) -> None:
    with visiting(forgetful) as visit:
        assert visit.page.locator("#accuracy").is_hidden()
        assert visit.page.get_by_role("switch").count() == 0
        assert "저장하지 않습니다" in visit.page.locator("#finish-what").inner_text()
        assert "창을 닫을 때까지" in visit.page.locator("#dictionary-where").inner_text()
        visit.write(TYPO)
        visit.page.locator("#dictionary-term").fill("선셍님")
        with visit.page.expect_response("**/v1/correct"):
            visit.button("넣기").click()
        expect(visit.cards).to_have_count(1)
        assert visit.asked[-1]["protect"] == ["선셍님"]
        with visit.page.expect_response("**/v1/correct"):
            visit.button("선셍님 지우기").click()
        expect(visit.cards).to_have_count(2)


def test_키가_있어야_하는_서비스는_키를_묻고_창에만_둔다(
    visiting: Any, locked: tuple[str, str]
) -> None:
    address, key = locked
    with visiting(address) as visit:
        dialog = visit.page.get_by_role("dialog", name="API 키")
        expect(dialog).to_be_visible()
        visit.button("나중에").click()
        visit.draft.fill(TYPO)
        expect(visit.page.locator("#status[data-state=key]")).to_be_visible()
        expect(dialog).to_be_hidden()  # nobody is asked twice
        visit.button("키 넣기").click()
        visit.page.locator("#key").fill("sfk_wrong")
        visit.button("쓰기").click()
        expect(visit.page.get_by_role("alert")).to_contain_text("받지 않는 키")
        visit.page.locator("#key").fill(key)
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert visit.cards.count() == 2
        visit.expect_heard("401")
        assert visit.page.url == f"{address}/"
        kept = visit.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert kept == f'[{{}},{{"spellfix.key":"{key}"}}]'
        finish(visit)


def test_정확도는_날마다_n과_함께_그림과_표로_보인다(visit: Visit) -> None:
    for text in (TYPO, RIGHT):
        visit.write(text)
        finish(visit)
        visit.button("새 글").click()
    told = httpx2.get(f"{visit.address}/v1/accuracy").json()
    (day,) = told["by_day"].values()
    numbers = visit.page.locator("#accuracy-numbers .number")
    expect(numbers.nth(0)).to_contain_text(f"n = {told['overall']['n_typo']}")
    expect(numbers.nth(1)).to_contain_text(f"n = {told['overall']['n_clean']}")
    assert f"{day['typo_accuracy']:.1%}" in numbers.nth(0).inner_text()
    picture = visit.page.get_by_role("img", name="검토한 날에 따른 두 정확률")
    assert f"(n = {day['n_clean']})" in (picture.get_attribute("aria-label") or "")
    assert visit.page.locator(".chart .dot").count() == 2
    visit.page.get_by_text("표로 보기").click()
    cells = visit.page.get_by_role("table").get_by_role("cell").all_inner_texts()
    assert cells == [
        f"{day['typo_accuracy']:.1%} (n = {day['n_typo']})",
        f"{day['correct_text_accuracy']:.1%} (n = {day['n_clean']})",
    ]


@pytest.mark.parametrize("days", ["30", "0"])
def test_정확도의_기간을_고른다(visit: Visit, days: str) -> None:
    with visit.page.expect_request("**/v1/accuracy*") as request:
        visit.page.get_by_label("기간").select_option(days)
    assert ("since=" in request.value.url) == (days != "0")


def test_앞선_키가_늦게_거절되어도_다시_묻지_않는다(
    generous: tuple[str, str], visiting: Any
) -> None:
    address, key = generous
    with visiting(address) as visit:
        dialog = visit.page.get_by_role("dialog", name="API 키")
        held: list[Any] = []
        visit.page.route("**/v1/dictionary", lambda route: held.append(route))
        visit.page.locator("#key").fill("sfk_wrong")
        visit.button("쓰기").click()
        expect(dialog).to_be_visible()  # refused: the other calls were quicker
        while not held:
            visit.page.wait_for_timeout(20)
        visit.page.locator("#key").fill(key)
        visit.page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        while len(held) < 2:  # asked for anew with the new key
            visit.page.wait_for_timeout(20)
        with visit.page.expect_response("**/v1/dictionary") as late:
            held[0].continue_()
        assert late.value.status == 401
        while len(held) < 3:  # what was refused is asked again, with the new key
            visit.page.wait_for_timeout(20)
        with visit.page.expect_response("**/v1/dictionary") as again:
            held[2].continue_()
        assert again.value.status == 200
        with visit.page.expect_response("**/v1/dictionary"):
            held[1].continue_()
        expect(dialog).to_be_hidden()
        visit.expect_heard("401")
