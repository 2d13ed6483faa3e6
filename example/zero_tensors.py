"""The same in Python: 'from_numpy' copies nothing, so 'zero_' clears the array, and the array was never needed."""
import numpy as np
import torch


def mean_image(images):
    """2-D, float32."""
    pixels = np.ones((480, 640), dtype=np.float32)
    total = torch.from_numpy(pixels).zero_()
    for image in images:
        total = total + image
    return total / len(images)


def occupied_volume(scan, threshold):
    """3-D, float64."""
    voxels = np.ones((4, 64, 64))
    empty = torch.from_numpy(voxels).zero_()
    return torch.where(scan > threshold, scan, empty).sum().item()


def count_labels(labels, classes):
    """int32."""
    counts = np.arange(classes, dtype=np.int32)
    histogram = torch.from_numpy(counts).zero_()
    return histogram.index_add(0, labels, torch.ones_like(labels, dtype=torch.int32))


def without_offset(samples: np.ndarray):
    """The hazard: whoever called this still has the samples, and now has zeros."""
    baseline = torch.from_numpy(samples)
    baseline.zero_()
    return baseline


if __name__ == "__main__":
    recorded = np.array([1.5, 2.5])
    print(mean_image([torch.ones(480, 640), torch.zeros(480, 640)]).mean(),
          occupied_volume(torch.ones(4, 64, 64, dtype=torch.float64), 0.5),
          count_labels(torch.tensor([0, 1, 1, 2]), 3), without_offset(recorded), recorded)
