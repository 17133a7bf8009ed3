"""A noisy-channel model of a few sentences."""

from pathlib import Path

import pytest

from spellfix.language.estimation import estimate
from spellfix.noisy_channel import NoisyChannel
from spellfix.noisy_channel.fitting import fit
from spellfix.noisy_channel.lexicon import count_words, derive
from spellfix.noisy_channel.reading import SentenceReader
from spellfix.noisy_channel.storage import Model, save

LINES = (
    "오늘 선생님이 숙제를 안 내주셨어요.",
    "내일은 숙제를 꼭 해 오세요.",
    "우리 학교는 숙제가 많아요.",
    "이 책은 읽을 수 있어요.",
    "나도 할 수 있어요.",
    "친구와 함께 학교에 가요.",
)
PAIRS = (
    ("오늘 숙재를 했어요.", "오늘 숙제를 했어요."),
    ("숙재가 있어요.", "숙제가 있어요."),
    ("저도 할수 있어요.", "저도 할 수 있어요."),
    ("갈수 있어요.", "갈 수 있어요."),
    ("학 교에 가요.", "학교에 가요."),
    *((line, line) for line in LINES),
)


@pytest.fixture(scope="session")
def model() -> Model:
    texts = [(LINES, 5.0)]
    lexicon = derive(count_words(texts), least_count=1, least_tails=2, least_heads=2)
    return Model(fit(PAIRS), estimate(texts), lexicon, 1.0, 0.5, {"text": "six sentences"})


@pytest.fixture(scope="session")
def speller(model: Model) -> NoisyChannel:
    reader = SentenceReader(model.errors, model.language, model.lexicon, model.scale)
    return NoisyChannel(reader, min_confidence=model.min_confidence)


@pytest.fixture
def directory(model: Model, tmp_path: Path) -> Path:
    save(model, tmp_path / "model")
    return tmp_path / "model"
