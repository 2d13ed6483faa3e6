"""Silent: a copy lies between, or nobody has the array."""
import ctypes
import io
import copy

import numpy as np
import torch
import torch.nn.functional as F
from torch import from_numpy


def cloned(a):
    torch.from_numpy(a).clone().zero_()


def tensor_copies(a):
    torch.tensor(a).zero_()


def tensor_converted(a):
    torch.from_numpy(a).float().zero_()


def long_copy(a):
    t = torch.from_numpy(a).long()
    t += 1


def arithmetic_copies(a):
    t = torch.from_numpy(a) + 1
    t.zero_()


def rebound(a):
    t = torch.from_numpy(a)
    t = t * 2
    t.zero_()


def matmul_rebinds(a):
    t = torch.from_numpy(a)
    t @= torch.ones(3, 3, dtype=torch.float64)
    t.zero_()


def mask_copies(a):
    t = torch.from_numpy(a)[torch.tensor([True, False])]
    t.zero_()


def list_copies(a):
    t = torch.from_numpy(a)[[0, 1]]
    t.zero_()


def copied_before(a):
    torch.from_numpy(a.copy()).zero_()


def numpy_array_copies(a):
    torch.from_numpy(np.array(a)).add_(1)


def astype_copies(a):
    t = torch.from_numpy(a.astype(np.float32))
    t.div_(255)


def dtype_copies(a: np.ndarray):
    t = torch.as_tensor(a, dtype=torch.float32).clone()
    t.zero_()


def asarray_copy(a: np.ndarray):
    torch.asarray(a, copy=True).zero_()


def set_elsewhere(a):
    t = torch.from_numpy(a)
    t.set_(torch.ones(3, dtype=torch.float64))
    t.zero_()


def loop_rebinds(a):
    for row in torch.from_numpy(a):
        row = row + 1
        row.zero_()


def repeated(a):
    t = torch.from_numpy(a).repeat(2, 1)
    t.zero_()


def stacked(a):
    t = torch.stack([torch.from_numpy(a)])
    t.zero_()


def deep_copied(a):
    copy.deepcopy(torch.from_numpy(a)).zero_()


def metadata_only(a):
    t = torch.from_numpy(a)
    t.unsqueeze_(0)
    t.requires_grad_(False)


def moved_out(a):
    t = torch.from_numpy(a)
    u = t.abs()
    u.mul_(0)


def out_of_place(a):
    t = torch.from_numpy(a)
    u = F.relu(t)
    u.zero_()


def made_to_fill(a):
    b = np.empty((2, 2))
    torch.from_numpy(b).fill_(1)
    return b, b


def numpy_copy(t: torch.Tensor):
    x = t.numpy().copy()
    x *= 2


def numpy_array_of_tensor(t: torch.Tensor):
    x = np.array(t)
    x[0] = 5


def numpy_arithmetic(t: torch.Tensor):
    x = t.numpy() * 2
    x += 1


def shadowed(a):
    class torch:  # noqa: N801
        @staticmethod
        def from_numpy(x):
            return x.copy()

    t = torch.from_numpy(a)
    t += 1


def deleted(a):
    t = torch.from_numpy(a)
    del t
    t = np.zeros(3)
    t += 1


def returned_copy(a):
    def fresh(x):
        return torch.from_numpy(x).clone()

    fresh(a).zero_()


def numpy_on_purpose(t: torch.Tensor):
    t.numpy()[0] = 5  # policy: whoever writes that means the tensor


def tensor_on_one_path_array_on_the_other(a):
    value = getattr(a, "copy")()
    if isinstance(value, np.ndarray):
        value = torch.from_numpy(value)
    value.add_(1)
    return value.tolist()


def sum_of_tensors_or_arrays(a):
    total = None
    for _ in range(3):
        value = getattr(a, "copy")()
        if isinstance(value, np.ndarray):
            value = torch.from_numpy(value)
        if total is None:
            total = value
        else:
            total.add_(value)
    return total.tolist()


def asked_what_it_is(a):
    value = getattr(a, "copy")()
    t = torch.from_numpy(value)
    t.add_(1)
    return isinstance(value, np.ndarray) and len(value) and np.ndim(value)


def items_of_a_loader(tensors):
    for item in tensors:
        x = item.numpy()
        x += 1  # policy: a loader makes its items anew


def item_of_a_data_set(arrays):
    t = torch.from_numpy(arrays[0])
    t.zero_()  # policy: a data set makes its items anew


def as_tensor_of_unknown(a):
    torch.as_tensor(a).zero_()  # policy: it may be a tensor, and then the write is meant


def output(out):
    torch.from_numpy(out).add_(1)  # policy: a parameter that is called 'out' is there to be filled


def copied_on_demand(a, inplace=False):
    if not inplace:
        a = a.copy()
    t = torch.from_numpy(a)
    t.zero_()
    return t


def copied_in_place(a, inplace=False):
    t = torch.from_numpy(a if inplace else a.copy())
    t += 1
    return t


def _centred(t, inplace=False):
    if not inplace:
        t = t.clone()
    t.sub_(1)
    return t


def clone_in_a_function(a):
    return _centred(torch.from_numpy(a))


def _clamped(t, inplace=False):
    if not inplace:
        return t.clamp(0, 1)
    t.clamp_(0, 1)
    return t


def flag_of_a_function(a):
    return _clamped(torch.from_numpy(a))


def _scaled(t, inplace=False):
    if inplace:
        t.mul_(2)
    return t


def branch_of_a_function(a):
    return _scaled(torch.from_numpy(a))


def local_of_a_function_around(a):
    b = np.arange(6.0)
    t = torch.from_numpy(b)

    def step():
        t.add_(1)

    step()
    return t


def either_kind(a):
    value = getattr(a, "copy")()
    if isinstance(value, np.ndarray):
        value = torch.from_numpy(value)
    value.mul_(2)
    return value


def memory_of_ctypes(a):
    b = (ctypes.c_float * 4)()
    t = torch.frombuffer(b, dtype=torch.float32)
    t.fill_(1)
    return list(b)


def array_over_a_buffer(a):
    b = np.ndarray((2,), dtype=np.float32, buffer=bytearray(8))
    t = torch.from_numpy(b)
    t.copy_(torch.ones(2))
    return b.sum()


def item_of_an_archive(a):
    file = io.BytesIO()
    np.savez(file, x=a)
    file.seek(0)
    archive = np.load(file)
    t = torch.from_numpy(archive["x"])
    t.zero_()
    return archive["x"].sum()


def stated_copy_into_the_array(a):
    torch.from_numpy(a).copy_(torch.ones(2, 3))  # policy: the statement does nothing else


def stated_output(a, x):
    torch.mul(x, x, out=torch.from_numpy(a))  # policy: the statement does nothing else


def array_of_a_tensor_wherever_it_is(t: torch.Tensor):
    a = t.numpy(force=True)
    a += 1  # policy: copies what is on another device
    return a.sum()


def other_key(a):
    d = {"x": torch.from_numpy(a)}
    d["y"] = torch.zeros(3)
    d["y"].zero_()
    return d["x"]


def moved_out_of_the_array(a):
    t = torch.from_numpy(a).share_memory_()
    t.zero_()
    return t


def rounds_that_copy(a: np.ndarray):
    t = torch.from_numpy(a)
    for _ in range(3):
        t = t + 1
    t.zero_()
    return t


def layers_that_copy(a: np.ndarray):
    t = torch.from_numpy(a)
    for layer in [torch.relu, torch.abs]:
        t = layer(t) + 0
    t.fill_(0)
    return t


def while_that_copies(a: np.ndarray):
    t, n = torch.from_numpy(a), 2
    while n > 0 and t is not None:
        t = t * 2
        n -= 1
    t.zero_()
    return t


class OwnCopy:
    def __init__(self, a):
        b = np.array(a, dtype=np.float32)
        self.t = torch.from_numpy(b)

    def step(self):
        self.t.div_(2)


class ClonedLater:
    def __init__(self, a):
        self.t = torch.from_numpy(a)
        self.t = self.t.float().clone()

    def step(self):
        self.t.div_(2)


def attribute_over_a_copy(a):
    OwnCopy(a).step()


def attribute_cloned_later(a):
    ClonedLater(a).step()
