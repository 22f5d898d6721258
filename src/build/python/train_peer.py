"""Trains a network in PyTorch eager for a fixed number of steps, as TrainingBenchmark does in Espalier.

  train_peer.py NETWORK STEPS THREADS

Networks: resnet20, resnet18, vit-tiny, vit12. Prints the version, images per second after the warm-up, and the
peak of the resident memory.
"""

import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional

WARM_UP_STEPS = 2
SEED = 1


class CifarBlock(nn.Module):
    """Two 3x3 convolutions; the shortcut takes every second pixel and pads channels (option A)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride = stride
        self.missing = outputs - inputs

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.stride != 1:
            before = self.missing // 2
            x = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, before, self.missing - before))
        return functional.relu(y + x)


class Block(nn.Module):
    """Two 3x3 convolutions with a learned shortcut."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return functional.relu(y + (x if self.downsample is None else self.downsample(x)))


def stages(block, widths, depth, first):
    layers = []
    inputs = first
    for number, width in enumerate(widths):
        for i in range(depth):
            layers.append(block(inputs, width, 2 if number > 0 and i == 0 else 1))
            inputs = width
    return nn.Sequential(*layers)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.stages = stages(CifarBlock, (16, 32, 64), 3, 16)
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.stages(functional.relu(self.bn1(self.conv1(x))))
        return self.linear(functional.adaptive_avg_pool2d(x, 1).flatten(1))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.stages = stages(Block, (64, 128, 256, 512), 2, 64)
        self.fc = nn.Linear(512, 1000)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.stages(functional.max_pool2d(x, 3, 2, 1))
        return self.fc(functional.adaptive_avg_pool2d(x, 1).flatten(1))


class TransformerBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        parts = self.qkv(self.norm1(x)).reshape(batch, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        attended = functional.scaled_dot_product_attention(query, key, value)
        x = x + self.proj(attended.transpose(1, 2).reshape(batch, tokens, width))
        return x + self.fc2(functional.gelu(self.fc1(self.norm2(x))))


class Vit(nn.Module):
    def __init__(self, channels, image, patch, width, depth, heads, classes):
        super().__init__()
        tokens = (image // patch) ** 2 + 1
        self.patches = nn.Conv2d(channels, width, patch, patch)
        self.cls_token = nn.Parameter(0.02 * torch.randn(1, 1, width))
        self.pos_embed = nn.Parameter(0.02 * torch.randn(1, tokens, width))
        self.blocks = nn.Sequential(*[TransformerBlock(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls_token.expand(x.shape[0], -1, -1), x), 1) + self.pos_embed
        return self.head(self.norm(self.blocks(x))[:, 0])


NETWORKS = {
    "resnet20": (ResNet20, (128, 3, 32, 32), 10),
    "resnet18": (ResNet18, (16, 3, 224, 224), 1000),
    "vit-tiny": (lambda: Vit(3, 224, 16, 192, 12, 3, 1000), (16, 3, 224, 224), 1000),
    "vit12": (lambda: Vit(1, 28, 4, 64, 12, 4, 10), (128, 1, 28, 28), 10),
}


def main(name, steps, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    build, shape, classes = NETWORKS[name]
    network = build()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    images = torch.randn(shape)
    labels = torch.arange(shape[0]) % classes

    def step():
        optimizer.zero_grad()
        loss = functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(WARM_UP_STEPS):
        step()
    times = []
    for _ in range(steps):
        begun = time.perf_counter()
        step()
        times.append(time.perf_counter() - begun)
    rate = shape[0] / sorted(times)[len(times) // 2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"versions pytorch {torch.__version__} threads {torch.get_num_threads()}")
    print(f"train pytorch {name} images/s {rate:.1f} MiB {peak:.0f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
