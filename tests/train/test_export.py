"""An int8 network whose answers do not hang on what else is in the batch or in the draft."""

import numpy as np
import onnx
import pytest
import torch
from transformers import PegasusForConditionalGeneration

from spellfix.backends import OnnxBackend
from spellfix.decoding import aggressive, greedy
from spellfix.encoder_decoder import EOS_ID
from spellfix.train.config import Shape
from spellfix.train.export import export_onnx
from spellfix.train.model import make_config

VOCABULARY = 512
RANDOM = np.random.default_rng(0)
SOURCES = [
    [*RANDOM.integers(3, VOCABULARY, size=length).tolist(), EOS_ID]
    for length in RANDOM.integers(1, 30, size=60)
]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """An int8 network with random weights large enough to say different things."""
    place = tmp_path_factory.mktemp("onnx")
    torch.manual_seed(3)
    shape = Shape(width=32, encoder_layers=1, decoder_layers=1, heads=2, vocab_size=VOCABULARY)
    network = PegasusForConditionalGeneration(make_config(shape, VOCABULARY))
    for layer in network.modules():
        if isinstance(layer, torch.nn.Linear) and layer is not network.lm_head:
            layer.weight.data *= 80
    network.model.decoder.layers[-1].encoder_attn.out_proj.weight.data *= 3
    export_onnx(network, place, SOURCES)
    return OnnxBackend(place / "encoder.int8.onnx", place / "decoder.int8.onnx", threads=1), place


@pytest.fixture(scope="module")
def sources():
    return SOURCES


def test_aggressive_and_greedy_decoding_agree_in_int8_alone_and_in_a_batch(exported, sources):
    backend, _ = exported
    slowly = [each.ids for each in greedy(backend, sources, max_len=24)]
    assert len(set(slowly)) > 30
    assert [each.ids for each in aggressive(backend, sources, max_len=24)] == slowly
    assert [aggressive(backend, [source], max_len=24)[0].ids for source in sources] == slowly


def test_padding_and_neighbours_change_no_state(exported, sources):
    backend, _ = exported
    source = np.array([sources[0]])
    alone = backend.encode(source, np.ones_like(source))[0][0]
    ids = np.zeros((2, source.shape[1] + 9), dtype=np.int64)
    mask = np.zeros_like(ids)
    ids[0, : source.shape[1]], mask[0, : source.shape[1]] = source, 1
    ids[1], mask[1] = 77, 1
    together = backend.encode(ids, mask)[0][0, : source.shape[1]]
    assert np.allclose(alone, together, atol=1e-5)


def test_no_path_of_the_machine_is_written(exported):
    _, place = exported
    for name in ("encoder", "decoder"):
        data = (place / f"{name}.int8.onnx").read_bytes()
        assert b"site-packages" not in data
        assert b".py" not in data


def test_what_is_written_is_valid_onnx_and_holds_int8_matrices(exported):
    _, place = exported
    for name in ("encoder", "decoder"):
        model = onnx.load(place / f"{name}.int8.onnx")
        onnx.checker.check_model(model)
        kinds = {each.data_type for each in model.graph.initializer if len(each.dims) == 2}
        assert onnx.TensorProto.INT8 in kinds
