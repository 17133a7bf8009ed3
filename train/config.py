"""Every choice of a training run, in one frozen object; ``size`` is the dial, the rest follows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from spellfix.config import at_least, one_of, positive, share
from spellfix.manifest import CORRECT, DIRECTIONS
from spellfix.noise import Recipe

PRECISIONS = ("auto", "float32", "bfloat16")


@dataclass(frozen=True, slots=True)
class Shape:
    """Width, encoder and decoder layers, heads and vocabulary of a model."""

    width: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    vocab_size: int


SIZES: Mapping[str, Shape] = MappingProxyType(
    {
        "tiny": Shape(width=128, encoder_layers=4, decoder_layers=2, heads=2, vocab_size=2048),
        "small": Shape(width=256, encoder_layers=6, decoder_layers=2, heads=4, vocab_size=2304),
        "base": Shape(width=384, encoder_layers=8, decoder_layers=2, heads=6, vocab_size=2560),
    }
)


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """One training run.

    size: key of ``SIZES``. direction: key of ``DIRECTIONS``, whether typos are to be corrected or
    made. seed: of order, noise and weights. max_minutes: training time over all
    resumes; the learning rate falls to nothing over the last ``decay_share`` of it. max_steps: stop
    earlier, for tests. batch_tokens: source tokens a batch, padding included. learning_rate: peak,
    of both optimisers (Muon for matrices, AdamW for the rest). encoder_weight, guide_weight:
    weights of the two helping losses (``objective.py``). checkpoint_minutes, evaluate_minutes: how
    often. workers: processes that make noise. excerpts: share of lines of which only a few words
    are taken (``excerpt.py``). evaluations: measure so many times, evenly over the way and once
    before it, instead of by the minute. patience: stop after so many measurements without a gain.
    log_seconds: how often losses are logged. precision: of matrix products, one of ``PRECISIONS``;
    auto takes bfloat16 where the hardware multiplies it.
    """

    size: str = "small"
    direction: str = CORRECT
    seed: int = 0
    max_minutes: float = 120.0
    max_steps: int | None = None
    batch_tokens: int = 9216
    learning_rate: float = 2e-3
    warmup_steps: int = 150
    decay_share: float = 0.4
    weight_decay: float = 0.05
    encoder_weight: float = 0.5
    guide_weight: float = 0.3
    checkpoint_minutes: float = 3.0
    evaluate_minutes: float = 10.0
    workers: int = 1
    excerpts: float = 0.1
    evaluations: int | None = None
    patience: int | None = None
    log_seconds: float = 20.0
    precision: str = "auto"
    noise: Recipe = field(default_factory=lambda: Recipe(rate=0.03, clean=0.12))

    def __post_init__(self) -> None:
        one_of("--size", self.size, SIZES)
        one_of("--direction", self.direction, DIRECTIONS)
        at_least("--seed", self.seed, 0)
        positive("--max-minutes", self.max_minutes)
        if self.max_steps is not None:
            at_least("--max-steps", self.max_steps, 1)
        at_least("--batch-tokens", self.batch_tokens, 1)
        positive("--learning-rate", self.learning_rate)
        at_least("--warmup-steps", self.warmup_steps, 0)
        share("--decay-share", self.decay_share)
        positive("--checkpoint-minutes", self.checkpoint_minutes)
        positive("--evaluate-minutes", self.evaluate_minutes)
        at_least("--workers", self.workers, 0)
        positive("--log-seconds", self.log_seconds)
        one_of("--precision", self.precision, PRECISIONS)
        share("--excerpts", self.excerpts)
        for name in ("evaluations", "patience"):
            if (count := getattr(self, name)) is not None:
                at_least(name, count, 1)

    @property
    def shape(self) -> Shape:
        return SIZES[self.size]

    def to_dict(self) -> dict[str, object]:
        return asdict(self) | {"noise": self.noise.to_dict(), "shape": asdict(self.shape)}
