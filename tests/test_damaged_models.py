"""Model directories that were damaged, or made to do harm and sealed again: each is refused in one
sentence that names the file. All are copies of the shipped model with one file changed."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import ModelProto, TensorProto, helper, numpy_helper

from spellfix.backends import OnnxBackend
from spellfix.corrector import Corrector
from spellfix.errors import ModelError
from spellfix.manifest import default_model_path, read_facts, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from tests.sealed import seal

Change = Callable[[ModelProto], object]
ENCODER, DECODER = "onnx/encoder.int8.onnx", "onnx/decoder.int8.onnx"
TEXT = "오늘 숙재를 않 했어요."


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("model") / "copy"
    shutil.copytree(default_model_path(), place)
    return place


@pytest.fixture
def directory(copied: Path) -> Iterator[Path]:
    """The shipped model; whatever a test has done to it is undone."""
    yield copied
    for path in default_model_path().rglob("*"):
        mine = copied / path.relative_to(default_model_path())
        if path.is_file():
            if mine.is_symlink() or not mine.is_file():
                mine.unlink(missing_ok=True)
            if not mine.exists() or mine.read_bytes() != path.read_bytes():
                shutil.copy(path, mine)


def refused(directory: Path) -> str:
    with pytest.raises(ModelError) as error:
        Corrector.from_pretrained(directory, threads=1).correct(TEXT)
    return str(error.value)


def changed(directory: Path, name: str, change: Change) -> None:
    graph = onnx.load(directory / name, load_external_data=False)
    change(graph)
    seal(directory, name, graph.SerializeToString())


def initializer(model: ModelProto, name: str = "embedding") -> TensorProto:
    return next(each for each in model.graph.initializer if each.name == name)


def told(model: ModelProto, key: str, value: str) -> None:
    """Say something else of where the embedding lies."""
    for entry in initializer(model).external_data:
        if entry.key == key:
            entry.value = value


def node(model: ModelProto, operator: str, **more: object) -> None:
    model.graph.node.append(helper.make_node(operator, ["input_ids"], ["x"], **more))


def test_the_shipped_model_is_one_that_passes(directory: Path) -> None:
    assert Corrector.from_pretrained(directory, threads=1).correct(TEXT).text != TEXT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda model: told(model, "location", "/etc/passwd"), "lies in '/etc/passwd', expected"),
        (lambda model: told(model, "location", "../../x.bin"), "lies in '../../x.bin', expected"),
        (lambda model: told(model, "location", "other.bin"), "lies in 'other.bin', expected"),
        (lambda model: told(model, "offset", "99999999999"), "encoder.int8.bin has 6262016"),
        (lambda model: told(model, "offset", "-8"), "begins at -8"),
        (lambda model: told(model, "length", "1" * 30), "encoder.int8.bin has"),
        (lambda model: initializer(model).dims.__setitem__(0, 1 << 40), "has the shape"),
        (lambda model: initializer(model).dims.__setitem__(0, -1), "has the shape"),
        (lambda model: model.graph.input[0].__setattr__("name", "x"), "its inputs are attention_"),
        (lambda model: model.graph.output.pop(), "its outputs are memory, expected guess, memory"),
        (lambda model: node(model, "ConstantOfShape"), "operator 'ConstantOfShape'"),
        (lambda model: node(model, "Loop", body=onnx.GraphProto()), "operator 'Loop'"),
        (lambda model: node(model, "PyOp", domain="ai.onnx.contrib"), "ai.onnx.contrib:PyOp"),
        (lambda model: node(model, "Cast", to=1, body=onnx.GraphProto()), "Cast holds a graph"),
        (lambda model: model.functions.add(), "holds functions"),
        (lambda model: model.training_info.add(), "holds training"),
        (lambda model: model.graph.sparse_initializer.add(), "sparse matrices"),
        (lambda model: model.ClearField("graph"), "holds no graph"),
    ],
)
def test_a_graph_that_asks_for_more_than_ours_is_never_loaded(
    directory: Path, change: Change, said: str
) -> None:
    changed(directory, ENCODER, change)
    message = refused(directory)
    assert f"{directory / ENCODER}: expected an ONNX graph" in message
    assert said in message


def test_what_protobuf_puts_together_is_read_together(directory: Path) -> None:
    """A field of messages that occurs twice is merged: the second graph would add to the first."""
    more = ModelProto()
    node(more, "Loop")
    seal(directory, ENCODER, (directory / ENCODER).read_bytes() + more.SerializeToString())
    assert "operator 'Loop'" in refused(directory)


@pytest.mark.parametrize("name", [ENCODER, DECODER, "spm.model"])
def test_cut_and_scratched_files_are_refused_or_harmless(
    directory: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    raw, dice = (directory / name).read_bytes(), random.Random(name)
    for content in (b"", raw[: len(raw) // 2], raw[:-1], dice.randbytes(2000)):
        seal(directory, name, content)
        assert str(directory / name) in refused(directory)
    for _ in range(4):
        scratched = bytearray(raw)
        for _ in range(dice.choice([1, 4, 16])):
            scratched[dice.randrange(len(raw))] = dice.randrange(256)
        seal(directory, name, bytes(scratched))
        with suppress(ModelError):
            Corrector.from_pretrained(directory, threads=1).correct(TEXT)
    assert capfd.readouterr().out == ""


def test_scores_that_are_no_numbers_are_refused(directory: Path) -> None:
    def spoil(model: ModelProto) -> None:
        scale = initializer(model, "output.scale")
        shape = list(scale.dims)
        scale.CopyFrom(numpy_helper.from_array(np.full(shape, np.nan, np.float32), scale.name))

    changed(directory, DECODER, spoil)
    assert "decoder.int8.onnx: its scores are no numbers" in refused(directory)


def test_a_network_with_another_number_of_tokens_is_refused(directory: Path) -> None:
    config = json.loads((directory / "config.json").read_bytes())
    config["vocab_size"] += 1
    seal(directory, "config.json", json.dumps(config).encode())
    assert "spm.model: it has 2304 pieces, expected the 2305" in refused(directory)
    backend = OnnxBackend(directory / ENCODER, directory / DECODER, 1, vocab_size=2305)
    with pytest.raises(ModelError, match=r"its output guess is float32 \[1, 2, 2304\], expected"):
        backend.encode(np.array([[5, 1]]), np.array([[1, 1]]))


def test_a_run_that_fails_is_an_error_of_the_model(directory: Path) -> None:
    backend = OnnxBackend(directory / ENCODER, directory / DECODER, 1)
    with pytest.raises(ModelError, match=r"encoder\.int8\.onnx: onnxruntime cannot run it"):
        backend.encode(np.array([[99_999, 1]]), np.array([[1, 1]]))


@pytest.mark.parametrize("name", ["spm.model", "onnx/encoder.int8.bin", "config.json"])
def test_a_link_out_of_the_directory_is_not_followed(
    directory: Path, name: str, tmp_path: Path
) -> None:
    shutil.move(directory / name, tmp_path / "elsewhere")
    (directory / name).symlink_to(tmp_path / "elsewhere")
    assert f"{name}: it is a link to {tmp_path / 'elsewhere'}, outside" in refused(directory)
    (directory / name).unlink()
    (directory / name).symlink_to("/dev/zero")
    assert "outside the directory" in refused(directory)


def test_a_link_within_the_directory_and_one_to_it_are_as_good_as_files(
    directory: Path, tmp_path: Path
) -> None:
    (directory / "spm.model").rename(directory / ".spm")
    (directory / "spm.model").symlink_to(".spm")
    (tmp_path / "current").symlink_to(directory)
    assert ModelDirectory.open(tmp_path / "current").name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"format": 2, "format": 1}', "'format' occurs twice"),
        (b'{"format": 2, "metrics": {"a": NaN}}', "NaN is no number"),
        (b'{"format": 2, "min_confidence": 1e999}', "1e999 is too large"),
        (b'{"format": ' + b"9" * 5000 + b"}", "cannot be read as JSON"),
        (b'{"format": 2, "a": ' + b"[" * 65 + b"]" * 65 + b"}", "nested deeper than 64"),
        (b"[" * 200_000, "nested deeper than 64"),
        (b" " * ((16 << 20) + 1), "expected at most 16 MiB"),
        (b'{"format": 2, "files": {"x": "0"}}', "expected a SHA-256"),
        (b'{"format": 2, "files": {"a\\\\b": "0"}}', "outside the directory"),
        (b'{"format": 2, "files": {"": "0"}}', "outside the directory"),
        (b'{"format": 2}', "SHA-256 of every file.*if you trust it, run `spellfix export"),
    ],
)
def test_a_manifest_that_does_not_mean_one_thing_is_refused(
    directory: Path, content: bytes, said: str
) -> None:
    (directory / "spellfix.json").write_bytes(content)
    with pytest.raises(ModelError, match=rf"spellfix\.json: .*{said}"):
        ModelDirectory.open(directory)


def test_what_is_unknown_is_null_in_a_manifest_and_not_nan(directory: Path) -> None:
    facts = read_facts(directory)
    write_manifest(directory, facts | {"metrics": {"loss": float("nan"), "list": [float("inf")]}})
    assert read_facts(directory)["metrics"] == {"loss": None, "list": [None]}


@pytest.mark.parametrize(
    ("name", "value"), [("max_position_embeddings", -1), ("vocab_size", 1 << 40)]
)
def test_absurd_sizes_in_the_configuration_are_refused(
    directory: Path, name: str, value: int
) -> None:
    config = json.loads((directory / "config.json").read_bytes()) | {name: value}
    seal(directory, "config.json", json.dumps(config).encode())
    assert f"config.json: {name} is {value}, expected 1 to" in refused(directory)


def test_a_tokenizer_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "spm.model").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ModelError, match="larger than 64 MiB"):
        Tokenizer.load(tmp_path / "spm.model")
