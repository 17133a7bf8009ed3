"""ONNX files beside the weights: encoder and decoder for ``spellfix.backends``, float32 or int8."""

import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import onnx
import torch
from torch import nn
from transformers import PegasusForConditionalGeneration

from spellfix.errors import ModelError
from spellfix.train.quantize import quantize_rowwise

OPSET = 18


class _Encoder(nn.Module):
    def __init__(self, model: PegasusForConditionalGeneration) -> None:
        super().__init__()
        self.encoder = model.model.encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states: torch.Tensor = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        return states


class _Decoder(nn.Module):
    def __init__(self, model: PegasusForConditionalGeneration) -> None:
        super().__init__()
        self.decoder = model.model.decoder
        self.output = model.lm_head

    def forward(
        self,
        decoder_input_ids: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
        encoder_attention_mask: torch.Tensor,
    ) -> torch.Tensor:
        hidden = self.decoder(
            input_ids=decoder_input_ids,
            encoder_hidden_states=encoder_hidden_states,
            encoder_attention_mask=encoder_attention_mask,
            use_cache=False,
        ).last_hidden_state
        logits: torch.Tensor = self.output(hidden)
        return logits


def export_onnx(model: PegasusForConditionalGeneration, directory: Path, int8: bool = True) -> None:
    """Write encoder and decoder of a float32 model on the CPU to ``directory``, each as
    ``<name>.int8.onnx`` or, in float32, ``<name>.onnx``.

    Inputs and outputs are those that ``spellfix.backends`` names; batch and lengths are free.
    Weights of matrix products become int8 per output channel, activations are quantised on the way.
    """
    directory.mkdir(parents=True, exist_ok=True)
    model.train(False)
    ids = torch.full((2, 7), 5, dtype=torch.int64)
    mask = torch.ones_like(ids)
    states = torch.zeros(2, 7, model.config.d_model)
    batch, source, target = (torch.export.Dim(name) for name in ("batch", "source", "target"))
    parts = {
        "encoder": (
            _Encoder(model),
            {"input_ids": (ids, (batch, source)), "attention_mask": (mask, (batch, source))},
            "encoder_hidden_states",
        ),
        "decoder": (
            _Decoder(model),
            {
                "decoder_input_ids": (ids[:, :5], (batch, target)),
                "encoder_hidden_states": (states, (batch, source)),
                "encoder_attention_mask": (mask, (batch, source)),
            },
            "logits",
        ),
    }
    for name, (module, inputs, output) in parts.items():
        with tempfile.TemporaryDirectory() as scratch:
            full = Path(scratch) / f"{name}.onnx"
            _export(module, inputs, output, full)
            network = onnx.load(full)
            _forget_origin(network)
            if int8:
                _save(quantize_rowwise(network), directory / f"{name}.int8.onnx")
            else:
                _save(network, directory / f"{name}.onnx")


def _export(
    module: nn.Module,
    inputs: Mapping[str, tuple[torch.Tensor, tuple[torch.export.Dim, ...]]],
    output: str,
    path: Path,
) -> None:
    shapes = {name: dict(enumerate(dims)) for name, (_, dims) in inputs.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module,
            tuple(tensor for tensor, _ in inputs.values()),
            input_names=list(inputs),
            output_names=[output],
            dynamic_shapes=shapes,
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise ModelError(f"torch {torch.__version__} exported nothing for {path.name}")
    program.save(str(path), external_data=False)


def _forget_origin(network: onnx.ModelProto) -> None:
    """Drop the exporter's notes: they hold stack traces with the paths of this machine."""
    del network.metadata_props[:]
    del network.graph.metadata_props[:]
    for node in network.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""


def _save(network: onnx.ModelProto, path: Path) -> None:
    temporary = path.with_suffix(".partial")
    onnx.save(network, temporary)
    temporary.replace(path)
