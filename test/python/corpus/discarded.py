"""Results that nobody takes. Each case returns the tensor that it was about."""
from typing import Annotated, Optional, Tuple, Union

import torch
from torch import nn


def to_dtype(t: torch.Tensor):
    t.to(torch.float16)  # EXPECT
    return t


def to_device(t: torch.Tensor, d):
    t.to(d)  # EXPECT
    return t


def half(t: torch.Tensor):
    t.half()  # EXPECT
    return t


def add(t: torch.Tensor):
    t.add(1)  # EXPECT
    return t


def clamp(t: torch.Tensor):
    t.clamp(max=1.5)  # EXPECT
    return t


def unsqueeze(t: torch.Tensor):
    t.unsqueeze(0)  # EXPECT
    return t


def view(t: torch.Tensor):
    t.view(-1)  # EXPECT
    return t


def transpose(t: torch.Tensor):
    t.transpose(0, 1)  # EXPECT
    return t


def in_branch(t: torch.Tensor):
    if t.dim() == 2:
        t.flatten()  # EXPECT
    return t


def in_loop(t: torch.Tensor):
    n = 0
    for _ in range(1):
        t.mul(3)  # EXPECT
        n += 1
    return t


def warm_up(t: torch.Tensor):
    for _ in range(3):
        t.mul(3)
    return t + 1


def computed(t: torch.Tensor):
    u = t + 0
    u.sub(1)  # EXPECT
    return u


def factory_made(t):
    u = torch.ones(2, 3)
    u.repeat(2, 1)  # EXPECT
    return u


def by_isinstance(t):
    if isinstance(t, torch.Tensor):
        t.squeeze().exp()  # EXPECT-NO-FIX
    return t


def masked(t: torch.Tensor):
    t.masked_fill(t > 0, 0.0)  # EXPECT
    return t


# Silent.


def assigned(t: torch.Tensor):
    t = t.add(1)
    return t


def in_place(t: torch.Tensor):
    t.add_(1)
    return t


def module(t: torch.Tensor):
    m = nn.Linear(2, 2)
    m.to(torch.float64)
    m.half()
    return t + 1


class Net(nn.Module):
    def forward(self, x):
        return x


def own_module(t: torch.Tensor):
    net = Net()
    net.to("cpu")
    net.double()
    return t + 1


def unknown(t):
    t.add(1)  # policy: a set has such a method too
    return t


def in_try(t: torch.Tensor):
    try:
        t.view(99)
    except RuntimeError:
        pass
    return t + 1


def synchronises(t: torch.Tensor):
    t.sum().item()
    return t + 1


def returned(t: torch.Tensor):
    return t.add(1)


def set_of_numbers(t):
    s = set()
    s.add(1)
    return t + 1


def optional_in_quotes(t: Optional["torch.Tensor"]):
    t.to(torch.float16)  # EXPECT
    return t


def union_with_none(t: Union[torch.Tensor, None]):
    t.half()  # EXPECT
    return t


def annotated(t: Annotated[torch.Tensor, "b n"]):
    t.half()  # EXPECT
    return t


def union_with_a_module(t: Union[torch.Tensor, nn.Module]):
    t.half()
    return t


def in_a_tuple(t: torch.Tensor):
    return _second((1, t))


def _second(row: Tuple[int, torch.Tensor]):
    row[1].half()  # EXPECT
    return row[1]
