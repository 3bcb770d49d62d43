"""Writes whole modules, as torch.save(model) does, and what they draw from the seeds 0 and 1 in evaluation.

    python3 make.py            needs PyTorch 1.13 and NumPy
"""
import sys
import types

import numpy as np
import torch
from torch import nn

train = types.ModuleType('train')
sys.modules['train'] = train


def user(cls):
    """A class of the user's own, in a module that nobody else has."""
    cls.__module__, cls.__qualname__ = 'train', cls.__name__
    setattr(train, cls.__name__, cls)
    return cls


@user
class View(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.view(x.shape[0], *self.shape)


@user
class Generator(nn.Module):
    def __init__(self, ngpu=1):
        super().__init__()
        self.ngpu = ngpu
        self.main = nn.Sequential(nn.ConvTranspose2d(7, 6, 4, 1, 0, bias=False), nn.BatchNorm2d(6, 1e-3), nn.LeakyReLU(0.3),
                                  nn.ConvTranspose2d(6, 3, 3, 3, 1, 1), nn.Sigmoid())

    def forward(self, z):
        return self.main(z)


@user
class Blocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Sequential(nn.Linear(9, 4 * 16), nn.BatchNorm1d(64, 0.8), nn.ReLU())
        self.conv_blocks = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(4, 5, 3, 1, 1), nn.BatchNorm2d(5, 0.8), nn.ELU(0.7),
                                         nn.Upsample(scale_factor=2, mode='bilinear'), nn.Conv2d(5, 1, 3, 1, 1), nn.Tanh())

    def forward(self, z):
        return self.conv_blocks(self.l1(z).view(-1, 4, 4, 4))


@user
class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Conv2d(3, 4, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(4, 1, 4, 2, 1), nn.Sigmoid())

    def forward(self, x):
        return self.main(x)


@user
class Gan(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator, self.discriminator = Generator(), Discriminator()

    def forward(self, z):
        return self.generator(z)


@user
class Functional(nn.Module):
    """What lies between its modules is code, which no file has."""

    def __init__(self):
        super().__init__()
        self.fc, self.mix = nn.Linear(9, 4 * 16), nn.Bilinear(4, 4, 3)

    def forward(self, z):
        return torch.tanh(self.fc(z))


MODULES = {
    'dense': nn.Sequential(nn.Linear(9, 12), nn.LayerNorm(12, 1e-2), nn.GELU(), nn.Dropout(), nn.Linear(12, 64), nn.Tanh()),
    'every_layer': nn.Sequential(
        nn.Linear(9, 32), nn.BatchNorm1d(32), nn.PReLU(), nn.Unflatten(1, (8, 2, 2)),
        nn.utils.spectral_norm(nn.ConvTranspose2d(8, 6, 4, 2, 1, groups=2)), nn.InstanceNorm2d(6, 1e-2, affine=True), nn.SiLU(),
        nn.utils.spectral_norm(nn.Conv2d(6, 12, 3, padding='same', padding_mode='reflect')), nn.PixelShuffle(2), nn.GroupNorm(3, 3), nn.SELU(),
        nn.ReflectionPad2d(1), nn.utils.weight_norm(nn.Conv2d(3, 3, 3)), nn.Mish(), nn.UpsamplingNearest2d(scale_factor=2),
        nn.ZeroPad2d((1, 0, 2, 1)), nn.Conv2d(3, 3, (2, 4), bias=False), nn.Hardtanh()),
    'unpadded': nn.Sequential(View(5, 1, 1), nn.ConvTranspose2d(5, 4, 3, 1, 0), nn.BatchNorm2d(4), nn.LeakyReLU(0.01),
                              nn.ConvTranspose2d(4, 4, 3, 2, 0), nn.BatchNorm2d(4, affine=False), nn.ReLU6(),
                              nn.ConvTranspose2d(4, 1, 2, 2, 0), nn.Softplus()),
    'own_class': Generator(),
    'own_blocks': Blocks(),
    'parallel': nn.DataParallel(Generator()),
    'with_discriminator': Gan(),
    'refused': Functional(),
}
PARTS = {'with_discriminator': lambda gan: gan.generator, 'parallel': lambda parallel: parallel.module}
SIZES = {'dense': 9, 'every_layer': 9, 'unpadded': 5, 'own_class': 7, 'own_blocks': 9, 'parallel': 7, 'with_discriminator': 7}


def main():
    torch.serialization.get_source_lines_and_file = lambda *_: ([], 0, '')  # the older stream keeps the source of classes
    for name, module in MODULES.items():
        torch.manual_seed(3)
        for each in module.modules():
            for tensor in list(each.parameters(False)) + list(each.buffers(False)):
                if tensor.dtype == torch.float32 and tensor.dim() == 1 and not isinstance(each, (nn.Conv2d, nn.ConvTranspose2d)):
                    tensor.data = torch.rand_like(tensor) + 0.5
        module.eval()
        module.cpu()
        torch.save(module, name + '.pth', _use_new_zipfile_serialization=name not in ('dense', 'own_blocks'))
        if name == 'refused':
            continue
        part = PARTS.get(name, lambda whole: whole)(module)
        for seed in range(2):
            z = torch.from_numpy(np.random.RandomState(seed).randn(1, SIZES[name]).astype(np.float32))
            shaped = z[:, :, None, None] if name in ('own_class', 'parallel', 'with_discriminator') else z
            picture = part(shaped).detach().numpy()
            if picture.ndim == 2:
                picture = picture.reshape(1, 1, 8, 8)
            np.save('%s_seed%d.npy' % (name, seed), picture)


if __name__ == '__main__':
    main()
