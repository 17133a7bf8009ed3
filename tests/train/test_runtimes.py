"""The same weights say the same on torch, on onnxruntime in float32 and, nearly, in int8."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from transformers import PegasusForConditionalGeneration

from spellfix.backends import OnnxBackend
from spellfix.corrector import Corrector
from spellfix.decoding import aggressive, greedy
from spellfix.encoder_decoder import padded
from spellfix.errors import ConfigError, ModelError
from spellfix.manifest import DECODER, ENCODER, LOADED, MAPPED, WEIGHTS, default_model_path
from spellfix.pretrained import ModelDirectory
from spellfix.runtime import open_backend
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import TorchBackend, load_weights
from spellfix.train.config import SIZES
from spellfix.train.export import export_onnx
from spellfix.train.finish import export_again
from spellfix.train.graph import Graph
from spellfix.train.model import make_config
from spellfix.train.parent import average, named
from spellfix.train.ranges import example_sources

SENTENCES = 24


@pytest.fixture(scope="module")
def directory() -> ModelDirectory:
    return ModelDirectory.open()


@pytest.fixture(scope="module")
def torch_backend(directory: ModelDirectory) -> TorchBackend:
    return TorchBackend.load(directory.path, "cpu")


@pytest.fixture(scope="module")
def float_backend(torch_backend: TorchBackend, tmp_path_factory) -> OnnxBackend:
    place = tmp_path_factory.mktemp("float32")
    export_onnx(torch_backend.model, place, None)
    return OnnxBackend(place / "encoder.onnx", place / "decoder.onnx")


@pytest.fixture(scope="module")
def sources(directory: ModelDirectory) -> list[list[int]]:
    """Sentences with typos: the second half of what ranges are measured on."""
    return example_sources(Tokenizer.load(directory.tokenizer))[-SENTENCES:]


def test_torch_and_onnx_decode_alike_in_float32(torch_backend, float_backend, sources):
    expected = [found.ids for found in aggressive(torch_backend, sources)]
    assert [found.ids for found in aggressive(float_backend, sources)] == expected
    assert [found.ids for found in greedy(torch_backend, sources)] == expected


def test_torch_and_onnx_score_and_guess_alike_in_float32(torch_backend, float_backend, sources):
    ids, mask = padded(sources[:5])
    shifted = np.concatenate([np.zeros_like(ids[:, :1]), ids[:, :-1]], axis=1)
    ours, ours_guess = float_backend.encode(ids, mask)
    theirs, theirs_guess = torch_backend.encode(ids, mask)
    here = float_backend.decode(ours, mask, shifted, 3)
    there = torch_backend.decode(theirs, mask, shifted, 3)
    kept = mask[:, 3:].astype(bool)
    assert np.allclose(here[kept], there[kept], atol=2e-3)
    assert np.array_equal(ours_guess[mask == 1], theirs_guess[mask == 1])
    best, logprobs = torch_backend.likeliest(theirs, mask, shifted, 3)
    found, sureness = float_backend.likeliest(ours, mask, shifted, 3)
    assert np.array_equal(best[kept], found[kept])
    assert np.allclose(logprobs[kept], sureness[kept], atol=2e-3)


def test_int8_says_what_float32_says_but_for_a_few_tokens(directory, torch_backend, sources):
    int8 = open_backend(directory)
    ids, mask = padded(sources)
    shifted = np.concatenate([np.zeros_like(ids[:, :1]), ids[:, :-1]], axis=1)
    best = [
        each.likeliest(each.encode(ids, mask)[0], mask, shifted)[0]
        for each in (int8, torch_backend)
    ]
    assert (best[0] == best[1])[mask == 1].mean() > 0.99


def test_a_corrector_runs_on_torch_as_on_onnxruntime():
    text = "오늘은 숙제를 않 했어요."
    found = Corrector.from_pretrained(backend="torch").correct(text)
    assert (
        found.text == Corrector.from_pretrained().correct(text).text == "오늘은 숙제를 안 했어요."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"backend": "jax"}, "backend: expected one of onnx, torch"),
        ({"backend": "onnx", "device": "cuda"}, "take the backend 'torch'"),
        ({"device": "nowhere"}, "device 'nowhere': torch .* cannot use it here"),
        ({"backend": "torch", "threads": 2}, "threads: they are those of onnxruntime"),
    ],
)
def test_a_runtime_that_cannot_be_had_is_named(directory, options, message):
    with pytest.raises(ConfigError, match=message):
        open_backend(directory, **options)


def test_a_directory_without_weights_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"expected config\.json and model\.safetensors"):
        TorchBackend.load(tmp_path, "cpu")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of the first format, exported again."""
    place = tmp_path_factory.mktemp("old") / "model"
    shutil.copytree(default_model_path(), place)
    manifest = json.loads((place / "spellfix.json").read_text(encoding="utf-8"))
    manifest["format"] = 1
    (place / "spellfix.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="format 1, expected 2; run `spellfix export"):
        Corrector.from_pretrained(place)
    export_again(place)
    return place


def test_a_directory_of_the_first_format_is_exported_again(exported):
    text = "오늘은 숙제를 않 했어요."
    assert Corrector.from_pretrained(exported).correct(text).text == "오늘은 숙제를 안 했어요."


def test_exported_again_the_files_are_the_same_bytes(exported, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(exported, again)
    for name in (ENCODER, DECODER, *MAPPED):
        (again / name).unlink()
    export_again(again)
    for name in (*LOADED, "spellfix.json"):
        assert (again / name).read_bytes() == (exported / name).read_bytes(), name


def test_a_constant_has_one_value():
    graph = Graph()
    graph.constant("one", np.float32(1))
    graph.constant("one", np.float32(1))
    with pytest.raises(ValueError, match="the constant one has two values"):
        graph.constant("one", np.float32(2))


def test_the_mean_of_two_branches_is_taken_weight_by_weight(directory):
    model = load_weights(directory.path)
    before = {name: each.clone() for name, each in model.state_dict().items()}
    for each in model.parameters():
        each.data += 1.0
    average(model, directory)
    for name, each in model.state_dict().items():
        moved = 0.0 if name == "final_logits_bias" else 0.5
        assert (each - before[name] - moved).abs().max() < 1e-6, name
    assert named(directory) == {"name": directory.name, "weights": directory.files[WEIGHTS]}
    small = PegasusForConditionalGeneration(make_config(SIZES["tiny"], model.config.vocab_size))
    with pytest.raises(ConfigError, match="its network has another shape"):
        average(small, directory)
