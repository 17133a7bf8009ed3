"""The two headline numbers of a network under training, without any confidence threshold."""

from collections.abc import Sequence

from spellfix.corrector import Corrector
from spellfix.evaluation import Pair, evaluate
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import TorchBackend
from spellfix.train.model import MAX_POSITIONS, Network


class DevMeasure:
    """Measures on pairs, as users would correct them. ``score`` is the sum of both accuracies."""

    def __init__(self, pairs: Sequence[Pair], tokenizer: Tokenizer, bf16: bool) -> None:
        self.pairs = pairs
        self.tokenizer = tokenizer
        self.bf16 = bf16

    def __call__(self, network: Network) -> dict[str, float]:
        backend = TorchBackend(network.fold(), self.bf16)
        corrector = Corrector(backend, self.tokenizer, max_positions=MAX_POSITIONS)
        found = evaluate(corrector, self.pairs).metrics
        values = {
            "typo_accuracy": found.typo_accuracy,
            "correct_text_accuracy": found.correct_text_accuracy,
            "n_typo": float(found.n_typo),
            "n_clean": float(found.n_clean),
            "edit_f05": found.edit_f05,
        }
        known = {name: value for name, value in values.items() if value is not None}
        accuracies = ("typo_accuracy", "correct_text_accuracy")
        return known | {"score": sum(known.get(name, 0.0) for name in accuracies)}
