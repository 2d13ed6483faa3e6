"""Calls that raise or abort (RAISES, ABORTS), or round (ROUNDS); with the fix they do not."""
import numpy as np
import torch


def legacy_device(d):
    return torch.FloatTensor([1.0, 2.0], device=d)  # RAISES


def legacy_tensor_device(d):
    return torch.Tensor([1.0, 2.0], device=d)  # RAISES


def rounds(d):
    a = np.array([16777217.0])
    return torch.Tensor(a)  # ROUNDS


def rounds_integers(d):
    a = np.arange(3)
    return torch.FloatTensor(a)  # ROUNDS


def flipped(d):
    a = np.arange(4.0)
    return torch.from_numpy(a[::-1])  # RAISES


def flipped_by_name(d):
    a = np.flip(np.arange(4.0))
    return torch.from_numpy(a)  # RAISES


def flipped_rows(d):
    a = np.ones((2, 2))
    return torch.as_tensor(np.flipud(a))  # RAISES


def flipped_dlpack(d):
    a = np.arange(4.0)[::-1]
    return torch.from_dlpack(a)  # ABORTS


def from_numpy_device(d):
    return torch.from_numpy(np.ones(3), device=d)  # RAISES-NO-FIX


def flipped_channels_of_something(d):
    img = getattr(np, "ones")((2, 2, 3))[:, :, ::-1]
    return torch.from_numpy(img)  # RAISES


def flipped_channels_transposed(d):
    img = np.ones((2, 2, 3))[:, :, ::-1].transpose(2, 0, 1)
    return torch.from_numpy(img)  # RAISES


# Silent.


def legacy_cpu(d):
    return torch.FloatTensor([1.0], device="cpu")


def legacy_list(d):
    return torch.LongTensor([1, 2])


def flipped_and_copied(d):
    return torch.from_numpy(np.arange(4.0)[::-1].copy())


def flipped_contiguous(d):
    return torch.from_numpy(np.ascontiguousarray(np.arange(4.0)[::-1]))


def stepped(d):
    return torch.from_numpy(np.arange(4.0)[::2])


def same_type(d):
    a = np.ones(3, dtype=np.float32)
    return torch.Tensor(a)


def size(d):
    return torch.Tensor(3)


# Negative strides that are undone.


def flipped_twice(d):
    a = np.arange(4.0)[::-1]
    return torch.from_numpy(a[::-1])


def flipped_twice_by_name(d):
    return torch.from_numpy(np.flip(np.flip(np.arange(4.0))))


def row_of_flipped(d):
    return torch.from_numpy(np.ones((2, 2))[::-1][0])


def rows_of_flipped(d):
    return torch.stack([torch.from_numpy(row) for row in np.ones((2, 2))[::-1]])


def flipped_and_reshaped(d):
    return torch.from_numpy(np.ones((2, 3))[:, ::-1].reshape(-1))


def flipped_and_flat(d):
    return torch.from_numpy(np.ravel(np.ones((2, 3))[:, ::-1]))


def flipped_in_fortran_order(d):
    return torch.from_numpy(np.asfortranarray(np.ones((2, 3))[:, ::-1]))


def items_of_a_turned_list(arrays):
    return torch.stack([torch.from_numpy(a) for a in arrays[::-1]])


def turned_list_as_an_array(arrays):
    return torch.from_numpy(np.asarray(arrays[::-1]))
