"""Makes parity.json, the reference of test_parity.cpp: pip install torch torchvision; python make_parity.py

Weights, statistics and pictures come from a generator that the test repeats (parity_case.h), so that no weights are
stored: names, shapes and a few outputs of torchvision's networks are.
"""
import json
import pathlib

import torch
import torchvision

from formula import numbers, value_of

CLASSES, COUNT, HEIGHT, WIDTH = 10, 4, 64, 96
# Mean weight of the batch norms: chosen so that logits are about 1 and differ from picture to picture.
GAINS = {"mobilenet_v3_small": 1.07, "mobilenet_v3_large": 0.86, "resnet18": 0.7, "resnet50": 0.7, "vgg16": 1.0,
         "vgg16_bn": 1.0}


def without_dropout(net):
    for module in net.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return net


images = torch.from_numpy(numbers("picture", COUNT * 3 * HEIGHT * WIDTH).astype(np.float32))
images = images.reshape(COUNT, 3, HEIGHT, WIDTH)
images *= torch.arange(1, COUNT + 1).reshape(COUNT, 1, 1, 1) / COUNT
torch.set_num_threads(1)
result = {"made_with": f"torch {torch.__version__}, torchvision {torchvision.__version__}", "classes": CLASSES,
          "count": COUNT, "height": HEIGHT, "width": WIDTH, "networks": {}}
for name, gain in GAINS.items():
    net = without_dropout(getattr(torchvision.models, name)(weights=None, num_classes=CLASSES))
    state = {key: value_of(key, tensor, gain) for key, tensor in net.state_dict().items()}
    net.load_state_dict(state)
    with torch.no_grad():
        net.eval()
        judging = net(images)
        net.train()
        training = net(images)
    statistics = {key: float(tensor.double().sum()) for key, tensor in net.state_dict().items()
                  if key.endswith(("running_mean", "running_var"))}
    result["networks"][name] = {
        "gain": gain,
        "tensors": {key: list(tensor.shape) for key, tensor in state.items()},
        "judging": [[round(float(v), 7) for v in row] for row in judging],
        "training": [[round(float(v), 7) for v in row] for row in training],
        "statistics_after_training": statistics}
    print(name, judging.abs().max().item(), training.abs().max().item(), judging.std(0).mean().item())
path = pathlib.Path(__file__).with_name("parity.json")
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
