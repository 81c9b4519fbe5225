"""Makes saliency.json, the reference of test_saliency.cpp: pip install torch torchvision; python make_saliency.py

Grad-CAM (Selvaraju et al. 2017) by its definition: the last maps and the gradient of one class's logit with respect to
them, weighed, summed, cut at 0, enlarged bilinearly, divided by the largest value. torchvision's ResNet and MobileNet
average their maps, and each map's weight is its mean gradient. SignalNet, written down here once more, keeps positions:
its gradient is taken place by place (Draelos & Carin 2020).
"""
import json
import pathlib

import torch
import torchvision
from torch import nn
from torch.nn import functional

from formula import numbers, value_of

CLASSES, HEIGHT, WIDTH, SCALARS = 6, 128, 160, (0.7, -1.3)
GAINS = {"resnet18": 0.7, "mobilenet_v3_small": 1.07, "signalnet-s": 1.0}
FIRST, STEP = 8, 16  # the pixels of the map that are stored, both ways


class ConvNorm(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = ConvNorm(inputs, outputs, 3, 2)
        self.second = ConvNorm(outputs, outputs, 3, 1)
        self.skip = ConvNorm(inputs, outputs, 1, 1)

    def forward(self, x):
        skip = self.skip(functional.avg_pool2d(x, 2, 2, 0, ceil_mode=True, count_include_pad=False))
        return functional.relu(self.second(functional.relu(self.first(x))) + skip)


class SignalNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = ConvNorm(3, 12, 5, 2)
        self.block1, self.block2, self.block3 = Block(12, 24), Block(24, 48), Block(48, 96)
        self.position = ConvNorm(96, 24, 1, 1)
        self.scalars = nn.Linear(len(SCALARS), 32)
        self.output = nn.Linear(96 + 24 * 16 + 32, CLASSES)

    def maps(self, images):
        return self.block3(self.block2(self.block1(functional.relu(self.stem(images)))))

    def forward(self, images):
        maps = self.maps(images)
        places = functional.adaptive_avg_pool2d(functional.relu(self.position(maps)), 4).flatten(1)
        numbers_part = functional.relu(self.scalars(torch.tensor([SCALARS])))
        return self.output(torch.cat([maps.mean((2, 3)), places, numbers_part], 1))


def picture():
    """Noise, bright in the upper right quarter."""
    image = torch.from_numpy(numbers("picture", 3 * HEIGHT * WIDTH)).float().reshape(1, 3, HEIGHT, WIDTH)
    light = torch.full((HEIGHT, WIDTH), 0.2)
    light[: HEIGHT // 2, WIDTH // 2:] = 1
    return image * light


def last_maps(net):
    return {"ResNet": lambda: net.layer4, "MobileNetV3": lambda: net.features,
            "SignalNet": lambda: net.block3}[type(net).__name__]()


def saliency(net, image, which):
    kept = []
    handle = last_maps(net).register_forward_hook(lambda module, inputs, output: kept.append(output))
    logits = net(image)
    handle.remove()
    gradient, = torch.autograd.grad(logits[0, which], kept[0])
    if type(net).__name__ != "SignalNet":
        gradient = gradient.mean((2, 3), keepdim=True)
    cam = functional.relu((gradient * kept[0]).sum(1, keepdim=True)).detach()
    cam = functional.interpolate(cam, (HEIGHT, WIDTH), mode="bilinear", align_corners=False)[0, 0]
    return logits.detach()[0], cam / cam.max()


torch.set_num_threads(1)
result = {"made_with": f"torch {torch.__version__}, torchvision {torchvision.__version__}", "classes": CLASSES,
          "height": HEIGHT, "width": WIDTH, "scalars": SCALARS, "first": FIRST, "step": STEP, "networks": {}}
for name, gain in GAINS.items():
    net = SignalNet() if name == "signalnet-s" else getattr(torchvision.models, name)(num_classes=CLASSES)
    state = {key: value_of(key, tensor, gain) for key, tensor in net.state_dict().items()}
    net.load_state_dict(state)
    net.eval()
    maps = [saliency(net, picture(), which) for which in range(CLASSES)]
    # The class whose map says most: a flat one would prove little.
    which = max(range(CLASSES), key=lambda k: -1 if maps[k][1].isnan().any() else maps[k][1].std().item())
    logits, cam = maps[which]
    result["networks"][name] = {
        "gain": gain, "class": which, "tensors": {key: list(tensor.shape) for key, tensor in state.items()},
        "probability": float(torch.softmax(logits, 0)[which]),
        "map": [[round(float(v), 6) for v in row[FIRST::STEP]] for row in cam[FIRST::STEP]]}
    print(name, which, logits.tolist(), cam.std().item())
path = pathlib.Path(__file__).with_name("saliency.json")
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
