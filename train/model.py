"""The network: a plain Pegasus encoder-decoder of transformers, deep encoder, shallow decoder.

Pegasus because it is pre-norm with fixed sinusoidal positions: cross-attention finds the diagonal
from them, and no position is left untrained. Only the embedding differs while training
(``embedding.py``); a saved model needs nothing of ours.
"""

from typing import cast

import torch
from torch import nn
from transformers import PegasusConfig, PegasusForConditionalGeneration
from transformers.models.pegasus.modeling_pegasus import PegasusAttention

from spellfix.tokenizer import Tokenizer
from spellfix.train.config import Shape
from spellfix.train.embedding import JamoEmbedding

MAX_POSITIONS = 512


def make_config(shape: Shape, vocab_size: int) -> PegasusConfig:
    config = PegasusConfig(
        vocab_size=vocab_size,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=4 * shape.width,
        decoder_ffn_dim=4 * shape.width,
        activation_function="relu",
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
        scale_embedding=True,
        max_position_embeddings=MAX_POSITIONS,
        pad_token_id=Tokenizer.pad_id,
        eos_token_id=Tokenizer.eos_id,
        decoder_start_token_id=Tokenizer.pad_id,
        forced_eos_token_id=None,
        tie_word_embeddings=True,
        use_cache=True,
    )
    config._attn_implementation = "eager"  # measured: faster on CPU for short sentences
    return config


class Network(nn.Module):
    """Encoder, decoder and embeddings as they are trained."""

    def __init__(self, shape: Shape, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.plain = PegasusForConditionalGeneration(make_config(shape, tokenizer.vocab_size))
        self.plain.model.shared.weight.requires_grad_(False)  # filled by fold(), never learnt
        self.embedding = JamoEmbedding(tokenizer, shape.width)
        for layer in self.modules():
            if isinstance(layer, nn.Linear) and layer is not self.plain.lm_head:
                nn.init.normal_(layer.weight, std=layer.in_features**-0.5)
        for block in (*self.plain.model.encoder.layers, *self.plain.model.decoder.layers):
            nn.init.zeros_(block.fc2.weight)  # residual branches start silent
            nn.init.zeros_(block.self_attn.out_proj.weight)
        last = self.last_cross_attention
        nn.init.eye_(last.v_proj.weight)  # what it looks at, it copies
        nn.init.eye_(last.out_proj.weight)

    @property
    def last_cross_attention(self) -> PegasusAttention:
        layer = self.plain.model.decoder.layers[-1].encoder_attn
        return cast(PegasusAttention, layer)

    def hidden_parameters(self) -> list[nn.Parameter]:
        """The weight matrices of all layers, embeddings excluded."""
        layers = (self.plain.model.encoder.layers, self.plain.model.decoder.layers)
        return [p for group in layers for p in group.parameters() if p.ndim == 2]

    def other_parameters(self) -> list[nn.Parameter]:
        """Embeddings, norms and biases."""
        matrices = {id(p) for p in self.hidden_parameters()}
        every = [p for p in self.parameters() if p.requires_grad]
        return [p for p in every if id(p) not in matrices]

    def embed_source(self, ids: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
        """int64 [batch, length] to float32 [batch, length, width] for the encoder, which leaves it
        to its caller to scale embeddings that it has not looked up itself."""
        scale: float = matrix.shape[1] ** 0.5
        return nn.functional.embedding(ids, matrix) * scale

    def embed_target(self, ids: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
        """The same for the decoder, which scales whatever it is given."""
        return nn.functional.embedding(ids, matrix)

    def fold(self) -> PegasusForConditionalGeneration:
        """The plain model with the present embeddings in it."""
        with torch.no_grad():
            self.plain.model.shared.weight.copy_(self.embedding())
        self.plain.tie_weights()
        return self.plain

    def unfold(self, model: PegasusForConditionalGeneration) -> None:
        """Take over the weights of ``model``, a folded network of the same shape and tokenizer."""
        self.plain.load_state_dict(model.state_dict())
        self.embedding.take_apart(model.model.shared.weight)
