"""The model that is installed with spellfix: small, quick to load, careful, always the same."""

import json
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from spellfix.noisy_channel import NoisyChannel
from spellfix.noisy_channel.storage import load, shipped

BENCHMARK = Path(__file__).parents[2] / "data" / "benchmark"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def speller() -> NoisyChannel:
    return NoisyChannel.from_pretrained()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("숙재를 꼼꼼히 해 와서 칭찬해 주었습니다.", "숙제를 꼼꼼히 해 와서 칭찬해 주었습니다."),
        ("이 함수 를 사용합니다.", "이 함수를 사용합니다."),
        ("내일은 시험이 있슴니다.", "내일은 시험이 있습니다."),
        ("학생들이 열심히 공부햇다.", "학생들이 열심히 공부했다."),
    ],
)
def test_뻔한_오타를_고친다(speller: NoisyChannel, typed: str, meant: str) -> None:
    assert speller.correct(typed).text == meant


def test_덜_확실한_오타는_문턱을_낮추어야_고친다(speller: NoisyChannel) -> None:
    typed, meant = "정말 기특하내요!", "정말 기특하네요!"
    assert speller.correct(typed).text == typed
    assert speller.with_options(min_confidence=0.5).correct(typed).text == meant


@pytest.mark.parametrize(
    "text",
    ["오늘은 날씨가 좋다.", "숙제를 꼼꼼히 해 왔습니다.", "서준이는 발표를 아주 잘했어요."],
)
def test_맞는_글은_둔다(speller: NoisyChannel, text: str) -> None:
    assert speller.correct(text).text == text


def test_another_process_gives_the_same_answer(speller: NoisyChannel) -> None:
    texts = _inputs("feedback_dev.jsonl")[:20]
    program = (
        "import json, sys\n"
        "from spellfix.noisy_channel import NoisyChannel\n"
        "speller = NoisyChannel.from_pretrained()\n"
        "print(json.dumps([each.text for each in speller.correct_batch(json.load(sys.stdin))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(texts).encode(), capture_output=True,
        check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [each.text for each in speller.correct_batch(texts)]


def test_right_sentences_stay_and_typos_are_found(speller: NoisyChannel) -> None:
    """Far below what it does (docs/experiments/007), so that only a broken model fails."""
    clean = _inputs("clean_dev.jsonl")[:100]
    assert sum(speller.correct(text).text == text for text in clean) >= 97
    records = _records("real_dev.jsonl")[:100]
    right = sum(speller.correct(each["input"]).text == each["target"] for each in records)
    assert right >= 15


def test_the_model_is_small_and_quick_to_load() -> None:
    assert sum(path.stat().st_size for path in shipped().iterdir()) < 6 * MEGABYTE
    seconds = []
    for _ in range(3):
        start = process_time()
        NoisyChannel.from_pretrained()
        seconds.append(process_time() - start)
    assert min(seconds) < 1.5


def test_the_card_names_every_source() -> None:
    card = (shipped() / "README.md").read_text(encoding="utf-8")
    text = load().facts["text"]
    assert isinstance(text, list)
    assert all(f"| {source['file']} |" in card for source in text)


def _records(name: str) -> list[dict[str, str]]:
    return [
        json.loads(line) for line in (BENCHMARK / name).read_text(encoding="utf-8").splitlines()
    ]


def _inputs(name: str) -> list[str]:
    return [record["input"] for record in _records(name)]
