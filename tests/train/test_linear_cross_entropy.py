"""The chunked loss against torch's own."""

import torch

from spellfix.train.linear_cross_entropy import ROWS, linear_cross_entropy


def test_loss_and_gradients_are_those_of_plain_cross_entropy() -> None:
    torch.manual_seed(1)
    rows = 2 * ROWS + 17  # more than one chunk, the last one not full
    hidden = torch.randn(rows, 16, requires_grad=True)
    matrix = torch.randn(50, 16, requires_grad=True)
    labels = torch.randint(0, 50, (rows,))

    plain = torch.nn.functional.cross_entropy(hidden @ matrix.T, labels)
    wanted = torch.autograd.grad(plain, (hidden, matrix))
    loss, right = linear_cross_entropy(hidden, matrix, labels)
    found = torch.autograd.grad(3.0 * loss, (hidden, matrix))

    torch.testing.assert_close(loss, plain)
    for mine, reference in zip(found, wanted, strict=True):
        torch.testing.assert_close(mine, 3.0 * reference)
    assert torch.equal(right, (hidden @ matrix.T).argmax(1) == labels)


def test_no_rows_give_no_loss_and_no_gradient() -> None:
    hidden = torch.zeros(0, 4, requires_grad=True)
    matrix = torch.ones(3, 4, requires_grad=True)
    loss, right = linear_cross_entropy(hidden, matrix, torch.zeros(0, dtype=torch.long))
    loss.backward()
    assert loss.item() == 0.0
    assert right.numel() == 0
    assert matrix.grad is not None
    assert not matrix.grad.any()
