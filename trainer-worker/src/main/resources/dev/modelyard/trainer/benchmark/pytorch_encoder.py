"""An encoder of the size of BERT base in plain PyTorch, eager, f32: the median of a training step and of two predictions, in ms."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, LENGTH, THREADS = (int(argument) for argument in sys.argv[1:4])
VOCABULARY, WIDTH, LAYERS, HEADS, WIDE = 21128, 768, 12, 12, 3072


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.output, self.wide, self.narrow = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, mask):
        split = lambda y: y.view(y.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)
        attended = F.scaled_dot_product_attention(
            split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask,
            dropout_p=0.1 if self.training else 0.0)
        x = self.first(x + self.dropout(self.output(attended.transpose(1, 2).reshape(x.shape))))
        return self.second(x + self.dropout(self.narrow(F.gelu(self.wide(x)))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places, self.types = (nn.Embedding(n, WIDTH) for n in (VOCABULARY, 512, 2))
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pooler, self.head = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2)

    def forward(self, ids, types, mask):
        x = self.words(ids) + self.types(types) + self.places.weight[: ids.shape[1]]
        x = self.dropout(self.norm(x))
        mask = mask.ne(0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(self.dropout(torch.tanh(self.pooler(x[:, 0]))))


def median(run, warm_up, measured):
    times = []
    for _ in range(warm_up + measured):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times[warm_up:])[measured // 2]


def batch(size):
    return torch.randint(1, VOCABULARY, (size, LENGTH)), torch.zeros(size, LENGTH, dtype=torch.long), torch.ones(size, LENGTH)


torch.manual_seed(1)
torch.set_num_threads(THREADS)
model = Encoder()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
inputs, labels = batch(BATCH), torch.arange(BATCH) % 2


def step():
    optimizer.zero_grad()
    F.cross_entropy(model(*inputs), labels).backward()
    optimizer.step()


figures = [median(step, 3, 10)]
model.eval()
with torch.no_grad():
    for size in (1, BATCH):
        texts = batch(size)
        figures.append(median(lambda: model(*texts), 3, 10))
print(*figures)
