"""Writes into the copy that an index makes."""
import numpy as np
import torch
from torch import nn


def mask(t: torch.Tensor):
    m = t > 0
    t[m].zero_()  # EXPECT


def mask_inline(t: torch.Tensor):
    t[t > 0].fill_(5)  # EXPECT


def mask_parameter(t: torch.Tensor, m: torch.Tensor):
    t[m].add_(1)  # EXPECT


def mask_by_evidence(t: torch.Tensor, m):
    if m.any():
        t[m].zero_()  # EXPECT


def inverted(t: torch.Tensor):
    m = torch.isnan(t)
    t[~m].zero_()  # EXPECT


def both(t: torch.Tensor):
    t[(t > 0) & (t < 9)].zero_()  # EXPECT


def list_index(t: torch.Tensor):
    t[[0, 1]].mul_(3)  # EXPECT


def list_in_tuple(t: torch.Tensor):
    t[:, [0, 1]].zero_()  # EXPECT


def index_tensor(t: torch.Tensor):
    i = torch.tensor([0])
    t[i].sub_(1)  # EXPECT


def nonzero(t: torch.Tensor):
    i = t.sum(1).nonzero().squeeze(1)
    t[i].zero_()  # EXPECT


def arange(t: torch.Tensor):
    t[torch.arange(1)].zero_()  # EXPECT


def store_into_copy(t: torch.Tensor):
    m = t[:, 0] > 0
    t[m][..., 0] = 0  # EXPECT


def store_row_of_copy(t: torch.Tensor):
    t[t > 0][0] = 50  # EXPECT-NO-FIX


def augmented_row_of_copy(t: torch.Tensor):
    t[[0, 1]][0] += 5  # EXPECT-NO-FIX


def view_of_copy(t: torch.Tensor):
    t[t > 0].view(-1)[0] = 50  # EXPECT-NO-FIX


def masked_select(t: torch.Tensor):
    t.masked_select(t > 0).zero_()  # EXPECT-NO-FIX


def init(t: torch.Tensor):
    with torch.no_grad():
        nn.init.ones_(t[t > 0])  # EXPECT


def attribute(t: torch.Tensor):
    class Box:
        pass

    box = Box()
    box.t = t
    m = t > 0
    box.t[m].zero_()  # EXPECT


def out(t: torch.Tensor):
    m = t > 0
    torch.add(torch.ones(6), 1, out=t[m])  # EXPECT-NO-FIX


# Silent: they write.


def plain_store(t: torch.Tensor):
    t[t > 0] = 0


def augmented(t: torch.Tensor):
    t[t > 0] += 1


def number(t: torch.Tensor):
    t[0].zero_()


def part(t: torch.Tensor):
    t[..., 1:].zero_()


def negative(t: torch.Tensor):
    t[-1].fill_(4)


def numpy_number(t: torch.Tensor):
    t[np.int64(0)].zero_()


def loop_over_numbers(t: torch.Tensor):
    for i in range(2):
        t[i].zero_()


def loop_over_index_tensor(t: torch.Tensor):
    for i in torch.arange(2):
        t[i].zero_()


def result_used(t: torch.Tensor):
    r = t[t > 0].add_(1)  # policy: the result is used
    return r


def result_stored(t: torch.Tensor):
    t[[0, 1]] = t[[0, 1]].fill_(0)


def dict_of_tensors(t: torch.Tensor):
    d = {"x": t}
    d["x"].zero_()


def list_of_tensors(t: torch.Tensor):
    ts = [t]
    ts[0].zero_()


def unknown_index(t: torch.Tensor, m):
    t[m].zero_()  # policy: m may be a number


class Momentum:
    def __init__(self):
        self.buffers = {}


def keyed_by_tensors(t: torch.Tensor):
    state = Momentum()
    state.buffers[t] = torch.ones(2)
    _decay(state, t)
    t.zero_()


def _decay(state, p: torch.Tensor):
    state.buffers[p].zero_()
    state.buffers[p][0] = 1


class Done:
    def __init__(self, t):
        self.t = t
        self.done = torch.ones(2, dtype=torch.bool)

    def reset(self):
        self.t[self.done].zero_()  # EXPECT


def mask_of_a_factory(t: torch.Tensor):
    m = torch.ones(2, dtype=torch.bool)
    t[m].zero_()  # EXPECT


def tuple_in_tuple(t: torch.Tensor):
    t[:, (0, 2)].zero_()  # EXPECT


def where_tuple(t: torch.Tensor):
    i = torch.where(t > 2)
    t[i].mul_(0)  # EXPECT


def topk_index(t: torch.Tensor):
    _, i = t.sum(1).topk(1)
    t[i].zero_()  # EXPECT


def sort_index(t: torch.Tensor):
    _, i = torch.sort(t.sum(1))
    t[i[:1]].zero_()  # EXPECT


def tuple_of_numbers(t: torch.Tensor):
    i = (0, 1)
    t[i].zero_()


def tuple_in_brackets(t: torch.Tensor):
    t[(0, 1)].zero_()


def tensor_in_a_list(tensors: "list[torch.Tensor]"):
    tensors[0][tensors[0] > 0].zero_()  # EXPECT


class Batches:
    def clear(self, batch: dict[str, torch.Tensor]):
        batch["t"][batch["t"] > 0].zero_()  # EXPECT


def chain_in_place(t: torch.Tensor):
    t[t > 0].add_(1).mul_(2)  # EXPECT-NO-FIX


def random_indices(t: torch.Tensor):
    i = torch.randint(0, 2, (3,))
    t[i].zero_()  # EXPECT


def random_number(t: torch.Tensor):
    i = torch.randint(0, 2, ())
    t[i].zero_()


def array_of_a_list(t: torch.Tensor):
    i = np.array([1, 0])
    t[i].zero_()  # EXPECT
