"""The median time in milliseconds of one training step of a compact ResNet in plain PyTorch, f32: width, threads."""
import statistics
import sys
import time

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if inputs == outputs and stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


def main(width, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    w = width
    network = nn.Sequential(
        nn.Conv2d(3, w, 3, 1, 1, bias=False), nn.BatchNorm2d(w), nn.ReLU(),
        Block(w, w, 1), Block(w, w, 1), Block(w, 2 * w, 2), Block(2 * w, 2 * w, 1),
        Block(2 * w, 4 * w, 2), Block(4 * w, 4 * w, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * w, 10))
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3)
    loss = nn.CrossEntropyLoss()
    times = []
    for _ in range(60):
        x, y = torch.rand(64, 3, 32, 32) - 0.5, torch.randint(0, 10, (64,))
        begun = time.perf_counter()
        optimizer.zero_grad()
        loss(network(x), y).backward()
        optimizer.step()
        times.append((time.perf_counter() - begun) * 1000)
    print(statistics.median(times[10:]))


main(int(sys.argv[1]), int(sys.argv[2]))
