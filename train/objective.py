"""What training minimises: the decoder's cross-entropy and two helps for the start.

Helping losses, both on the alignment of source and target that edit distance gives:
- the encoder's output at each source token must name the target token that it turns into, so that
  correction is learned where the depth is, in parallel, and copying is there from the first step;
- the last cross-attention must look at the aligned source token (guided alignment: Chen
  et al. 2016, "Guided Alignment Training for Topic-Aware Neural Machine Translation").
Inference needs neither.

All are means over the tokens of a whole batch, also where a process has only some of its rows: what
the processes find adds up to what one would find.
"""

from dataclasses import dataclass

import torch
from torch import nn
from transformers.models.pegasus.modeling_pegasus import PegasusAttention

from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import IGNORED, Batch
from spellfix.train.linear_cross_entropy import linear_cross_entropy
from spellfix.train.model import Network


@dataclass(frozen=True, slots=True)
class Losses:
    """Scalars: the three losses, and the shares of target tokens that the decoder gets right where
    they equal the aligned source token (copied) and where they do not (fixed); of a share of a
    batch, what it adds to each."""

    decoder: torch.Tensor
    encoder: torch.Tensor
    guide: torch.Tensor
    copied: torch.Tensor
    fixed: torch.Tensor


class Objective(nn.Module):
    """What a batch says of ``network``, as a module: the processes that learn together hook into
    its parameters."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, batch: Batch) -> Losses:
        return losses(self.network, batch)


def losses(network: Network, batch: Batch) -> Losses:
    """All losses of one batch, or of a share of it; run it under autocast for bf16."""
    matrix = network.embedding()
    mask = (batch.source != Tokenizer.pad_id).long()
    real = batch.aligned != IGNORED
    shifted = torch.cat([torch.zeros_like(batch.target[:, :1]), batch.target[:, :-1]], dim=1)

    encoded = network.plain.model.encoder(
        inputs_embeds=network.embed_source(batch.source, matrix), attention_mask=mask
    ).last_hidden_state
    seen: list[torch.Tensor] = []
    hook = network.last_cross_attention.register_forward_pre_hook(
        lambda _, inputs, named: seen.append(inputs[0] if inputs else named["hidden_states"]),
        with_kwargs=True,
    )
    try:
        decoded = network.plain.model.decoder(
            inputs_embeds=network.embed_target(shifted, matrix),
            encoder_hidden_states=encoded,
            encoder_attention_mask=mask,
            use_cache=False,
        ).last_hidden_state
    finally:
        hook.remove()

    labels = batch.target[real]
    whole = batch.whole
    decoder_loss, right = linear_cross_entropy(decoded[real], matrix, labels, whole.target)
    asked = batch.source_labels != IGNORED
    encoder_loss, _ = linear_cross_entropy(
        encoded[asked], matrix, batch.source_labels[asked], whole.asked
    )
    copies = labels == batch.source.gather(1, batch.aligned.clamp(min=0))[real]
    return Losses(
        decoder=decoder_loss,
        encoder=encoder_loss,
        guide=_guide(network.last_cross_attention, seen[0], encoded, mask, batch) / whole.target,
        copied=right[copies].float().sum() / whole.copied,
        fixed=right[~copies].float().sum() / (whole.target - whole.copied),
    )


def _guide(
    attention: PegasusAttention,
    hidden: torch.Tensor,
    encoded: torch.Tensor,
    mask: torch.Tensor,
    batch: Batch,
) -> torch.Tensor:
    """Cross-entropy of attention against the aligned source positions, mean over the heads and sum
    over the target tokens."""
    split = (*hidden.shape[:2], -1, attention.head_dim)
    query = attention.q_proj(hidden).view(split).transpose(1, 2)
    key = attention.k_proj(encoded).view(*encoded.shape[:2], *split[2:]).transpose(1, 2)
    scores = (query @ key.transpose(2, 3)).float() * attention.head_dim**-0.5
    scores = scores.masked_fill(mask[:, None, None, :] == 0, float("-inf"))
    wanted = batch.aligned[:, None, :].expand(scores.shape[:3])
    summed: torch.Tensor = nn.functional.cross_entropy(
        scores.flatten(0, 2), wanted.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    return summed / len(scores[0])
