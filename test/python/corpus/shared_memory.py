"""Writes that reach an array, or a tensor, of somebody else; and writes that do not."""
import copy

import numpy as np
import torch
import torch as th
import torch.nn.functional as F
from torch import from_numpy, nn
from torch.autograd import Variable


def zero_at_once(a):
    return torch.from_numpy(a).zero_()  # EXPECT


def zero_named(a):
    t = torch.from_numpy(a)
    t.zero_()  # EXPECT
    return t


def fill(a):
    torch.from_numpy(a).fill_(7)  # EXPECT


def alias_of_torch(a):
    th.from_numpy(a).zero_()  # EXPECT


def imported_name(a):
    from_numpy(a).zero_()  # EXPECT


def arithmetic(a):
    t = torch.from_numpy(a)
    t += 1  # EXPECT


def in_place_method(a):
    t = torch.from_numpy(a)
    t.div_(255)  # EXPECT


def through_view(a):
    t = torch.from_numpy(a).view(-1)
    row = t[1:]
    row.mul_(2)  # EXPECT


def through_transpose(a):
    torch.from_numpy(a).T[0] = 5  # EXPECT


def index_store(a):
    t = torch.from_numpy(a)
    t[t > 0] = 0  # EXPECT


def out_argument(a):
    t = torch.from_numpy(a)
    torch.add(t, 1, out=t)  # EXPECT


def function_form(a):
    t = torch.from_numpy(a)
    torch.fill_(t, 3)  # EXPECT


def functional_in_place(a):
    t = torch.from_numpy(a - 100)
    u = torch.from_numpy(a)
    F.threshold(u, 1000.0, -1.0, inplace=True)  # EXPECT
    return t.sum() * 0


def init(a):
    nn.init.zeros_(torch.from_numpy(a))  # EXPECT


def init_constant(a):
    t = torch.from_numpy(a)
    nn.init.constant_(t, 4.0)  # EXPECT


def unbound_method(a):
    t = torch.from_numpy(a)
    torch.Tensor.add_(t, 1)  # EXPECT


def aten(a):
    t = torch.from_numpy(a)
    torch.ops.aten.add_(t, 1)  # EXPECT


def foreach(a):
    t = torch.from_numpy(a)
    torch._foreach_add_([t], 1)  # EXPECT


def parameter(a):
    p = nn.Parameter(torch.from_numpy(a), requires_grad=False)
    p.zero_()  # EXPECT


def variable(a):
    v = Variable(torch.from_numpy(a))
    v.add_(1)  # EXPECT


def data_attribute(a):
    p = nn.Parameter(torch.from_numpy(a))
    p.data.zero_()  # EXPECT


def data_assigned(a):
    p = nn.Parameter(torch.ones(2, 3, dtype=torch.float64))
    p.data = torch.from_numpy(a)
    with torch.no_grad():
        p.zero_()  # EXPECT


def detached(a):
    t = torch.from_numpy(a).requires_grad_()
    t.detach().zero_()  # EXPECT


def as_tensor_of_array(a: np.ndarray):
    t = torch.as_tensor(a)
    t.zero_()  # EXPECT


def as_tensor_same_dtype(a):
    b = a.astype(np.float64, copy=False)
    old = b.copy()
    t = torch.as_tensor(np.asarray(b, dtype=np.float64))
    t[0] = 9  # policy: whether astype copied is not known
    return old, b


def asarray(a: np.ndarray):
    torch.asarray(a).zero_()  # EXPECT


def dlpack(a):
    torch.from_dlpack(a).zero_()  # EXPECT


def utils_dlpack(a):
    t = torch.utils.dlpack.from_dlpack(a)
    t.zero_()  # EXPECT


def double_tensor(a):
    b = np.ones((2, 3))
    old = b.copy()
    t = torch.DoubleTensor(b)
    t.zero_()  # EXPECT
    return old, b


def as_tensor_of_view(a: np.ndarray):
    t = torch.as_tensor(a.T[0])
    t.fill_(0)  # EXPECT


def loop(a):
    t = torch.from_numpy(a)
    for _ in range(3):
        t += 1  # EXPECT


def rows(a):
    for row in torch.from_numpy(a):
        row += 1  # EXPECT


def unpacked(a):
    x, y = torch.from_numpy(a)
    y.zero_()  # EXPECT


def from_list(a):
    ts = [torch.from_numpy(a)]
    ts[0].add_(1)  # EXPECT


def appended(a):
    ts = []
    ts.append(torch.from_numpy(a))
    for t in ts:
        t.add_(1)  # EXPECT


def from_dict(a):
    d = {"x": torch.from_numpy(a)}
    d["x"].zero_()  # EXPECT


def branch(a):
    if a.ndim == 2:
        t = torch.from_numpy(a)
    else:
        t = torch.zeros(3)
    t.zero_()  # EXPECT


def conditional(a):
    t = torch.from_numpy(a) if a.ndim == 2 else torch.zeros(3)
    t.zero_()  # EXPECT


def walrus(a):
    if (t := torch.from_numpy(a)) is not None:
        t.zero_()  # EXPECT


def in_try(a):
    try:
        t = torch.from_numpy(a)
    except ValueError:
        return
    t.zero_()  # EXPECT


def in_with(a):
    with torch.no_grad():
        t = torch.from_numpy(a)
        t.zero_()  # EXPECT


def _clear(t):
    t.zero_()


def _make(x):
    return torch.from_numpy(x)


def _view(t):
    return t.view(-1)


def helper_writes(a):
    t = torch.from_numpy(a)
    _clear(t)  # EXPECT


def helper_borrows(a):
    _make(a).zero_()  # EXPECT


def helper_views(a):
    _view(torch.from_numpy(a)).zero_()  # EXPECT


def keyword_to_helper(a):
    _clear(t=torch.from_numpy(a))  # EXPECT


def nested_function(a):
    def inner(t):
        t.zero_()

    inner(torch.from_numpy(a))  # EXPECT


def lambda_called(a):
    clear = lambda t: t.zero_()  # noqa: E731  # EXPECT
    t = torch.from_numpy(a)
    clear(t)
    return t


def caller_sample(sample):
    image = torch.from_numpy(sample["image"])
    image /= 255  # EXPECT


def caller_list(arrays: list[np.ndarray]):
    for array in arrays:
        torch.from_numpy(array).zero_()  # EXPECT


def numpy_of_parameter(t: torch.Tensor):
    pixels = t.numpy()
    pixels *= 255  # EXPECT


def numpy_of_detached(t: torch.Tensor):
    x = t.detach().numpy()
    x[0] = 0  # EXPECT


def numpy_of_items(tensors: list[torch.Tensor]):
    for item in tensors:
        x = item.numpy()
        x += 1  # EXPECT


def asarray_of_tensor(t: torch.Tensor):
    x = np.asarray(t)
    x.fill(0)  # EXPECT


def numpy_out(t: torch.Tensor):
    x = t.numpy()
    np.add(x, 1, out=x)  # EXPECT


def shuffled(t: torch.Tensor):
    x = t.numpy()
    np.copyto(x, 0)  # EXPECT


def read_later(a):
    b = a * 2
    old = b.copy()
    t = torch.from_numpy(b)
    t += 1  # EXPECT
    return old, b


def local_destroyed(a):
    b = np.array([1.0, 2.0])
    t = torch.from_numpy(b).zero_()  # ALSO
    return t


def global_array(a):
    old = SHARED.copy()
    t = torch.from_numpy(SHARED)
    t.add_(1)  # EXPECT
    return old, SHARED


SHARED = np.ones(3)


def read_only(a):
    b = np.ones(3)
    b.flags.writeable = False
    old = b.copy()
    torch.from_numpy(b).add_(1)  # EXPECT
    return old, b


def broadcast(a):
    b = np.broadcast_to(np.arange(3.0), (2, 3))
    old = b.copy()
    t = torch.from_numpy(b)
    t[0] += 1  # EXPECT
    return old, b


def immutable_bytes(a):
    b = bytes(16)
    old = np.frombuffer(b, dtype=np.uint8).copy()
    torch.frombuffer(b, dtype=torch.uint8).fill_(1)  # EXPECT
    return old, np.frombuffer(b, dtype=np.uint8)


class Holder:
    def __init__(self, array):
        self.t = torch.from_numpy(array)
        self.copy = torch.from_numpy(array).clone()

    def reset(self):
        self.t.zero_()  # ALSO

    def reset_copy(self):
        self.copy.zero_()


def attribute(a):
    Holder(a).reset()


class Frames:
    def __init__(self, array):
        self.array = array

    def normalise(self):
        t = torch.from_numpy(self.array)
        t.div_(2)  # ALSO


def array_attribute(a):
    Frames(a).normalise()


def unpacked_into_a_list(a):
    rows = [*torch.from_numpy(a).unbind()]
    rows[0].zero_()  # EXPECT


def unpacked_into_a_tuple(a):
    rows = *torch.from_numpy(a).unbind(), None
    rows[0].zero_()  # EXPECT


class Image:
    def __init__(self, pixels):
        self.pixels = pixels

    def tensor(self):
        return torch.from_numpy(self.pixels)

    def clear(self):
        self.tensor().zero_()  # ALSO


class Images(torch.utils.data.Dataset):
    def __init__(self, arrays: np.ndarray):
        self.arrays = arrays

    def __getitem__(self, i):
        x = torch.from_numpy(self.arrays[i])
        x.div_(2)  # ALSO
        return x


def copy_of_tensors_only(a):
    t = a
    if isinstance(t, np.ndarray):
        t = torch.from_numpy(t)
    else:
        t = t.clone()
    t /= t.sum()  # EXPECT
    return t


def rounds_that_view(a: np.ndarray):
    t = torch.from_numpy(a)
    for _ in range(3):
        t = t.view(-1)
    t.zero_()  # EXPECT
    return t


def rounds_that_may_copy(a: np.ndarray):
    t = torch.from_numpy(a)
    for n in [1, 2]:
        if n > 5:
            t = t + n
    t.zero_()  # EXPECT
    return t


class SetLater:
    def __init__(self):
        self.t = None

    def set(self, a):
        self.t = torch.from_numpy(a)

    def step(self):
        self.t.div_(2)  # ALSO


class Borrowed:
    def __init__(self, a):
        self.a = a

    def __enter__(self):
        self.t = torch.from_numpy(self.a)
        return self.t

    def __exit__(self, *_):
        self.t.zero_()  # ALSO
