"""Runs a TorchScript archive on the x of an .npz and prints how far it is from the y, relatively.

With a third argument it trains one step, then prints how many of how many parameters changed, how
many of how many running statistics, and the names of all tensors.
"""
import sys

import numpy
import torch

module = torch.jit.load(sys.argv[1])
data = numpy.load(sys.argv[2])
x, y = torch.from_numpy(data["x"]), data["y"]
with torch.no_grad():
    computed = module(x).numpy()
print(numpy.abs(computed - y).max() / numpy.abs(y).max())



def changed(tensors, before):
    different = sum(not torch.equal(tensor, before[name]) for name, tensor in tensors)
    return f"{different} of {len(tensors)}"


if len(sys.argv) > 3:
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    module.train()
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1)
    module(x).logsumexp(1).sum().backward()
    optimizer.step()
    print(changed(list(module.named_parameters()), before))
    print(changed([it for it in module.named_buffers() if "running" in it[0]], before))
    print(*before)
