"""Factories. SIZES: the result has another dtype than x, and with the fix its own. MOVED: the fix gives the same tensor."""
import torch
from torch import nn


def whole_shape(x: torch.Tensor):
    z = torch.zeros(x.shape)  # SIZES
    _ = x + z
    return z


def whole_size(x: torch.Tensor):
    z = torch.ones(x.size())  # SIZES
    _ = torch.cat([x, z])
    return z


def part(x: torch.Tensor):
    z = torch.zeros(x.shape[0], 3)  # SIZES
    _ = torch.stack([x, z])
    return z


def part_in_tuple(x: torch.Tensor):
    z = torch.zeros((x.size(0), 3))  # SIZES
    _ = x * z
    return z


def unpacked(x: torch.Tensor):
    b, n = x.shape
    z = torch.empty(b, n)  # SIZES
    _ = torch.where(x > 0, x, z)
    return z


def stored(x: torch.Tensor):
    z = torch.zeros(x.shape)  # SIZES
    x[:] = z
    return z


def keyword(x: torch.Tensor):
    z = torch.zeros(size=x.shape)  # SIZES
    _ = x - z
    return z


def several_lines(x: torch.Tensor):
    z = torch.zeros(  # SIZES
        x.shape[0],
        3,
    )
    _ = x + z
    return z


def moved(x: torch.Tensor, device):
    return torch.zeros(3).to(device)  # MOVED


def moved_by_keyword(x: torch.Tensor, device):
    return torch.ones(2, 3).to(device=device)  # MOVED


def moved_to_device_of(x: torch.Tensor):
    return torch.zeros(x.shape[0]).to(x.device)  # MOVED


def converted(x: torch.Tensor):
    return torch.zeros(3).long()  # MOVED


def converted_to(x: torch.Tensor):
    return torch.eye(3).to(torch.float64)  # MOVED


def converted_and_moved(x: torch.Tensor, device):
    return torch.ones(3).bool().to(device)  # MOVED


def moved_full(x: torch.Tensor, device):
    return torch.full((2,), 3).to(device)  # MOVED


def with_comma(x: torch.Tensor, device):
    return torch.zeros(  # MOVED
        2,
        3,
    ).to(device)


# Silent.


def given(x: torch.Tensor):
    return x + torch.zeros(x.shape, dtype=x.dtype, device=x.device)


def like(x: torch.Tensor):
    return x + torch.zeros_like(x)


def new(x: torch.Tensor):
    return x + x.new_zeros(3)


def later_moved(x: torch.Tensor):
    z = torch.zeros(x.shape)
    z = z.to(x)
    return x + z


def never_meets(x: torch.Tensor):
    return torch.zeros(x.shape)


def parameter(x: torch.Tensor):
    p = nn.Parameter(torch.zeros(x.shape))
    return x + p


def unknown(x):
    return x + torch.zeros(x.shape)


def other_size(x: torch.Tensor, n=3):
    return torch.zeros(n) + 1


def generator(x: torch.Tensor, device):
    return torch.randn(3, generator=torch.Generator()).to(device)


def random_moved(x: torch.Tensor, device):
    return torch.randn(3).to(device)


def linspace_converted(x: torch.Tensor):
    return torch.linspace(0, 1, 5).double()


def twice(x: torch.Tensor):
    return torch.zeros(3, dtype=torch.int64).float()


def all_on_cpu(x: torch.Tensor):
    y = torch.ones(2, 3)
    return y + torch.zeros(y.shape)


def options(x: torch.Tensor):
    kw = {"dtype": x.dtype}
    return x + torch.zeros(x.shape, **kw)


def not_blocking(x: torch.Tensor, device):
    return torch.zeros(3).to(device, non_blocking=True)


def joined_with_what_is_on_the_cpu(x):
    top = torch.zeros(1, x.size(1))
    whole = torch.cat((top, x), 0)
    side = torch.zeros(whole.size(0), 2)
    return torch.cat((side, whole), 1)


def moved_to_a_tensor(x: torch.Tensor):
    return torch.zeros(2, 3).to(x)  # MOVED


def as_a_tensor(x: torch.Tensor):
    return torch.ones(2, 3).type_as(x)  # MOVED


# Silent: made on the host on purpose.


def host_copy(x: torch.Tensor):
    z = torch.empty(x.shape)
    z.copy_(x)
    return z


def host_store(x: torch.Tensor):
    z = torch.zeros(x.shape)
    z[:] = x
    return z


def host_sum(x: torch.Tensor):
    z = torch.zeros(x.shape)
    z += x.cpu()
    return z


def host_array(x: torch.Tensor):
    z = torch.zeros(x.shape)
    z += torch.from_numpy(x.numpy())
    return z


def host_result(x: torch.Tensor):
    z = torch.zeros(x.shape[0])
    for i in range(len(x)):
        z[i] = x[i].sum()
    return z.numpy()


# And with an error where x is on another device.


def stored_part_by_part(x: torch.Tensor):
    z = torch.zeros(x.shape[0], 3)  # SIZES
    z[:, 0] = x[:, 0] * 2
    return z


def random_mask(x: torch.Tensor):
    r = torch.rand(x.shape)  # SIZES
    _ = x * (r > 0.5)
    return r
