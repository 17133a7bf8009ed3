"""The network: what it learns with is what a plain transformers model computes afterwards."""

import copy
from pathlib import Path

import numpy as np
import pytest
import torch

from spellfix.errors import ConfigError
from spellfix.manifest import CONFIG, WEIGHTS
from spellfix.pretrained import ModelDirectory
from spellfix.sealed import fingerprint
from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import Batch, collate, make_example
from spellfix.train.config import SIZES, Shape
from spellfix.train.embedding import JamoEmbedding
from spellfix.train.model import Network
from spellfix.train.objective import losses
from spellfix.train.parent import load_parent, load_weights

SHAPE = Shape(width=32, encoder_layers=2, decoder_layers=2, heads=2, vocab_size=900)


@pytest.fixture
def network(tokenizer: Tokenizer) -> Network:
    torch.manual_seed(0)
    network = Network(SHAPE, tokenizer)
    for weight in network.parameters():
        if weight.requires_grad:  # branches start silent: make every one count
            torch.nn.init.normal_(weight, std=0.2)
    return network


def batch_of(tokenizer: Tokenizer, pairs: list[tuple[str, str]]) -> Batch:
    examples = [make_example(tokenizer, *pair) for pair in pairs]
    return collate(examples, 32, len(pairs), np.random.default_rng(0))


def test_a_saved_and_loaded_model_gives_the_loss_that_was_trained(
    network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    pairs = [("숙재를 햇다.", "숙제를 했다."), ("좋 은 날", "좋은 날"), ("가", "가")]
    batch = batch_of(tokenizer, pairs)
    trained = losses(network, batch).decoder

    network.fold().save_pretrained(tmp_path)
    model = load_weights(tmp_path)
    labels = batch.target.masked_fill(batch.aligned < 0, -100)
    with torch.no_grad():
        plain = model(
            input_ids=batch.source, attention_mask=(batch.source != 0).long(), labels=labels
        ).loss
    torch.testing.assert_close(trained.detach(), plain, rtol=1e-4, atol=1e-4)


def test_모음_하나만_다른_음절은_처음부터_가깝다(tokenizer: Tokenizer) -> None:
    torch.manual_seed(0)
    matrix = JamoEmbedding(tokenizer, 256)().detach()

    def likeness(one: str, other: str) -> float:
        (first,), (second,) = tokenizer.encode(one), tokenizer.encode(other)
        return torch.cosine_similarity(matrix[first], matrix[second], dim=0).item()

    assert likeness("정", "장") > 0.35
    assert likeness("정", "모") < 0.2


def test_embedding_rows_start_with_unit_variance_after_scaling(tokenizer: Tokenizer) -> None:
    torch.manual_seed(0)
    matrix = JamoEmbedding(tokenizer, 256)().detach() * 256**0.5
    kinds = {"syllable": "가나다라마바사", "latin": "abcdefg"}
    for name, text in kinds.items():
        rows = matrix[torch.tensor(tokenizer.encode(text))]
        assert 0.8 < rows.std().item() < 1.2, name


def test_a_step_on_the_objective_lowers_every_loss(tokenizer: Tokenizer) -> None:
    torch.manual_seed(0)
    network = Network(SHAPE, tokenizer)
    batch = batch_of(tokenizer, [("숙재를 햇다.", "숙제를 했다.")] * 4)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-2)
    first = losses(network, batch)
    for _ in range(30):
        found = losses(network, batch)
        (found.decoder + found.encoder + found.guide).backward()
        optimiser.step()
        optimiser.zero_grad()
    assert found.decoder < 0.5 * first.decoder
    assert found.encoder < 0.5 * first.encoder
    assert found.guide < 0.5 * first.guide
    assert found.copied == 1.0


def test_a_network_that_takes_over_saved_weights_has_the_loss_they_had(
    network: Network, tokenizer: Tokenizer
) -> None:
    batch = batch_of(tokenizer, [("숙재를 햇다.", "숙제를 했다.")])
    before = losses(network, batch).decoder.detach()
    model = copy.deepcopy(network.fold())
    heir = Network(SHAPE, tokenizer)
    heir.unfold(model)
    torch.testing.assert_close(losses(heir, batch).decoder.detach(), before, rtol=1e-4, atol=1e-4)


def test_a_parent_of_another_size_is_refused(network: Network, tmp_path: Path) -> None:
    network.fold().save_pretrained(tmp_path)
    files = {name: fingerprint(tmp_path / name) for name in (CONFIG, WEIGHTS)}
    with pytest.raises(ConfigError, match=r"--from .* --size"):
        load_parent(ModelDirectory(tmp_path, {}, files, None, None), SIZES["small"])
