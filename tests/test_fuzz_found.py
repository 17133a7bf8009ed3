"""What `docs/benchmarks/fuzz.py` and its inputs have brought to light, each as small as it gets."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from spellfix.passages import passages
from spellfix.protection import kept_spans
from spellfix.text import Span, segment

FUZZ = Path(__file__).parents[1] / "docs" / "benchmarks" / "fuzz.py"


@pytest.mark.parametrize(
    "unit", ["1,", "12:30", "1,000", ":1", "가www.", "www.가나다.한국", "www.é"]
)
@pytest.mark.parametrize("end", ["", "1", "가", "\n"])
def test_수나_주소가_끝없이_이어져도_시간은_길이에_비례한다(unit: str, end: str) -> None:
    text = unit * (100_000 // len(unit)) + end
    begun = time.process_time()
    kept_spans(text)
    segment(text)
    assert "".join(stretch.text for stretch in passages([text])) == text
    assert time.process_time() - begun < 5  # about 0.2 s; 30 s where every figure starts a search


def test_긴_수와_긴_주소도_통째로_남는다() -> None:
    for kept in ("1,000,000,000,000,000,000,000,000,000,000 + 5", f"www.{'한글.' * 15}한국/가"):
        assert kept_spans(f"값은 {kept} 이다") == [Span(3, 3 + len(kept))]


@pytest.mark.parametrize("model", ["shipped", "wild"])
def test_a_block_of_inputs_passes(model: str) -> None:
    options = ["--wild"] if model == "wild" else []
    command = [sys.executable, str(FUZZ), "--count", "250", "--seed", "7", *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, "failures: 0" in ran.stdout) == (0, True), ran.stdout + ran.stderr
