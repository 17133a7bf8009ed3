"""The page of an evaluation: it tells what was measured, and runs nothing of a text."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from spellfix.evaluation import Pair, Results
from spellfix.report import write

ALONE = {"meta", "input", "br"}  # elements without an end tag
ORDER = ["measured", "headline", "curve", "trade", "reliability", "groups", "confusion"]
ORDER += ["behaviour", "cases"]
LOADED = {"src", "srcset", "data", "action", "poster", "style", "background"}
ByHand = Callable[..., Results]


class Read(HTMLParser):
    """A page as a browser takes it apart; every element that is opened must be closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open[-1:]:
            self.inside[tag] = self.inside.get(tag, "") + data


def section(page: str, name: str) -> str:
    return page[page.index(f'<section id="{name}"') :].partition("</section>")[0]


def said(html: str) -> str:
    """What `html` says without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html))).strip()


def page_of(results: Results, directory: Path) -> str:
    write(results, directory / "report")
    return (directory / "report" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(written: Path) -> str:
    return (written / "index.html").read_text(encoding="utf-8")


def test_the_sections_stand_in_order_and_the_contents_lead_to_them(page: str) -> None:
    assert re.findall(r'<section id="(\w+)"', page) == ORDER
    assert re.findall(r'<a href="#(\w+)"', page) == ORDER


def test_what_was_measured_comes_first(page: str, results: Results) -> None:
    told = said(section(page, "measured"))
    metrics = results.evaluations[0].metrics
    assert all(name in told for name in results.files)
    assert f"texts with typos {metrics.n_typo}" in told
    assert f"right texts {metrics.n_clean}" in told
    assert "the shipped model 모두 overall 0.5" in told
    assert "copy the input 확신도를 말하지 않음 tells no confidences" in told


def test_both_numbers_of_every_system_stand_with_interval_and_n(
    page: str, results: Results
) -> None:
    told = said(section(page, "headline"))
    for each in results.evaluations:
        m = each.metrics
        assert m.typo_accuracy_interval is not None
        assert m.correct_text_accuracy_interval is not None
        typo, clean = m.typo_accuracy_interval, m.correct_text_accuracy_interval
        assert (
            f"{each.system} {100 * m.typo_accuracy:.1f} % [{100 * typo[0]:.1f}, "
            f"{100 * typo[1]:.1f}] n = {m.n_typo} {100 * m.correct_text_accuracy:.1f} % "
            f"[{100 * clean[0]:.1f}, {100 * clean[1]:.1f}] n = {m.n_clean} "
            f"바르게 고침 corrected {m.corrected} 그대로 둠 uncorrected {m.uncorrected} "
            f"잘못 고침 miscorrected {m.miscorrected}"
        ) in told


def test_the_further_numbers_are_those_of_the_metrics(page: str, results: Results) -> None:
    told = said(section(page, "headline"))
    m = results.evaluations[0].metrics
    for value in (
        m.coverage,
        m.correction_precision,
        m.spacing_insensitive_typo_accuracy,
        m.edit_f05,
        m.word_edit_f05,
    ):
        assert f"{100 * value:.1f} % [" in told
    assert f"{100 * m.cer_in:.2f} → {100 * m.cer_out:.2f} %" in told
    assert f"{100 * m.gleu_in:.2f} → {100 * m.gleu:.2f} %" in told
    assert f"{results.evaluations[0].sentences_per_second:,.1f}" in told


def test_the_first_system_is_tested_against_the_others(page: str, results: Results) -> None:
    (comparison,) = results.comparisons
    typo, clean = comparison.typo, comparison.clean
    assert typo.p_value is not None
    assert typo.p_value < 0.001
    told = said(section(page, "headline"))
    assert (
        f"copy {typo.only_first} {typo.only_second} < 0.001 "
        f"{clean.only_first} {clean.only_second} {clean.p_value:.3f} "
        f"{100 * comparison.edit_f05_difference:+.1f} ["
    ) in told


def test_every_group_is_listed_with_both_numbers(page: str, results: Results) -> None:
    told = said(section(page, "groups"))
    ours = results.evaluations[0].metrics
    assert {"spacing", "loanword"} <= set(ours.by_kind)
    for groups in (ours.by_kind, ours.by_domain, ours.by_set, ours.by_length):
        for group in groups.values():
            if group.n_typo:
                assert f"{100 * group.typo_accuracy:.1f} % [" in told
                assert f"n = {group.n_typo}" in told
    assert "띄어쓰기 spacing spellfix" in told
    assert f"clean_dev spellfix 알 수 없음 unknown n = 0 {100:.1f} %" in told


def test_kinds_that_were_confused_are_counted(page: str, tmp_path: Path, by_hand: ByHand) -> None:
    pairs = [
        Pair("할수 있다", "할 수 있다"),
        Pair("않 돼", "안 돼"),
        Pair("문을 닫다", "문을 닫다"),
    ]
    made = {"할수 있다": "할 수 있다", "문을 닫다": "문 을 닫다"}
    told = said(section(page_of(by_hand(pairs, ("first", made, None)), tmp_path), "confusion"))
    assert "띄어쓰기 spacing 없음 none 합 total 맞춤법 spelling · 1 1" in told
    assert "띄어쓰기 spacing 1 · 1 없음 none 1 · 1" in told
    assert "confusion" in page


def test_behavioural_tests_that_fail_come_first(tmp_path: Path, by_hand: ByHand) -> None:
    pairs = [
        Pair("안 돼", "안 돼", test="가 남는 말"),
        Pair("않 돼", "안 돼", test="나 고칠 말"),
        Pair("안 해", "안 해", test="나 고칠 말"),
        Pair("그냥", "그냥"),
    ]
    page = page_of(by_hand(pairs, ("first", {}, None)), tmp_path)
    told = said(section(page, "behaviour"))
    assert "3 texts, 2 tests. Tests with every text right: 1 (50.0 % [9.5, 90.5])." in told
    failing = "1 tests with failures 검사 test first 나 고칠 말 1 / 2 0/1 · 1/1"
    assert failing in told
    assert told.index("나 고칠 말") < told.index("모두 통과한 검사 1개") < told.index("가 남는 말")


def test_pairs_without_behavioural_tests_have_no_such_section(
    tmp_path: Path, by_hand: ByHand
) -> None:
    page = page_of(by_hand([Pair("가", "나")], ("first", {}, None)), tmp_path)
    assert re.findall(r'<section id="(\w+)"', page) == [n for n in ORDER if n != "behaviour"]


def test_what_was_not_measured_is_unknown_and_never_0_percent(
    tmp_path: Path, by_hand: ByHand
) -> None:
    clean = page_of(by_hand([Pair("안 돼", "안 돼")], ("first", {}, 0.9)), tmp_path / "clean")
    told = said(section(clean, "headline"))
    assert "first 알 수 없음 unknown n = 0 100.0 % [20.7, 100.0] n = 1 알 수 없음 unknown" in told
    assert re.search(r"(?<![\d.])0\.0 %", said(section(clean, "headline"))) is None
    assert "잰 것이 없음 · nothing was measured" in section(clean, "curve")
    typos = page_of(by_hand([Pair("않 돼", "안 돼")], ("first", {}, None)), tmp_path / "typos")
    assert "first 0.0 % [0.0, 79.3] n = 1 알 수 없음 unknown n = 0" in said(
        section(typos, "headline")
    )


def test_a_system_without_confidences_has_a_point_but_no_line(
    tmp_path: Path, by_hand: ByHand
) -> None:
    pairs = [Pair("않 돼", "안 돼"), Pair("할수록", "할수록")]
    systems = ("silent", {"않 돼": "안 돼"}, None), ("sure", {"않 돼": "안 돼"}, 0.9)
    page = page_of(by_hand(pairs, *systems), tmp_path)
    assert "silent, min_confidence 0 to 1" not in page
    assert "sure, min_confidence 0 to 1" in page
    assert ">silent<" in section(page, "curve")
    reliability = section(page, "reliability")
    assert ">silent<" not in reliability
    assert ">sure<" in reliability
    none = page_of(by_hand(pairs, systems[0]), tmp_path / "none")
    assert "확신도를 말하는 교정기가 없습니다." in section(none, "reliability")


def test_the_worst_cases_show_what_was_made_and_what_was_meant(page: str, results: Results) -> None:
    wrong = results.evaluations[0].wrong
    cases = section(page, "cases")
    assert cases.count('<li class="sample ') == len(wrong) > 5
    for each in wrong:
        assert f'data-outcome="{each.outcome}"' in cases
        assert str(each.pair.id) in cases


def test_the_page_loads_nothing(page: str) -> None:
    read = Read(page)
    tags = {tag for tag, _ in read.elements}
    assert not {"link", "img", "image", "iframe", "object", "embed", "base", "video"} & tags
    for _, attributes in read.elements:
        assert not LOADED & set(attributes)
        assert attributes.get("href", "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on")]
    assert not re.search(r"url\(|@import|https?:", read.inside["style"] + read.inside["script"])


def test_the_policy_lets_only_the_style_and_script_of_the_page_run(page: str) -> None:
    read = Read(page)
    (policy,) = (
        each["content"] for _, each in read.elements if "content-security" in str(each).lower()
    )
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        assert [name for name, _ in read.elements].count(tag) == 1
        digest = b64encode(sha256(read.inside[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_screen_readers_are_told_what_heads_and_pictures_are(page: str) -> None:
    elements = Read(page).elements
    assert all(each.get("scope") for tag, each in elements if tag == "th")
    ids = [each["id"] for _, each in elements if "id" in each]
    assert len(ids) == len(set(ids))
    plots = [each for tag, each in elements if tag == "svg" and each.get("role") == "img"]
    assert len(plots) == 4
    for each in plots:
        assert set(each["aria-labelledby"].split()) <= set(ids)
    for tag, each in elements:
        if tag == "svg" and each not in plots:
            assert each["aria-hidden"] == "true"
    for tag, each in elements:
        assert set(each.get("aria-labelledby", ids[0]).split()) <= set(ids), tag


HOSTILE = [
    "<script>alert(1)</script> 숙재 </li></ol><img src=x onerror=alert(1)>",
    "\"'><b onmouseover=alert(1)> & &amp; &lt;",
    "잘못된 \ud800 글자 \0 그리고 \x1b[31m",
    "오른쪽 \u202eabc\u202c \u2067글\u2069 שלום عليكم 숙재",
    "😀👩‍👩‍👧 ㅋㅋㅋ \ufffe 숙재",
    "가나다라 " * 1000 + "숙재" + " 마바사아" * 1000,
]


def test_whatever_a_text_holds_it_stays_text(tmp_path: Path, by_hand: ByHand) -> None:
    pairs = [
        Pair(text, text + "끝", kind=text[:40], domain=text[:40], test=text[:40], id=text[:40])
        for text in HOSTILE
    ]
    name = "<script>\ud800$x_1$가\0"
    results = by_hand(pairs, (name, {text: text + "!" for text in HOSTILE}, 0.7))
    page = page_of(results, tmp_path)
    read = Read(page)
    tags = [tag for tag, _ in read.elements]
    assert tags.count("script") == 1
    assert not {"img", "b onmouseover"} & set(tags)
    assert not [each for _, each in read.elements if {"onerror", "onmouseover"} & set(each)]
    assert not re.search("[\0-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", page)
    assert "&lt;script&gt;alert(1)" in page
    assert "👩‍👩‍👧" in page
    numbers = json.loads((tmp_path / "report" / "results.json").read_text(encoding="utf-8"))
    assert list(numbers["systems"]) == [name]


def test_a_long_text_is_shortened_around_its_changes_and_says_so(
    tmp_path: Path, by_hand: ByHand
) -> None:
    text = "가나다라 " * 1000 + "숙재" + " 마바사아" * 1000
    pairs = [Pair(text, text.replace("숙재", "숙제"))]
    cases = section(page_of(by_hand(pairs, ("first", {}, None)), tmp_path), "cases")
    assert "characters left out" in cases
    shown = re.sub(r'data-text="[^"]*"', "", cases)
    assert len(shown) < 3000
    assert re.search(r"가나다라 숙<del>.*재.*</del><ins>.*제.*</ins> 마바사아", shown)
