"""A model directory is opened whole or not at all, and what is wrong with it is said."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from transformers import PegasusForConditionalGeneration

from spellfix.backends import OnnxBackend
from spellfix.calibration import AS_TOLD, Calibration
from spellfix.corrector import Corrector
from spellfix.errors import ConfigError, ModelError
from spellfix.language.estimation import estimate
from spellfix.language.opinion import NO_OPINION
from spellfix.language.storage import save
from spellfix.manifest import LOADED, default_model_path, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.thresholds import Thresholds
from spellfix.tokenizer import Tokenizer
from spellfix.train.config import Shape
from spellfix.train.export import export_onnx
from spellfix.train.model import make_config
from spellfix.train.ranges import example_sources
from spellfix.train.tokenizer import train_tokenizer

FACTS = {
    "name": "tiny",
    "version": "1",
    "min_confidence": 0.5,
    "noise": {},
    "data": {"files": []},
    "metrics": {},
    "training": {"size": "tiny"},
    "libraries": {},
}


@pytest.fixture
def directory(tmp_path) -> Path:
    """A sealed directory with files of the right names; what is in them does not matter here."""
    (tmp_path / "onnx").mkdir()
    for name in LOADED:
        (tmp_path / name).write_bytes(name.encode() * 1000)
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 512}')
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / ".unfinished").write_bytes(b"hidden")
    write_manifest(tmp_path, FACTS)
    return tmp_path


def rewrite(directory: Path, change: Callable[[dict], object]) -> None:
    path = directory / "spellfix.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def test_a_sealed_directory_opens_and_tells_what_it_is(directory):
    model = ModelDirectory.open(directory)
    assert (model.name, model.version, model.min_confidence) == ("tiny", "1", 0.5)
    assert model.max_positions == 512
    assert model.encoder == directory / "onnx/encoder.int8.onnx"
    assert model.facts["training"] == {"size": "tiny"}
    assert sorted(model.files) == [
        "config.json",
        "model.safetensors",
        "onnx/decoder.int8.bin",
        "onnx/decoder.int8.onnx",
        "onnx/encoder.int8.bin",
        "onnx/encoder.int8.onnx",
        "spm.model",
    ]
    model.verify()


def test_the_calibration_of_a_model_is_read_and_older_models_have_none(directory):
    assert ModelDirectory.open(directory).calibration == AS_TOLD
    rewrite(directory, lambda manifest: manifest.pop("calibration"))
    assert ModelDirectory.open(directory).calibration == AS_TOLD
    rewrite(directory, lambda manifest: manifest.update(calibration={"scale": 2, "shift": -0.5}))
    assert ModelDirectory.open(directory).calibration == Calibration(2.0, -0.5)


def test_kinds_and_gains_come_back_from_a_manifest(directory):
    (directory / "language.npz").write_bytes(b"checked when it is first asked")
    told = Calibration(0.5, -1.0, 0.25, {"spacing": 0.5}, 0.2)
    for entry in (told.to_dict(), asdict(told)):
        write_manifest(directory, FACTS | {"calibration": entry})
        assert ModelDirectory.open(directory).calibration == told
    write_manifest(directory, FACTS | {"calibration": {"scale": 1, "shift": 0, "kinds": {}}})
    assert ModelDirectory.open(directory).calibration == AS_TOLD


def test_a_language_model_is_loaded_when_it_is_first_asked_and_checked_then(directory):
    assert ModelDirectory.open(directory).language is None
    assert ModelDirectory.open(directory).opinion is NO_OPINION
    with pytest.raises(ModelError, match=r"does not list language\.npz"):
        ModelDirectory.open(directory).load_language()
    save(estimate([(["오늘 숙제를 했다."], 1.0)]), directory / "language.npz")
    write_manifest(directory, FACTS)
    model = ModelDirectory.open(directory)
    assert model.language == directory / "language.npz"
    assert model.opinion.gains([("숙재", "숙제")]) != [0.0]
    assert model.load_language() is ModelDirectory.open(directory).load_language()
    (directory / "language.npz").write_bytes(b"changed")
    opinion = ModelDirectory.open(directory).opinion
    with pytest.raises(ModelError, match=r"language\.npz: SHA-256 is .*damaged"):
        opinion.gains([("숙재", "숙제")])
    write_manifest(directory, FACTS)
    with pytest.raises(ModelError, match="expected a language model"):
        ModelDirectory.open(directory).opinion.gains([("숙재", "숙제")])


def test_thresholds_by_kind_are_read_and_older_models_have_none(directory):
    assert ModelDirectory.open(directory).thresholds == Thresholds(0.5)
    rewrite(directory, lambda manifest: manifest.pop("min_confidence_by_kind"))
    assert ModelDirectory.open(directory).min_confidence_by_kind == {}
    write_manifest(directory, FACTS | {"min_confidence_by_kind": {"spacing": 0.8}})
    model = ModelDirectory.open(directory)
    assert model.min_confidence_by_kind == {"spacing": 0.8}
    assert (model.thresholds.of("spacing"), model.thresholds.of("particle")) == (0.8, 0.5)


def test_sealing_again_leaves_one_manifest_and_no_draft_of_it(directory):
    write_manifest(directory, FACTS | {"version": "2"})
    assert ModelDirectory.open(str(directory)).version == "2"
    assert [path.name for path in directory.glob("*spellfix.json*")] == ["spellfix.json"]


def test_opening_checks_what_inference_loads_and_verify_checks_the_rest(directory):
    (directory / "model.safetensors").write_bytes(b"other weights")
    model = ModelDirectory.open(directory)
    with pytest.raises(ModelError, match=r"model\.safetensors: SHA-256 is"):
        model.verify()
    (directory / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"model\.safetensors: cannot be read"):
        model.verify()


@pytest.mark.parametrize("name", ["spm.model", "config.json", "onnx/decoder.int8.onnx"])
def test_a_changed_or_missing_file_is_named(directory, name):
    (directory / name).write_bytes(b"changed")
    with pytest.raises(ModelError, match=rf"{name}: SHA-256 is .*damaged"):
        ModelDirectory.open(directory)
    (directory / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}: cannot be read \(No such file"):
        ModelDirectory.open(directory)


def test_a_place_that_is_no_model_directory_is_named_with_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"nowhere: .* does not exist; .*spellfix train"):
        ModelDirectory.open(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match=r"file: .* is not a directory"):
        ModelDirectory.open(tmp_path / "file")
    with pytest.raises(ModelError, match=r"has no spellfix\.json .*same `spellfix train`"):
        ModelDirectory.open(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda manifest: manifest.update(format=3), "format 3, expected 2; upgrade spellfix"),
        (lambda manifest: manifest.update(format="2"), "format '2', expected 2; .*spellfix export"),
        (lambda manifest: manifest.pop("format"), "format None, expected 2; .*spellfix export"),
        (lambda manifest: manifest.pop("files"), "files is missing"),
        (lambda manifest: manifest["files"].pop("spm.model"), r"files does not list spm\.model"),
        (lambda manifest: manifest["files"].update({"../x": "0"}), "outside the directory"),
        (lambda manifest: manifest["files"].update({"/etc/x": "0"}), "outside the directory"),
        (lambda manifest: manifest.update(min_confidence="high"), "min_confidence is 'high'"),
        (lambda manifest: manifest.update(min_confidence=1.5), "1.5, expected 0 to 1"),
        (
            lambda manifest: manifest.update(min_confidence_by_kind=0.5),
            "min_confidence_by_kind is 0.5, expected a dict",
        ),
        (
            lambda manifest: manifest.update(min_confidence_by_kind={"colour": 0.5}),
            "expected one of keyboard",
        ),
        (
            lambda manifest: manifest.update(min_confidence_by_kind={"spacing": "high"}),
            "expected numbers",
        ),
        (
            lambda manifest: manifest.update(min_confidence_by_kind={"spacing": 2}),
            "min_confidence of spacing: expected 0 to 1",
        ),
        (lambda manifest: manifest.pop("name"), "name is None, expected a str"),
        (lambda manifest: manifest.update(calibration=[1, 0]), "calibration is .*expected a dict"),
        (lambda manifest: manifest.update(calibration={"scale": 1}), "entries scale, shift"),
        (
            lambda manifest: manifest.update(calibration={"scale": 1, "shift": "0"}),
            "expected numbers",
        ),
        (
            lambda manifest: manifest.update(calibration={"scale": 0, "shift": 0}),
            "a scale above 0",
        ),
        (
            lambda manifest: manifest["calibration"].update(gain="much"),
            "calibration is .*expected numbers",
        ),
        (
            lambda manifest: manifest["calibration"].update(gain=float("nan")),
            "NaN is no number of JSON",
        ),
        (lambda manifest: manifest["calibration"].update(kinds=[1]), "expected kinds to be an obj"),
        (
            lambda manifest: manifest["calibration"].update(kinds={"spacing": None}),
            "expected numbers",
        ),
        (
            lambda manifest: manifest["calibration"].update(kinds={"colour": 0.5}),
            "expected one of keyboard",
        ),
        (lambda manifest: manifest["calibration"].update(bias=1), "calibration is .*expected an"),
        (
            lambda manifest: manifest["calibration"].update(gain=0.2),
            r"its calibration has a gain, but files does not list language\.npz",
        ),
        (
            lambda manifest: manifest["calibration"].update(fusion=0.2),
            r"its calibration has a gain, but files does not list language\.npz",
        ),
        (lambda manifest: manifest["calibration"].update(fusion=-1), "fusion of 0 or more"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_what_is_wrong(directory, change, message):
    rewrite(directory, change)
    with pytest.raises(ModelError, match=message):
        ModelDirectory.open(directory)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_manifest_that_is_no_json_object_says_so(directory, content):
    (directory / "spellfix.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"spellfix\.json: .*damaged"):
        ModelDirectory.open(directory)


def test_a_manifest_is_not_written_for_facts_or_files_that_are_missing(directory):
    with pytest.raises(ModelError, match="missing or unknown: name"):
        write_manifest(directory, {key: value for key, value in FACTS.items() if key != "name"})
    with pytest.raises(ModelError, match="missing or unknown: colour"):
        write_manifest(directory, FACTS | {"colour": "red"})
    with pytest.raises(ModelError, match="noise is 3"):
        write_manifest(directory, FACTS | {"noise": 3})
    (directory / "spm.model").unlink()
    with pytest.raises(ModelError, match=r"cannot be sealed without spm\.model"):
        write_manifest(directory, FACTS)


def test_the_shipped_model_lies_inside_the_package():
    assert default_model_path().parent.joinpath("pretrained.py").is_file()


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    """A model directory as training leaves it, of a very small network with random weights."""
    place: Path = tmp_path_factory.mktemp("model")
    (place / "spm.model").write_bytes(train_tokenizer(["오늘 숙제를 안 했어요."], vocab_size=512))
    size = Tokenizer.load(place / "spm.model").vocab_size
    shape = Shape(width=32, encoder_layers=1, decoder_layers=1, heads=2, vocab_size=size)
    network = PegasusForConditionalGeneration(make_config(shape, size))
    network.save_pretrained(place)
    sources = example_sources(Tokenizer.load(place / "spm.model"))
    export_onnx(network, place / "onnx", sources)
    write_manifest(place, FACTS)
    return place


def test_an_exported_model_corrects_text(trained):
    corrector = Corrector.from_pretrained(trained, min_confidence=0.0)
    found = corrector.correct("오늘 숙재를 않 했어요.\n")
    assert found.text.endswith("\n")
    assert 0 < found.score < 1
    assert Corrector.from_pretrained(trained).min_confidence == 0.5


def test_a_file_that_is_no_network_is_named(directory):
    backend = OnnxBackend(directory / "spm.model", directory / "spm.model")
    with pytest.raises(ModelError, match=r"spm\.model: expected an ONNX graph"):
        backend.encode(np.array([[5, 1]]), np.array([[1, 1]]))
    with pytest.raises(ConfigError, match="threads: expected at least 1, got 0"):
        OnnxBackend(directory / "a", directory / "b", threads=0)
