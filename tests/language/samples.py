"""Clean lines that language models of tests are counted from."""

from pathlib import Path

_SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def read_samples() -> list[str]:
    """All lines of data/samples."""
    paths = sorted(_SAMPLES.glob("*.txt"))
    return [line for path in paths for line in path.read_text("utf-8").splitlines() if line]
