"""Model directories whose files are being replaced, and weights that find no room."""

import resource
import signal
from pathlib import Path

import pytest
from transformers import PegasusForConditionalGeneration

from spellfix.errors import InputError, ModelError
from spellfix.manifest import CONFIG, MANIFEST
from spellfix.pretrained import ModelDirectory
from spellfix.train import domain, finish
from spellfix.train.config import Shape
from spellfix.train.model import make_config


def test_a_model_that_is_half_replaced_is_unfinished_and_not_the_old_one(tmp_path: Path) -> None:
    candidate, output = tmp_path / "candidate", tmp_path / "model"
    for folder, text in ((candidate, "new"), (output, "old")):
        folder.mkdir()
        for name in (CONFIG, MANIFEST):
            (folder / name).write_text(text)
    (candidate / "onnx").mkdir()
    (candidate / "onnx" / "encoder.int8.onnx").write_text("new")
    (output / "onnx").write_text("a file where a folder has to be: here it ends")
    with pytest.raises(OSError, match="onnx"):
        domain._install(candidate, output)
    assert (candidate / MANIFEST).read_text() == "new"
    with pytest.raises(ModelError, match=f"has no {MANIFEST} .unfinished training"):
        ModelDirectory.open(output)


@pytest.mark.parametrize("torn", ["", '{"step": 0, "sco'])
def test_measurements_that_were_cut_off_are_made_again(tmp_path: Path, torn: str) -> None:
    path = tmp_path / "measurements.jsonl"
    path.write_text(torn)
    assert domain._began(tmp_path) is None
    path.write_text('{"step": 0, "score": 1.5}\n{"st')
    assert domain._began(tmp_path) == {"step": 0.0, "score": 1.5}


def test_weights_that_find_no_room_are_refused_in_one_line(tmp_path: Path) -> None:
    shape = Shape(width=32, encoder_layers=1, decoder_layers=1, heads=2, vocab_size=512)
    model = PegasusForConditionalGeneration(make_config(shape, 512))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 14, before[1]))
    try:
        with pytest.raises(InputError, match=f"cannot write: {tmp_path}.*too large") as said:
            finish._save(model, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert len(str(said.value).splitlines()) == 1
