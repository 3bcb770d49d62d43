# SPDX-License-Identifier: Apache-2.0
"""Runs every phase of an exported training once, on inputs that Java chose: figures and lengths of what is kept, as JSON."""
import json, sys

sys.path.insert(0, sys.argv[1])
import torch
import driver

driver.plain_executor()
plan = json.load(open(sys.argv[1] + "/plan.json", encoding="utf-8"))
script = torch.jit.load(sys.argv[1] + "/step.pt")
inputs = torch.jit.load(sys.argv[2])
found, number = {}, 0
for phase in plan["phases"]:
    feeds = [getattr(inputs, f"input{number + i}") for i in range(len(phase["feeds"]))]
    number += len(feeds)
    values = getattr(script, phase["name"] + "_step")(torch.tensor(1.0), torch.tensor(1.0), *feeds)
    found.update(zip(phase["figures"], values.tolist()))
for name in plan["kept"]:
    found[name] = getattr(script, name).double().norm().item()
print(json.dumps(found))
