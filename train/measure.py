"""The two headline numbers of a network under training, without any confidence threshold."""

from collections.abc import Sequence

from spellfix.decoding import aggressive
from spellfix.metrics import Case, score
from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import BUCKETS
from spellfix.train.model import Network
from spellfix.train.torch_backend import TorchBackend

BATCH = 32


class DevMeasure:
    """Measures on pairs (input, target), decoded whole. ``score`` is the sum of both accuracies."""

    def __init__(self, pairs: Sequence[tuple[str, str]], tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        sources = [[*tokenizer.encode(given), tokenizer.eos_id] for given, _ in pairs]
        kept = [at for at, source in enumerate(sources) if len(source) <= BUCKETS[-1]]
        kept.sort(key=lambda at: len(sources[at]))
        self.pairs = [pairs[at] for at in kept]
        self.sources = [sources[at] for at in kept]

    def __call__(self, network: Network) -> dict[str, float]:
        backend = TorchBackend(network.fold(), bf16=True)
        separators = self.tokenizer.encode(" ")
        cases: list[Case] = []
        passes = 0
        for at in range(0, len(self.pairs), BATCH):
            decoded = aggressive(backend, self.sources[at : at + BATCH], separators=separators)
            for (given, target), output in zip(self.pairs[at : at + BATCH], decoded, strict=True):
                cases.append(Case(given, target, self.tokenizer.decode(output.ids)))
                passes += output.passes
        found = score(cases)
        values = {
            "typo_accuracy": found.typo_accuracy,
            "correct_text_accuracy": found.correct_text_accuracy,
            "n_typo": float(found.n_typo),
            "n_clean": float(found.n_clean),
            "edit_f05": found.edit_f05,
            "decoder_passes": passes / max(1, len(cases)),
        }
        known = {name: value for name, value in values.items() if value is not None}
        accuracies = ("typo_accuracy", "correct_text_accuracy")
        return known | {"score": sum(known.get(name, 0.0) for name in accuracies)}
