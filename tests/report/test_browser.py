"""The page in a real browser: its filter, the dark, telephones, and not a word of complaint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from spellfix.evaluation import Results


@pytest.fixture
def opened(browser: Browser, written: Path) -> Iterator[Page]:
    """The page, which must ask for nothing but itself and complain of nothing."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    address = (written / "index.html").as_uri()
    page.goto(address)
    yield page
    page.close()
    assert heard == [address]


def asked(page: Page) -> Locator:
    return page.get_by_role("search")


def shown(page: Page) -> int:
    return page.locator(".cases > li:visible").count()


def test_the_filter_leaves_what_was_asked_for_and_counts_it(opened: Page, results: Results) -> None:
    wrong = results.evaluations[0].wrong
    assert shown(opened) == len(wrong)
    for outcome in {each.outcome for each in wrong}:
        asked(opened).get_by_label("Outcome").select_option(outcome)
        n = sum(each.outcome == outcome for each in wrong)
        assert shown(opened) == n
        assert opened.locator("output").inner_text() == f"{n} / {len(wrong)}"
    asked(opened).get_by_label("Outcome").select_option("")
    asked(opened).get_by_label("Set").select_option("feedback_dev")
    assert shown(opened) == sum(each.pair.set == "feedback_dev" for each in wrong)
    asked(opened).get_by_label("Set").select_option("")
    asked(opened).get_by_label("Kind").select_option("spacing")
    assert 0 < shown(opened) < len(wrong)


def test_text_is_found_across_the_marks_of_a_difference(opened: Page, results: Results) -> None:
    first = next(each for each in results.evaluations[0].wrong if each.output != each.pair.input)
    asked(opened).get_by_label("Find text").fill(first.output[:30].upper())
    assert shown(opened) == 1
    asked(opened).get_by_label("Find text").fill("세상에 없는 말")
    assert shown(opened) == 0


def test_the_filter_works_by_keyboard(opened: Page, results: Results) -> None:
    asked(opened).get_by_label("Outcome").focus()
    opened.keyboard.press("ArrowDown")
    chosen = asked(opened).get_by_label("Outcome").input_value()
    n = sum(each.outcome == chosen for each in results.evaluations[0].wrong)
    assert shown(opened) == n > 0
    for _ in range(3):
        opened.keyboard.press("Tab")
    opened.keyboard.type("세상에 없는 말")
    opened.keyboard.press("Enter")
    assert shown(opened) == 0


def test_without_a_script_it_is_a_plain_list(
    browser: Browser, written: Path, results: Results
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((written / "index.html").as_uri())
    assert shown(page) == len(results.evaluations[0].wrong)
    assert not page.locator(".filter").is_visible()
    page.get_by_text("한국어", exact=True).click()
    assert page.locator(".ko:visible").count() > 50
    assert page.locator(".en:visible").count() == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_and_plots_follow_the_colours_that_the_reader_prefers(
    opened: Page, scheme: str
) -> None:
    opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    brightness = opened.evaluate(
        """() => {
          const bright = colour => colour.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0);
          const text = document.querySelector('.plot text');
          return [bright(getComputedStyle(document.body).backgroundColor),
                  bright(getComputedStyle(text).fill)];
        }"""
    )
    paper, ink = brightness
    assert (paper > 600 > 400 > ink) if scheme == "light" else (paper < 150 < 400 < ink)


def test_a_telephone_shows_both_numbers_without_moving_the_page(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    for column in (1, 2):
        box = (
            opened.locator("table.headline tbody tr:first-child td").nth(column - 1).bounding_box()
        )
        assert box is not None
        assert box["x"] + box["width"] <= 390


def test_on_paper_the_filter_is_gone_and_the_cases_are_there(opened: Page) -> None:
    opened.emulate_media(media="print")
    assert not opened.locator(".filter").is_visible()
    assert opened.locator("nav").is_hidden()
    assert shown(opened) > 5
