"""Weights that were damaged, or made to do harm and sealed again, are refused in one sentence."""

import json
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from spellfix.cli import main
from spellfix.errors import ModelError
from spellfix.manifest import default_model_path, read_facts, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.runtime import open_backend
from spellfix.torch_backend import load_weights
from spellfix.train.config import SIZES
from spellfix.train.parent import average, load_parent
from tests.sealed import seal


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the shipped model."""
    return Path(shutil.copytree(default_model_path(), tmp_path / "model"))


def refused(directory: Path) -> str:
    with pytest.raises(ModelError) as error:
        open_backend(ModelDirectory.open(directory), "torch")
    return str(error.value)


def weights(raw: bytes, **more: object) -> bytes:
    """A safetensors file with another entry for the embedding."""
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header["model.shared.weight"].update(more)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + raw[8 + length :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: struct.pack("<Q", 1 << 62) + raw[8:],
        lambda raw: struct.pack("<Q", 4) + b"{{{{" + raw[8:],
        lambda raw: weights(raw, data_offsets=[0, 1 << 50]),
        lambda raw: weights(raw, shape=[1 << 40, 1 << 40]),
        lambda raw: weights(raw, dtype="Z9"),
    ],
)
def test_damaged_weights_are_refused(directory: Path, damage: Callable[[bytes], bytes]) -> None:
    seal(directory, "model.safetensors", damage((directory / "model.safetensors").read_bytes()))
    assert f"{directory}: expected config.json and model.safetensors" in refused(directory)


def test_weights_are_compared_with_their_seal_before_they_are_loaded(directory: Path) -> None:
    content = bytearray((directory / "model.safetensors").read_bytes())
    content[-1] ^= 1
    (directory / "model.safetensors").write_bytes(content)
    assert "model.safetensors: SHA-256 is" in refused(directory)


def scratch(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("option", ["--from", "--average"])
@pytest.mark.parametrize("name", ["model.safetensors", "spm.model", "language.npz", "README.md"])
def test_a_model_to_train_on_is_compared_with_its_seal_before_anything_is_done(
    directory: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], option: str, name: str
) -> None:
    scratch(directory / name)
    text = str(tmp_path / "text.txt")
    Path(text).write_text("오늘은 알림장을 꼭 확인해 주세요.\n", encoding="utf-8")
    command = ["train", "--data", text, "--heldout", text, "--output", str(tmp_path / "new")]
    assert main([*command, option, str(directory)]) == 2
    said = capfd.readouterr().err
    assert f"spellfix: {directory / name}: SHA-256 is " in said
    assert "spellfix.json says" in said
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("option", ["--from", "--average"])
def test_a_model_without_weights_is_none_to_train_on(
    directory: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], option: str
) -> None:
    facts = read_facts(directory)
    (directory / "model.safetensors").unlink()
    write_manifest(directory, facts)
    assert ModelDirectory.open(directory).name
    text = str(tmp_path / "text.txt")
    Path(text).write_text("오늘은 알림장을 꼭 확인해 주세요.\n", encoding="utf-8")
    command = ["train", "--data", text, "--heldout", text, "--output", str(tmp_path / "new")]
    assert main([*command, option, str(directory)]) == 2
    assert "files does not list model.safetensors" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_what_has_changed_since_a_model_was_opened_is_not_loaded(
    directory: Path, name: str
) -> None:
    opened = ModelDirectory.open(directory)
    network = load_parent(opened, SIZES["small"])
    scratch(directory / name)
    for load in (lambda: load_parent(opened, SIZES["small"]), lambda: average(network, opened)):
        with pytest.raises(ModelError, match=rf"{name}: SHA-256 is"):
            load()


class _Harm:
    """What runs when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.mark,)


def test_pickled_weights_and_code_of_a_model_are_never_run(directory: Path, tmp_path: Path) -> None:
    mark = tmp_path / "harm"
    (directory / "model.safetensors").unlink()
    torch.save({"weight": _Harm(mark)}, directory / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"expected config\.json and model\.safetensors"):
        load_weights(directory)
    (directory / "pytorch_model.bin").unlink()
    (directory / "harm.py").write_text(f"open({str(mark)!r}, 'w')\nclass Harm: pass\n")
    config = json.loads((directory / "config.json").read_bytes())
    config["auto_map"] = {"AutoConfig": "harm.Harm", "AutoModelForSeq2SeqLM": "harm.Harm"}
    (directory / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError):
        load_weights(directory)
    (directory / "harm.py").unlink()
    assert not mark.exists()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"encoder_layers": 10**6}, "encoder_layers is 1000000, expected 1 to 256"),
        ({"d_model": "x"}, "d_model is 'x'"),
        ({"d_model": True}, "d_model is True"),
        ({"encoder_attention_heads": 0}, "encoder_attention_heads is 0"),
        ({"model_type": "t5"}, "model_type 't5'"),
        ({"quantization_config": {"quant_method": "x"}}, "expected a plain 'pegasus'"),
        ({"activation_function": "os.system"}, "os.system"),
        ({"encoder_ffn_dim": 7}, "expected config.json and model.safetensors"),
    ],
)
def test_a_shape_that_is_none_of_ours_is_refused(
    directory: Path, entry: dict[str, object], said: str
) -> None:
    config = json.loads((directory / "config.json").read_bytes()) | entry
    seal(directory, "config.json", json.dumps(config).encode())
    assert said in refused(directory)
