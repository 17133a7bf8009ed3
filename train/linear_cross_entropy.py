"""Cross-entropy over a large vocabulary without ever holding all the logits.

Loss and gradient are computed together, a few hundred rows at a time, so that the logits stay in
cache; on CPU the plain way spends a third of a training step on moving them through memory.
(The idea: Hsu et al. 2024, "Liger Kernel: Efficient Triton Kernels for LLM Training".)
"""

from typing import Any

import torch

ROWS = 512


def linear_cross_entropy(
    hidden: torch.Tensor,
    embedding: torch.Tensor,
    labels: torch.Tensor,
    count: int | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean loss of ``hidden @ embedding.T`` against ``labels``, and which rows are right.

    hidden [n, width], embedding [vocabulary, width], labels int64 [n], all of which count: select
    rows first. count: divides the sum instead of n, where these are some of so many rows. Returns a
    scalar and a bool tensor [n].
    """
    found: tuple[torch.Tensor, torch.Tensor] = _LinearCrossEntropy.apply(  # type: ignore[no-untyped-call]
        hidden, embedding, labels, labels.numel() if count is None else count
    )
    return found


class _LinearCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, hidden: torch.Tensor, embedding: torch.Tensor, labels: torch.Tensor, count: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        count = max(1, count)
        weight = embedding.to(hidden.dtype)
        hidden_gradient = torch.empty_like(hidden)
        weight_gradient = torch.zeros_like(embedding)
        loss = torch.zeros((), device=hidden.device)
        right = torch.zeros(hidden.shape[0], dtype=torch.bool, device=hidden.device)
        for at in range(0, hidden.shape[0], ROWS):
            rows = slice(at, at + ROWS)
            part, wanted = hidden[rows], labels[rows, None]
            logits = (part @ weight.T).float()
            own = logits.gather(1, wanted)
            right[rows] = own.squeeze(1) >= logits.amax(1)
            logits -= logits.logsumexp(1, keepdim=True)
            loss -= logits.gather(1, wanted).sum()
            slope = logits.exp_()
            slope.scatter_add_(1, wanted, slope.new_full(wanted.shape, -1.0))
            slope = slope.mul_(1.0 / count).to(hidden.dtype)
            hidden_gradient[rows] = slope @ weight
            weight_gradient += slope.T @ part
        ctx.save_for_backward(hidden_gradient, weight_gradient)
        ctx.mark_non_differentiable(right)
        return loss / count, right

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        hidden_gradient, weight_gradient = ctx.saved_tensors
        slope = gradients[0]
        return (
            hidden_gradient * slope.to(hidden_gradient.dtype),
            weight_gradient * slope,
            None,
            None,
        )
