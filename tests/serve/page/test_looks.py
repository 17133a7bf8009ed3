"""Who can use the page: on a telephone, in the dark, in English, by ear; and with hostile words."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

Visit = Any
TYPO = "오늘 선셍님이 숙재를 했다."
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&lt;"
CONTRAST = """() => {
  // The ratio of WCAG 2.2 for every visible text, on the colours that lie behind it.
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const over = (below, colour) => {
    canvas.fillStyle = below;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return `rgb(${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)})`;
  };
  const light = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const above = [];
    for (let at = node; at; at = at.parentElement) above.unshift(getComputedStyle(at));
    return above.reduce((below, style) => over(below, style.backgroundColor), "rgb(255,255,255)");
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const node = text.parentElement;
    const left = "#draft-copy, .unseen, svg, button:disabled, option";
    if (!text.data.trim() || !node.checkVisibility() || node.closest(left)) continue;
    const behind = ground(node);
    const [a, b] = [light(over(behind, getComputedStyle(node).color)), light(behind)];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text.data.trim(), behind]);
  }
  return found;
}"""


COLOURS_CHANGED = """async () => {
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_글자는_밝을_때도_어두울_때도_잘_보인다(visit: Visit, scheme: str) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    visit.write(TYPO)
    visit.cards.nth(0).get_by_role("button", name="고치기").click()
    visit.cards.nth(1).get_by_role("button", name="그대로").click()
    visit.page.locator("summary h2").click()
    visit.page.evaluate(COLOURS_CHANGED)
    found = visit.page.evaluate(CONTRAST)
    assert len(found) > 60
    assert [each for each in found if each[0] < 4.5] == []
    footer = sum(int(each) for each in re.findall(r"\d+", found[-1][2]))
    assert footer > 700 if scheme == "light" else footer < 100


def test_좁은_전화기에서도_옆으로_밀리지_않고_단추는_손가락만_하다(
    visiting: Any, storing: str
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with visiting(storing, **phone) as visit:
        visit.write(f"{TYPO} 다음 주 까지 {'가나다' * 60} https://example.com/{'a' * 80}")
        visit.page.locator("summary h2").tap()
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 360
        for name in ("고치기", "그대로"):
            box = visit.cards.first.get_by_role("button", name=name).bounding_box()
            assert box
            assert box["height"] >= 44
        visit.cards.first.get_by_role("button", name="고치기").tap()
        assert visit.result.startswith("오늘 선생님이")
        tops = [
            visit.page.locator(part).bounding_box()["y"]
            for part in (".draft", ".suggestions", ".result", ".finish", "aside")
        ]
        assert tops == sorted(tops)


def test_글자를_두_배로_키워도_옆으로_밀리지_않는다(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 640, "height": 800})
    visit.write(TYPO)
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 640


def test_영어로도_쓸_수_있고_고른_말이_기억된다(visiting: Any, storing: str) -> None:
    with visiting(storing, locale="en-US") as visit:
        assert visit.page.title() == "Proofreading · spellfix"
        visit.write(TYPO)
        assert visit.page.locator("html").get_attribute("lang") == "en"
        first = visit.cards.first
        assert first.locator(".kind").inner_text() == "Spelling"
        assert "it is written '선생님이'" in first.locator(".reason").inner_text()
        first.get_by_role("button", name="Accept").click()
        korean = re.compile("[가-힣]")
        chrome = visit.page.locator("body").evaluate(
            """body => {
              const copy = body.cloneNode(true);
              const korean = '[lang=ko], .reason, noscript, .languages, .unseen';
              for (const node of copy.querySelectorAll(korean)) node.remove();
              return copy.textContent;
            }"""
        )
        assert korean.search(chrome) is None
        visit.button("한국어").click()
        assert first.locator(".kind").inner_text() == "맞춤법"
        assert first.get_by_role("button", name="고치기").get_attribute("aria-pressed") == "true"
        visit.page.reload()
        expect(visit.page.locator("html")).to_have_attribute("lang", "ko")


def test_화면을_읽어_주는_프로그램이_아는_이름과_구실이_있다(visit: Visit) -> None:
    visit.write(TYPO)
    page = visit.page
    for role in ("banner", "main", "complementary", "contentinfo", "status"):
        assert page.get_by_role(role).count() == 1, role
    headings = page.get_by_role("heading").all_inner_texts()
    assert [each.split() for each in headings[:2]] == [["spellfix", "글", "교정"], ["쓴", "글"]]
    expect(page.get_by_role("textbox", name="쓴 글")).to_be_visible()
    expect(page.get_by_role("slider", name="얼마나 확실할 때 보일까요")).to_be_visible()
    group = page.get_by_role("group", name=re.compile("맞춤법.*선셍님이.*선생님이"))
    assert group.count() == 1
    assert "확신" in group.aria_snapshot() or "확신" in group.inner_text()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea')]
          .filter((node) => node.checkVisibility())
          .filter((node) => !(node.textContent.trim() || node.ariaLabel || node.labels?.length
            || node.getAttribute('aria-labelledby'))).map((node) => node.outerHTML)"""
    )
    assert unnamed == []
    visit.cards.first.get_by_role("button", name="고치기").click()
    expect(page.get_by_role("status")).to_have_text("선생님이, 고쳤습니다. 1곳 남았습니다.")


def test_탭_키로_차례대로_가고_초점이_보인다(visit: Visit) -> None:
    visit.write(TYPO)
    visit.page.locator("body").evaluate("body => body.focus()")
    visit.draft.focus()
    passed = []
    for _ in range(14):
        visit.page.keyboard.press("Tab")
        passed.append(
            visit.page.evaluate(
                """() => {
                  const node = document.activeElement;
                  const style = getComputedStyle(node);
                  const sheet = getComputedStyle(node.closest('.sheet') ?? node);
                  return [node.closest('section')?.classList[0] ?? '', node.className,
                          style.outlineStyle !== 'none' || sheet.outlineStyle !== 'none'];
                }"""
            )
        )
    assert all(seen for *_, seen in passed)
    sections = [section for section, *_ in passed]
    assert sections.index("suggestions") < sections.index("sheet")
    assert sum("card" in name.split() for _, name, _ in passed) == 1  # one stop for the list


def test_움직임을_싫어하면_아무것도_움직이지_않는다(visiting: Any, storing: str) -> None:
    with visiting(storing, reduced_motion="reduce") as visit:
        visit.write(TYPO)
        moving = """[...document.querySelectorAll('*')]
          .filter((node) => getComputedStyle(node).transitionProperty !== 'none').length"""
        assert visit.page.evaluate(moving) == 0


def test_쓴_글은_어디에서도_마크업이_되지_않는다(visit: Visit) -> None:
    elements = "document.querySelectorAll('main img, main script, aside img, aside script').length"
    visit.write(f"{HOSTILE}선셍님 {TYPO}")
    visit.button("모두 고치기").click()
    assert HOSTILE in visit.result
    assert visit.page.evaluate(elements) == 0
    visit.page.locator("#dictionary-term").fill(HOSTILE)
    with visit.page.expect_response("**/v1/correct"):
        visit.button("넣기").click()
    item = visit.page.locator("#dictionary-list li")
    expect(item).to_contain_text(HOSTILE)
    assert visit.page.evaluate(elements) == 0
    with visit.page.expect_response("**/v1/correct"):
        item.get_by_role("button").click()
    expect(item).to_have_count(0)


def test_보안_정책은_화면의_것이_아닌_스크립트를_막는다(visit: Visit) -> None:
    visit.page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'document.title = "taken over"';
          document.body.append(script);
        }"""
    )
    expect(visit.page).to_have_title("글 교정 · spellfix")
    visit.expect_heard("CSP inline")
    visit.expect_heard("Content Security Policy")
