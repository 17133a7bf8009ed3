"""`spellfix data report`: the page counts right, loads nothing and runs nothing of a text."""

import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from spellfix.cli import main
from spellfix.data.overview import Item, Items, Sample, survey
from spellfix.data.overview.pieces import MOST_BYTES, embedded, pieces
from spellfix.data.overview.predicting import OUTCOMES, Predicted, unpredicted
from spellfix.data.overview.texts import OUTCOMES as OUTCOME_WORDS
from spellfix.edits import align

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \u202e\u2028 &lt;"
PAIRS = [
    {"input": "오늘 선셍님이 숙재를 했다.", "target": "오늘 선생님이 숙제를 했다."},
    {"input": "할수 있다.", "target": "할 수 있다.", "domain": "짧은 글"},
    {"input": "맞는 말이다.", "target": "맞는 말이다."},
    {"input": "맞는 말이다.", "target": "맞는 말 이다."},
    {"input": f"{HOSTILE} 😊", "target": f"{HOSTILE} 😊"},
]
REVIEW = {
    "id": "a",
    "input": "숙재를 했다.",
    "target": "숙제를 했다.",
    "output": "숙제를 했다.",
    "edits": [
        {"kind": "spelling", "accepted": True},
        {"kind": "spacing", "accepted": False},
        {"kind": "spacing", "accepted": None},
    ],
    "model": "default 1",
    "reviewer": "<b>t1</b>",
    "reviewed_at": "2026-11-21T00:00:00+00:00",
}


def jsonl(path: Path, *records: object) -> Path:
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder: Path = tmp_path_factory.mktemp("data")
    texts = folder / "글.txt"
    texts.write_text(f"그냥 둔 글.\n그냥 둔 글!\n\n{HOSTILE}\n" + "가" * 900, encoding="utf-8")
    return [texts, jsonl(folder / "pairs.jsonl", *PAIRS), jsonl(folder / "export.jsonl", REVIEW)]


def report(output: Path, *arguments: object) -> str:
    command = ["data", "report", *arguments, "--output", output, "--progress", "none", "--force"]
    assert main([str(each) for each in command]) == 0
    return output.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def written(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the files."""
    output: Path = tmp_path_factory.mktemp("page") / "page.html"
    report(output, *files)
    return output


@pytest.fixture(scope="module")
def opened(browser: Browser, written: Path) -> Any:
    """The page in a browser, with what was heard from it."""
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.goto(written.as_uri())
    return page, heard


# -- what is read and counted --------------------------------------------------------------------


def test_글과_쌍과_검토한_글을_알아보고_센다(files: list[Path]) -> None:
    sample = Sample(100)
    counts = survey(Items(files), sample)
    assert (counts.n, counts.errors, counts.right, counts.unlabelled) == (10, 4, 2, 4)
    assert {name: (each.sort, each.n) for name, each in counts.sources.items()} == {
        "글.txt": ("texts", 4),
        "pairs.jsonl": ("pairs", 5),
        "export.jsonl": ("reviews", 1),
    }
    assert counts.kinds["spacing"] == 2
    assert counts.per_text[2] == 1
    assert (counts.exact.n, counts.alike.n) == (1, 3)
    assert counts.exact.groups == [(2, "맞는 말이다.")]
    assert counts.contradictory == 1
    assert counts.decisions["spacing", None] == counts.decisions["spelling", True] == 1
    assert sorted(item.text for item in sample.items) == sorted(item.text for item in Items(files))


def test_a_folder_may_hold_texts_and_pairs(files: list[Path]) -> None:
    items = list(Items([files[0].parent]))
    assert sorted(item.sort for item in items) == sorted(item.sort for item in Items(files))
    assert {item.text for item in items} == {item.text for item in Items(files)}


def test_what_select_wrote_is_read_as_texts_and_a_broken_line_is_named(tmp_path: Path) -> None:
    chosen = jsonl(tmp_path / "selected.jsonl", {"input": "고른 글", "correction": "고친 글"})
    assert [(item.text, item.targets) for item in Items([chosen])] == [("고른 글", ())]
    broken = jsonl(tmp_path / "broken.jsonl", PAIRS[0], {"input": 1, "target": ""})
    assert main(["data", "report", str(broken), "--output", str(tmp_path / "p.html")]) == 2


@given(st.lists(st.text("가나다", max_size=3)), st.randoms(), st.integers(1, 9))
def test_the_same_items_are_sampled_in_any_order(
    texts: list[str], rng: random.Random, most: int
) -> None:
    items = [Item(text, "글", "글", row, "texts") for row, text in enumerate(texts)]
    one, other = Sample(most), Sample(most)
    for item in items:
        one.meet(item)
    for item in rng.sample(items, len(items)):
        other.meet(item)
    assert one.items == other.items
    assert len(one.items) == min(most, len(items))


# -- what the script is given --------------------------------------------------------------------


@given(st.text(st.sampled_from("가나다 \n<&😊"), max_size=30), st.text("가나 ", max_size=30))
def test_pieces_put_together_are_the_text_and_its_correction(text: str, other: str) -> None:
    found = pieces(text, align(text, other))
    parts = [found] if isinstance(found, str) else found
    assert "".join(each if isinstance(each, str) else each[0] for each in parts) == text
    assert "".join(each if isinstance(each, str) else each[1] for each in parts) == other


def test_the_data_is_json_that_ends_no_script_and_has_a_bound() -> None:
    item = Item(HOSTILE, HOSTILE, HOSTILE, 0, "texts")
    told, shown = embedded([Predicted(item, None, "")], OUTCOME_WORDS)
    assert "<" not in told
    assert json.loads(told)["items"][0][0] == HOSTILE.replace("\u202e", "\ufffd")
    assert shown == 1
    long = [Item("가" * 400, "글", "글", row, "texts") for row in range(20_000)]
    told, shown = embedded(unpredicted(long).items, OUTCOME_WORDS)
    assert len(told.encode()) <= MOST_BYTES + 2_000
    assert 10_000 < shown <= 20_000
    assert set(OUTCOME_WORDS) == set(OUTCOMES)


# -- the page ------------------------------------------------------------------------------------


class Read(HTMLParser):
    """Tags and attributes of the page; fails where one is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.update(name for name, _ in attrs)
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_쪽은_아무것도_불러오지_않고_같은_자료에서_같은_쪽이_나온다(
    written: Path, files: list[Path], tmp_path: Path
) -> None:
    page = written.read_text(encoding="utf-8")
    assert not Read(page).names & {"src", "srcset", "style", "onclick", "onerror"}
    assert re.search(r"https?://", page.replace("http-equiv", "")) is None
    assert "default-src 'none'" in page
    assert report(tmp_path / "again.html", *files) == page


def test_모델의_결과가_글마다_보이고_글은_글로만_보인다(opened: tuple[Page, list[str]]) -> None:
    page, heard = opened
    items = page.locator("ol.items > li")
    expect(items).to_have_count(10)
    assert page.locator("#figure-items").inner_text().startswith("10")
    fixed = items.filter(has_text="선셍님이").or_(items.filter(has_text="바르게 고침")).first
    expect(fixed).to_contain_text("바르게 고침")
    hostile = items.filter(has_text="alert(1)")
    expect(hostile).to_have_count(2)
    assert page.locator("main img").count() == 0
    expect(page.locator("#reviews")).to_contain_text("<b>t1</b>")
    assert heard == []


def test_찾고_거르고_차례를_바꾼다(opened: tuple[Page, list[str]]) -> None:
    page, heard = opened
    items, shown = page.locator("ol.items > li"), page.locator("output")
    search = page.locator("input[type=search]")
    search.fill("숙제")  # what the model makes of it is found as well
    expect(shown).to_have_text("2 / 10")
    search.fill("없는 말")
    expect(page.locator("#no-item")).to_be_visible()
    search.fill("")
    page.locator("select[name=kind]").select_option(label="띄어쓰기 / spacing")
    expect(items.filter(has_text="있다.")).to_have_count(1)
    page.locator("select[name=kind]").select_option("")
    page.locator("select[name=domain]").select_option(label="짧은 글")
    expect(shown).to_have_text("1 / 10")
    page.locator("select[name=domain]").select_option("")
    page.locator("select[name=order]").select_option("long")
    expect(items.first).to_contain_text("가가가 … 가가가")
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("Data report", use_inner_text=True)
    page.get_by_text("한국어", exact=True).click()
    assert heard == []


def test_이만_개도_곧바로_찾는다(browser: Browser, tmp_path: Path) -> None:
    """20,000 pairs: a page of bounded size, a few dozen elements, an answer in under a second."""
    rng = random.Random(7)
    words = ["오늘", "학교", "숙제", "선생님", "친구", "책", "발표", "준비", "모둠", "활동", "체험"]
    records = [
        {"input": (said := f"{' '.join(rng.choices(words, k=8))} {number}."), "target": said}
        for number in range(20_000)
    ]
    file = jsonl(tmp_path / "many.jsonl", *records)
    output = tmp_path / "many.html"
    page = report(output, file, "--no-predictions")
    assert len(page.encode()) < MOST_BYTES
    opened = browser.new_page()
    opened.goto(output.as_uri())
    items = opened.locator("ol.items > li")
    expect(items).to_have_count(50)
    seconds = opened.evaluate(
        """async () => {
          const form = document.querySelector('.filter'), start = performance.now();
          form.elements.text.value = ' 19999.';
          form.dispatchEvent(new Event('input', {bubbles: true}));
          while (document.querySelectorAll('ol.items > li').length !== 1)
            await new Promise(requestAnimationFrame);
          return (performance.now() - start) / 1000;
        }"""
    )
    assert seconds < 2
    opened.locator("input[type=search]").fill("숙제")
    expect(items).to_have_count(50)
    opened.locator("button.more").click()
    expect(items).to_have_count(100)
    opened.close()


def test_an_output_that_is_there_and_data_without_text_are_refused(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "page.html"
    output.touch()
    assert main(["data", "report", str(files[1]), "--output", str(output)]) == 2
    assert "--force" in capsys.readouterr().err
    empty = tmp_path / "empty.txt"
    empty.write_text("\n", encoding="utf-8")
    assert main(["data", "report", str(empty), "--output", str(tmp_path / "new.html")]) == 2
    assert "no text" in capsys.readouterr().err
