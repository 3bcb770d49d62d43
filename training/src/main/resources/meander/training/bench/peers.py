# SPDX-License-Identifier: Apache-2.0
"""What Meander trains, written as one plainly would in PyTorch, to be timed beside it: one class per recipe.

Called with a JSON object: recipe, size, channels, threads, images (seen before the first step) and the recipe's settings. Says once what
it is, then reads a number of steps from each line and answers with the seconds that they took.
"""
import copy
import json
import math
import sys
import time

import torch
from torch import autograd, nn
from torch.nn import functional as F


class Dense(nn.Module):
    """Weights at unit variance, scaled at run time (equalised learning rate)."""

    def __init__(self, inputs, outputs, rate=1.0, bias=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / rate)
        self.bias = nn.Parameter(torch.full((outputs,), float(bias)))
        self.scale, self.rate = rate / math.sqrt(inputs), rate

    def forward(self, x):
        return F.linear(x, self.weight * self.scale, self.bias * self.rate)


class Conv(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0, bias=True, gain=1.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.scale, self.stride, self.padding = gain / (kernel * math.sqrt(inputs)), stride, padding

    def forward(self, x):
        return F.conv2d(x, self.weight * self.scale, self.bias, stride=self.stride, padding=self.padding)


class Blur(nn.Module):
    """The low-pass filter [1,3,3,1], each feature map by itself."""

    def __init__(self, padding, gain=1.0, stride=1):
        super().__init__()
        row = torch.tensor([1.0, 3.0, 3.0, 1.0])
        self.register_buffer("kernel", row[:, None] * row[None, :] / 64 * gain)
        self.padding, self.stride = padding, stride

    def forward(self, x):
        kernel = self.kernel.expand(x.shape[1], 1, 4, 4)
        return F.conv2d(F.pad(x, self.padding), kernel, stride=self.stride, groups=x.shape[1])


class Upsample(Blur):
    """Twice the size: zeros between the pixels, then the filter."""

    def __init__(self):
        super().__init__((2, 1, 2, 1), gain=4.0)

    def forward(self, x):
        n, c, h, w = x.shape
        wide = x.new_zeros(n, c, h, 2, w, 2)
        wide[:, :, :, 0, :, 0] = x
        return super().forward(wide.view(n, c, 2 * h, 2 * w))


def feature_maps(asked):
    """From each resolution to its number of feature maps."""
    maps, size = {}, 4
    while size <= asked["size"]:
        maps[size] = max(1, min(int(asked["channel-base"]) // size, int(asked["channel-max"])))
        size *= 2
    return maps


def follow(average, network, decay):
    """Moves a moving average of weights."""
    with torch.no_grad():
        for mean, new in zip(average.parameters(), network.parameters()):
            mean.lerp_(new, 1 - decay)
        for kept, new in zip(average.buffers(), network.buffers()):
            kept.copy_(new)


def gradient_penalty(D, real, fake):
    """Between real and generated pictures (WGAN-GP, arXiv:1704.00028, equation 3)."""
    mixture = torch.lerp(real, fake, torch.rand(len(real), 1, 1, 1)).requires_grad_(True)
    gradient, = autograd.grad(D(mixture).sum(), mixture, create_graph=True)
    return ((gradient.square().sum((1, 2, 3)) + 1e-12).sqrt() - 1).square().mean()


def activate(x):
    return F.leaky_relu(x, 0.2) * math.sqrt(2)


def normalise(x):
    return x * (x.square().mean(1, keepdim=True) + 1e-8).rsqrt()


def with_deviation(x, group):
    """One more feature map: how much the pictures of a group differ (ProGAN, arXiv:1710.10196, section 3)."""
    n, c, h, w = x.shape
    group = min(group, n)
    y = x.view(group, n // group, c, h, w)
    y = (y.var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
    return torch.cat([x, y.repeat(group).view(n, 1, 1, 1).expand(n, 1, h, w)], 1)


class Modulated(nn.Module):
    """A kernel per picture, modulated and demodulated, as one grouped convolution (StyleGAN2, arXiv:1912.04958, section 2.2)."""

    def __init__(self, inputs, outputs, kernel, styles, demodulate=True, up=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.affine = Dense(styles, inputs, bias=1)
        self.demodulate, self.up = demodulate, up
        self.blur = Blur((1, 1, 1, 1), gain=4.0) if up else None

    def forward(self, x, w):
        n, inputs, height, width = x.shape
        outputs, _, k, _ = self.weight.shape
        style = self.affine(w)
        if not self.demodulate:
            style = style / math.sqrt(inputs)
        kernel = self.weight[None] * style[:, None, :, None, None]  # [N,O,I,k,k]
        if self.demodulate:
            kernel = kernel * (kernel.square().sum((2, 3, 4), keepdim=True) + 1e-8).rsqrt()
        x = x.reshape(1, n * inputs, height, width)
        if self.up:
            kernel = kernel.transpose(1, 2).reshape(n * inputs, outputs, k, k)
            x = F.conv_transpose2d(x, kernel, stride=2, groups=n)
            return self.blur(x.view(n, outputs, *x.shape[2:]))
        x = F.conv2d(x, kernel.reshape(n * outputs, inputs, k, k), padding=k // 2, groups=n)
        return x.view(n, outputs, height, width)


class Layer(nn.Module):
    def __init__(self, inputs, outputs, styles, up=False):
        super().__init__()
        self.conv = Modulated(inputs, outputs, 3, styles, up=up)
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.noise_strength = nn.Parameter(torch.zeros([]))

    def forward(self, x, w):
        x = self.conv(x, w)
        noise = torch.randn(x.shape[0], 1, *x.shape[2:], device=x.device)
        return activate(x + noise * self.noise_strength + self.bias[:, None, None])


class ToRgb(nn.Module):
    def __init__(self, inputs, pictures, styles):
        super().__init__()
        self.conv = Modulated(inputs, pictures, 1, styles, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(pictures))

    def forward(self, x, w):
        return self.conv(x, w) + self.bias[:, None, None]


class Generator(nn.Module):
    def __init__(self, maps, pictures, z, w, depth):
        super().__init__()
        self.mapping = nn.ModuleList([Dense(z if i == 0 else w, w, rate=0.01) for i in range(depth)])
        sizes = sorted(maps)
        self.const = nn.Parameter(torch.randn(1, maps[4], 4, 4))
        self.first = Layer(maps[4], maps[4], w)
        self.rgb = nn.ModuleList([ToRgb(maps[size], pictures, w) for size in sizes])
        self.up = nn.ModuleList([Layer(maps[size // 2], maps[size], w, up=True) for size in sizes[1:]])
        self.same = nn.ModuleList([Layer(maps[size], maps[size], w) for size in sizes[1:]])
        self.upsample = Upsample()
        self.layers = 2 * len(sizes)

    def map(self, z):
        x = normalise(z)
        for dense in self.mapping:
            x = activate(dense(x))
        return x

    def forward(self, z, mixing=0.0):
        w = self.map(z)
        styles = w[:, None].repeat(1, self.layers, 1)
        if mixing > 0:
            other = self.map(torch.randn_like(z))
            cut = torch.randint(1, self.layers, (len(z), 1), device=z.device)
            cut = torch.where(torch.rand(len(z), 1, device=z.device) < mixing, cut, torch.full_like(cut, self.layers))
            taken = torch.arange(self.layers, device=z.device)[None] >= cut
            styles = torch.where(taken[:, :, None], other[:, None], styles)
        x = self.first(self.const.expand(len(z), -1, -1, -1), styles[:, 0])
        picture = self.rgb[0](x, styles[:, 1])
        for i, (up, same, rgb) in enumerate(zip(self.up, self.same, self.rgb[1:])):
            x = same(up(x, styles[:, 2 * i + 1]), styles[:, 2 * i + 2])
            picture = self.upsample(picture) + rgb(x, styles[:, 2 * i + 3])
        return picture


class Block(nn.Module):
    """Residual, at half the size."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv0 = Conv(inputs, inputs, 3, padding=1)
        self.blur = Blur((2, 2, 2, 2))
        self.conv1 = Conv(inputs, outputs, 3, stride=2)
        self.down = Blur((1, 1, 1, 1), stride=2)
        self.skip = Conv(inputs, outputs, 1, bias=False)

    def forward(self, x):
        y = activate(self.conv1(self.blur(activate(self.conv0(x)))))
        return (y + self.skip(self.down(x))) / math.sqrt(2)


class Discriminator(nn.Module):
    def __init__(self, maps, pictures, group):
        super().__init__()
        sizes = sorted(maps, reverse=True)
        self.from_rgb = Conv(pictures, maps[sizes[0]], 1)
        self.blocks = nn.Sequential(*[Block(maps[size], maps[size // 2]) for size in sizes[:-1]])
        self.conv = Conv(maps[4] + 1, maps[4], 3, padding=1)
        self.fc = Dense(maps[4] * 16, maps[4])
        self.out = Dense(maps[4], 1)
        self.group = group

    def forward(self, x):
        x = self.blocks(activate(self.from_rgb(x)))
        x = activate(self.conv(with_deviation(x, self.group)))
        return self.out(activate(self.fc(x.flatten(1))))


class StyleGan2:
    """Non-saturating loss, lazy R1, style mixing, a moving average of the generator."""

    def __init__(self, asked, pictures):
        number = lambda key: float(asked[key])
        maps = feature_maps(asked)
        self.batch, self.z = int(number("batch-size")), int(number("z-dim"))
        self.gamma, self.every, self.mixing = number("gamma"), int(number("r1-interval")), number("style-mixing")
        self.G = Generator(maps, asked["channels"], self.z, int(number("w-dim")), int(number("mapping-layers")))
        self.D = Discriminator(maps, asked["channels"], min(4, self.batch))
        self.average = copy.deepcopy(self.G).requires_grad_(False)
        lazy = self.every / (self.every + 1)
        self.G_adam = torch.optim.Adam(self.G.parameters(), number("learning-rate"), betas=(0, 0.99))
        self.D_adam = torch.optim.Adam(self.D.parameters(), number("learning-rate") * lazy, betas=(0, 0.99 ** lazy))
        self.half_life, self.pictures, self.steps = number("ema-kimg") * 1000, pictures, 0

    def latents(self):
        return torch.randn(self.batch, self.z)

    def real(self):
        return self.pictures[torch.randint(len(self.pictures), (self.batch,))]

    def step(self):
        with torch.no_grad():
            fake = self.G(self.latents(), self.mixing)
        loss = F.softplus(self.D(fake)).mean() + F.softplus(-self.D(self.real())).mean()
        self.D_adam.zero_grad()
        loss.backward()
        self.D_adam.step()
        if self.gamma > 0 and self.steps % self.every == 0:
            real = self.real().requires_grad_(True)
            gradient, = autograd.grad(self.D(real).sum(), real, create_graph=True)
            penalty = gradient.square().sum((1, 2, 3)).mean()
            self.D_adam.zero_grad()
            (penalty * (self.gamma / 2 * self.every)).backward()
            self.D_adam.step()
        self.D.requires_grad_(False)
        loss = F.softplus(-self.D(self.G(self.latents(), self.mixing))).mean()
        self.G_adam.zero_grad()
        loss.backward()
        self.G_adam.step()
        self.D.requires_grad_(True)
        follow(self.average, self.G, 0.5 ** (self.batch / self.half_life))
        self.steps += 1


def feature(x):
    return normalise(F.leaky_relu(x, 0.2))


def double(x):
    return F.interpolate(x, scale_factor=2)


class GrowingGenerator(nn.Module):
    """ProGAN's (arXiv:1710.10196, table 2) at its largest size, which may be half faded in."""

    def __init__(self, maps, pictures, z):
        super().__init__()
        conv = lambda inputs, outputs: Conv(inputs, outputs, 3, padding=1, gain=math.sqrt(2))
        sizes = sorted(maps)
        self.dense = Dense(z, maps[4] * 16)
        self.first = conv(maps[4], maps[4])
        self.up = nn.ModuleList([conv(maps[size // 2], maps[size]) for size in sizes[1:]])
        self.same = nn.ModuleList([conv(maps[size], maps[size]) for size in sizes[1:]])
        self.rgb = nn.ModuleList([Conv(maps[size], pictures, 1) for size in sizes])

    def forward(self, z, alpha):
        x = self.dense(normalise(z) * (math.sqrt(2) / 4))
        x = feature(self.first(feature(x.view(len(z), -1, 4, 4))))
        before = x
        for up, same in zip(self.up, self.same):
            before = x
            x = feature(same(feature(up(double(x)))))
        picture = self.rgb[-1](x)
        return picture if alpha >= 1 else torch.lerp(double(self.rgb[-2](before)), picture, alpha)


class GrowingDiscriminator(nn.Module):
    def __init__(self, maps, pictures, group):
        super().__init__()
        conv = lambda inputs, outputs: Conv(inputs, outputs, 3, padding=1, gain=math.sqrt(2))
        sizes = sorted(maps, reverse=True)
        self.rgb = nn.ModuleList([Conv(pictures, maps[size], 1, gain=math.sqrt(2)) for size in sizes])
        self.same = nn.ModuleList([conv(maps[size], maps[size]) for size in sizes[:-1]])
        self.down = nn.ModuleList([conv(maps[size], maps[size // 2]) for size in sizes[:-1]])
        self.conv = conv(maps[4] + 1, maps[4])
        self.dense = Dense(maps[4] * 16, maps[4])
        self.out = Dense(maps[4], 1)
        self.group = group

    def forward(self, picture, alpha):
        x = F.leaky_relu(self.rgb[0](picture), 0.2)
        for i, (same, down) in enumerate(zip(self.same, self.down)):
            x = F.leaky_relu(F.avg_pool2d(down(F.leaky_relu(same(x), 0.2)), 2), 0.2)
            if i == 0 and alpha < 1:
                x = torch.lerp(F.leaky_relu(self.rgb[1](F.avg_pool2d(picture, 2)), 0.2), x, alpha)
        x = F.leaky_relu(self.conv(with_deviation(x, self.group)), 0.2)
        return self.out(F.leaky_relu(self.dense(x.flatten(1) * math.sqrt(2)), 0.2))


class ProGan:
    """Grown to the full size: WGAN-GP with a pull on the critic's drift, a moving average of the generator."""

    def __init__(self, asked, pictures):
        number = lambda key: float(asked[key])
        maps, size = feature_maps(asked), asked["size"]
        self.batch = int(number("batch-size" if size <= 16 else "batch-size-%d" % size))
        self.z, self.weight, self.drift = int(number("z-dim")), number("lambda"), number("drift")
        self.G = GrowingGenerator(maps, asked["channels"], self.z)
        self.D = GrowingDiscriminator(maps, asked["channels"], 4)
        self.average = copy.deepcopy(self.G).requires_grad_(False)
        self.G_adam = torch.optim.Adam(self.G.parameters(), number("learning-rate"), betas=(0, 0.99))
        self.D_adam = torch.optim.Adam(self.D.parameters(), number("learning-rate"), betas=(0, 0.99))
        self.half_life, self.pictures, self.images = number("ema-kimg") * 1000, pictures, asked["images"]
        doublings = len(maps) - 1
        self.fade = number("fade-kimg") * 1000
        self.begin = doublings * number("stable-kimg") * 1000 + (doublings - 1) * self.fade

    def real(self, alpha):
        real = self.pictures[torch.randint(len(self.pictures), (self.batch,))]
        return real if alpha >= 1 else torch.lerp(double(F.avg_pool2d(real, 2)), real, alpha)

    def step(self):
        alpha = min(max((self.images - self.begin) / self.fade, 0.0), 1.0)
        judge = lambda pictures: self.D(pictures, alpha)
        with torch.no_grad():
            fake = self.G(torch.randn(self.batch, self.z), alpha)
        real = self.real(alpha)
        truth = judge(real)
        loss = judge(fake).mean() - truth.mean() + self.weight * gradient_penalty(judge, real, fake)
        loss = loss + self.drift * truth.square().mean()
        self.D_adam.zero_grad()
        loss.backward()
        self.D_adam.step()
        self.D.requires_grad_(False)
        loss = -judge(self.G(torch.randn(self.batch, self.z), alpha)).mean()
        self.G_adam.zero_grad()
        loss.backward()
        self.G_adam.step()
        self.D.requires_grad_(True)
        follow(self.average, self.G, 0.5 ** (self.batch / max(self.half_life, 1e-8)))
        self.images += self.batch


def convolutional_generator(size, pictures, width, z):
    """DCGAN's (arXiv:1511.06434, section 3)."""
    layers, inputs, side = [], z, 4
    while side < size:
        outputs = width * (size // 2 // side)
        step, padding = (1, 0) if side == 4 else (2, 1)
        layers += [nn.ConvTranspose2d(inputs, outputs, 4, step, padding, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]
        inputs, side = outputs, side * 2
    return nn.Sequential(nn.Unflatten(1, (z, 1, 1)), *layers, nn.ConvTranspose2d(inputs, pictures, 4, 2, 1, bias=False), nn.Tanh())


def convolutional_discriminator(size, pictures, width, norm):
    spectral = nn.utils.spectral_norm if norm == "spectral" else lambda conv: conv
    layers, inputs, outputs, side = [], pictures, width, size // 2
    while side >= 4:
        layers.append(spectral(nn.Conv2d(inputs, outputs, 4, 2, 1, bias=norm != "batch")))
        if norm == "batch" and layers[1:]:
            layers.append(nn.BatchNorm2d(outputs))
        layers.append(nn.LeakyReLU(0.2, True))
        inputs, outputs, side = outputs, outputs * 2, side // 2
    return nn.Sequential(*layers, spectral(nn.Conv2d(inputs, 1, 4, bias=False)), nn.Flatten())


def as_papers_begin(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(getattr(module, "weight_orig", module.weight), 0, 0.02)


# What D and G lose, from what D says of real and of generated pictures.
LOSSES = {
    "non-saturating": (lambda real, fake: F.softplus(-real).mean() + F.softplus(fake).mean(), lambda fake: F.softplus(-fake).mean()),
    "minimax": (lambda real, fake: F.softplus(-real).mean() + F.softplus(fake).mean(), lambda fake: -F.softplus(fake).mean()),
    "least-squares": (lambda real, fake: ((real - 1).square().mean() + fake.square().mean()) / 2, lambda fake: (fake - 1).square().mean()),
    "wasserstein": (lambda real, fake: fake.mean() - real.mean(), lambda fake: -fake.mean()),
    "hinge": (lambda real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean(), lambda fake: -fake.mean()),
}


class Convolutional:
    """DCGAN with any of the losses, WGAN-GP where there is a penalty."""

    def __init__(self, asked, pictures, loss, norm, betas, clip=0.0, weight=0.0):
        number = lambda key: float(asked[key])
        shape = asked["size"], asked["channels"], int(number("width"))
        self.batch, self.z, self.every = int(number("batch-size")), int(number("z-dim")), int(number("d-steps"))
        self.G = convolutional_generator(*shape, self.z).apply(as_papers_begin)
        self.D = convolutional_discriminator(*shape, norm).apply(as_papers_begin)
        self.average = copy.deepcopy(self.G).requires_grad_(False)
        self.G_adam = torch.optim.Adam(self.G.parameters(), number("learning-rate"), betas=betas)
        self.D_adam = torch.optim.Adam(self.D.parameters(), number("learning-rate"), betas=betas)
        (self.D_loss, self.G_loss), self.weight, self.clip = LOSSES[loss], weight, clip
        self.half_life, self.pictures, self.steps = number("ema-kimg") * 1000, pictures, 0

    def step(self):
        with torch.no_grad():
            fake = self.G(torch.randn(self.batch, self.z))
        real = self.pictures[torch.randint(len(self.pictures), (self.batch,))]
        loss = self.D_loss(self.D(real), self.D(fake))
        if self.weight > 0:
            loss = loss + self.weight * gradient_penalty(self.D, real, fake)
        self.D_adam.zero_grad()
        loss.backward()
        self.D_adam.step()
        if self.clip > 0:
            with torch.no_grad():
                for parameter in self.D.parameters():
                    parameter.clamp_(-self.clip, self.clip)
        if self.steps % self.every == 0:
            self.D.requires_grad_(False)
            loss = self.G_loss(self.D(self.G(torch.randn(self.batch, self.z))))
            self.G_adam.zero_grad()
            loss.backward()
            self.G_adam.step()
            self.D.requires_grad_(True)
        follow(self.average, self.G, 0.5 ** (self.batch / max(self.half_life, 1e-8)))
        self.steps += 1


def dcgan(asked, pictures):
    betas = float(asked["beta1"]), 0.999
    return Convolutional(asked, pictures, asked["loss"], asked["norm"], betas, clip=float(asked["weight-clip"]))


def wgan_gp(asked, pictures):
    return Convolutional(asked, pictures, "wasserstein", "none", (0, 0.9), weight=float(asked["lambda"]))


PEERS = {"stylegan2": StyleGan2, "progan": ProGan, "dcgan": dcgan, "wgan-gp": wgan_gp}


def main():
    asked = json.loads(sys.argv[1])
    torch.set_num_threads(asked["threads"])
    if asked["recipe"] not in PEERS:
        print(json.dumps({"known": False}), flush=True)
        return
    pictures = torch.rand(256, asked["channels"], asked["size"], asked["size"]) * 2 - 1
    peer = PEERS[asked["recipe"]](asked, pictures)
    networks = [value for value in vars(peer).values() if isinstance(value, nn.Module)]
    learned = sum(p.numel() for network in networks for p in network.parameters() if p.requires_grad)
    print(json.dumps({"known": True, "torch": torch.__version__, "threads": torch.get_num_threads(), "parameters": learned}), flush=True)
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line)):
            peer.step()
        print(time.perf_counter() - begin, flush=True)


if __name__ == "__main__":
    main()
