"""`spellfix noise report`: the page tells the truth, loads nothing, and runs nothing of a text."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from spellfix.cli import main
from spellfix.cli.noise.texts import OPERATIONS
from spellfix.kinds import KINDS as ALL_KINDS
from spellfix.noise import Noiser, Recipe
from spellfix.noise.fit import fit
from spellfix.noise.operations import OPERATIONS as ALL_OPERATIONS
from spellfix.noise.survey import Survey, distance, profile, survey
from spellfix.report.words import KINDS

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LINES = (SAMPLES / "review.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [
    ("오늘 선새님이 숙재를 냈다.", "오늘 선생님이 숙제를 냈다."),
    ("할수 있다.", "할 수 있다."),
    ("맞는 말이다.", "맞는 말이다."),
    ("아주 먼 나라에서 온 <i>뷁뷁뷁</i> 소식", "아주 먼 나라에서 온 <i>반가운</i> 소식"),
]
ALONE = {"meta", "input", "br"}  # elements without an end tag
LOADED = {"src", "href", "srcset", "data", "action", "poster", "style"}


class Read(HTMLParser):
    """The page as a browser takes it apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.inside: dict[str, str] = {}
        self.figures: dict[str, str] = {}
        self._figure = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        identity = dict(attrs).get("id") or ""
        self._figure = identity.removeprefix("figure-") if tag == "dd" else ""
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open[-1:]:
            self.inside[tag] = self.inside.get(tag, "") + data
        if self._figure:
            self.figures[self._figure] = data
            self._figure = ""


def write_pairs(path: Path) -> Path:
    lines = [json.dumps({"input": typo, "target": right}) for typo, right in PAIRS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def report(tmp_path: Path, text: str, *arguments: str | Path) -> str:
    file, output = tmp_path / "text.txt", tmp_path / "report.html"
    file.write_text(text, encoding="utf-8", newline="")
    command = ["noise", "report", file, "--output", output, "--force", *arguments]
    assert main([str(each) for each in command]) == 0
    return output.read_text(encoding="utf-8")


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main(["noise", "report", *map(str, arguments)]) == 2
    return capsys.readouterr().err


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    pairs = write_pairs(folder / "real.jsonl")
    return report(folder, "\n".join(LINES), "--pairs", pairs, "--seed", "3", "--samples", "2")


@pytest.fixture(scope="module")
def drawn() -> Survey:
    return survey(Noiser(3), enumerate(LINES, start=1), samples=2)


def test_the_figures_on_the_page_are_those_that_were_counted(page: str, drawn: Survey) -> None:
    found = fit(PAIRS)
    assert Read(page).figures == {
        "texts": f"{drawn.texts:,}",
        "changed": f"{100 * drawn.changed / drawn.texts:.1f} %",
        "edits": f"{drawn.edits:,}",
        "mean": f"{drawn.edits / drawn.texts:.2f}",
        "coverage": f"{100 * found.coverage:.1f} %",
    }


def test_every_kind_is_shown_with_the_share_that_was_drawn(page: str, drawn: Survey) -> None:
    assert set(drawn.kinds) == set(KINDS) == set(ALL_KINDS)
    for kind, (korean, english) in KINDS.items():
        assert korean in page
        assert english in page
        assert f'<mark class="{kind}"' in page
        assert f">{100 * drawn.kinds[kind] / drawn.edits:.1f} %</td>" in page
    assert set(OPERATIONS) == set(ALL_OPERATIONS)


def test_every_sample_is_marked_as_it_was_drawn_and_names_rule_and_row(
    page: str, drawn: Survey
) -> None:
    assert page.count('<article class="sample"') == len(drawn.samples)
    edits = [edit for sample in drawn.samples for edit in sample.noisy.edits]
    samples = page[page.index('<section id="samples">') : page.index('<section id="counts">')]
    assert samples.count("<mark ") == samples.count("<del ") == len(edits)
    assert all(f"<code>{edit.rule}</code>" in samples for edit in edits)
    assert samples.count('<span class="ko" lang="ko">표의 줄</span>') == sum(
        bool(edit.row) for edit in edits
    )


def test_synthetic_and_real_errors_stand_side_by_side_with_distance_and_n(
    page: str, drawn: Survey
) -> None:
    real = profile(PAIRS)
    far = distance(dict(drawn.seen.kinds), dict(real.kinds))
    assert far is not None
    row = f"<td>{far.value:.3f}</td><td>{far.by_chance:.3f}</td><td>{far.n[0]:,}</td><td>4</td>"
    assert row in page
    (uncovered,) = fit(PAIRS).uncovered
    assert f"<mark>{uncovered.before}</mark>" in page


def test_the_page_shows_the_pairs_that_the_noise_command_writes(tmp_path: Path, page: str) -> None:
    text, output = tmp_path / "text.txt", tmp_path / "pairs.jsonl"
    text.write_text("\n".join(LINES), encoding="utf-8")
    assert main(["noise", str(text), "--seed", "3", "--output", str(output)]) == 0
    written = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert Read(page).figures["edits"] == f"{sum(len(each['edits']) for each in written):,}"


def test_the_page_loads_nothing_and_needs_no_network(page: str) -> None:
    read = Read(page)
    loaded = [value for name, value in read.attributes if name in LOADED]
    assert loaded
    assert all(value.startswith(("#", "data:application/toml")) for value in loaded)
    assert not {"link", "img", "iframe", "object", "embed", "base"} & set(read.tags)
    assert not re.search(r"url\(|@import|https?:", read.inside["style"] + read.inside["script"])


def test_the_policy_lets_only_the_style_and_script_of_the_page_run(page: str) -> None:
    read = Read(page)
    (policy,) = (value for name, value in read.attributes if value.startswith("default-src"))
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        assert read.tags.count(tag) == 1
        digest = b64encode(sha256(read.inside[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_markup_in_the_texts_stays_text(tmp_path: Path) -> None:
    hostile = (
        "<script>alert('가나다라')</script> 학교에 <img src=x onerror=alert(1)> 갔습니다 & \"끝\""
    )
    real = tmp_path / "<b>real.jsonl"
    page = report(tmp_path, f"{hostile}\n" * 9, "--pairs", write_pairs(real), "--samples", "9")
    read = Read(page)
    assert read.tags.count("script") == 1
    assert not {"img", "i"} & set(read.tags)
    assert "onerror" not in dict(read.attributes)
    assert "&lt;img src=x" in page
    assert "&lt;b&gt;real.jsonl" in page


def test_code_points_that_no_page_can_hold_do_no_harm(tmp_path: Path) -> None:
    pairs = tmp_path / "odd.jsonl"
    pairs.write_text(
        '{"input": "\\ud800 뷁뷁\\u202e뷁 \\u0000", "target": "\\ud800 아주 먼 \\u0000"}'
    )
    page = report(tmp_path, "가\x07나다\u202e라\u2028마 바사\r\n" * 5, "--pairs", pairs)
    assert not re.search("[\0-\x08\x0b-\x1f\u202e\ud800-\udfff]", page)
    assert "\ufffd" in page


def test_a_long_line_is_shown_shortened(tmp_path: Path) -> None:
    assert len(report(tmp_path, "가나다라 마바사 " * 4000, "--rate", "0")) < 120_000


def test_the_recipe_can_be_taken_from_the_page(tmp_path: Path) -> None:
    given = Recipe(rate=0.05, mix={"spacing": 2.0, "particle": 1.0}, clean=0.25)
    recipe = tmp_path / "mine.toml"
    recipe.write_text(given.to_toml(), encoding="utf-8")
    page = report(tmp_path, "\n".join(LINES[:20]), "--recipe", recipe)
    (link,) = (value for _, value in Read(page).attributes if value.startswith("data:"))
    taken = tmp_path / "taken.toml"
    taken.write_text(unquote(link.partition(",")[2]), encoding="utf-8")
    assert Recipe.read(taken) == given
    assert '<mark class="keyboard"' not in page


def test_the_same_command_writes_the_same_page(tmp_path: Path, page: str) -> None:
    pairs = write_pairs(tmp_path / "real.jsonl")
    again = report(tmp_path, "\n".join(LINES), "--pairs", pairs, "--seed", "3", "--samples", "2")
    assert again == page


def test_texts_in_which_nothing_can_go_wrong_make_a_page_too(tmp_path: Path) -> None:
    page = report(tmp_path, "12,345\n\n")
    assert Read(page).figures["changed"] == "0.0 %"
    assert "오타가 난 글이 없습니다." in page


def test_an_existing_page_is_replaced_only_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, output = tmp_path / "text.txt", tmp_path / "report.html"
    text.write_text("학교에 갔습니다.\n", encoding="utf-8")
    output.write_text("mine", encoding="utf-8")
    assert "--force" in refusal(capsys, text, "--output", output)
    assert output.read_text(encoding="utf-8") == "mine"
    assert main(["noise", "report", str(text), "--output", str(output), "--force"]) == 0
    assert output.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"", "글이 없습니다"),
        (b"\n \t\n", "글이 없습니다"),
        (b"\x89PNG\r\n\x1a\n\0\0", "UTF-8"),
        ("가\0나".encode(), "이진 파일"),
    ],
)
def test_a_file_without_text_is_refused_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: bytes, told: str
) -> None:
    text, output = tmp_path / "text.txt", tmp_path / "report.html"
    text.write_bytes(given)
    message = refusal(capsys, text, "--output", output)
    assert told in message
    assert str(text) in message
    assert list(tmp_path.iterdir()) == [text]


def test_what_cannot_be_read_or_asked_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, output = tmp_path / "text.txt", tmp_path / "report.html"
    text.write_text("학교에 갔습니다.\n", encoding="utf-8")
    clean = tmp_path / "clean.jsonl"
    clean.write_text('{"input": "가", "target": "가"}\n', encoding="utf-8")
    assert "nowhere.txt" in refusal(capsys, tmp_path / "nowhere.txt", "--output", output)
    assert "--samples" in refusal(capsys, text, "--samples", "-1", "--output", output)
    assert "--rate" in refusal(capsys, text, "--rate", "2", "--output", output)
    assert "오타가 있는 쌍" in refusal(capsys, text, "--pairs", clean, "--output", output)
    assert not output.exists()
