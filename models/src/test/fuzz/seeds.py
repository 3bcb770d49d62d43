"""Writes the seeds from which the fuzz targets start: small files of every kind that the readers know, as the tools themselves write them.

    python3 seeds.py ../resources/fuzz

Needs numpy and torch. What is in onnx/ was made by ../resources/fixtures/programs/make.py.
"""
import collections
import io
import json
import pickle
import struct
import sys
import zipfile
from pathlib import Path

import numpy
import torch


def main(folder):
    layer = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    state = layer.state_dict()
    tied = {"a": state["0.weight"], "b": state["0.weight"][1:].t(), "half": torch.ones(2).half(), "brain": torch.ones(2).bfloat16()}
    nested = {"G": state, "D": {"w": torch.arange(4)}, "args": {"size": 8, "rate": 0.5, "name": "x", "flags": [True, None, (1, 2)]}}
    for name, value in {"state": state, "tied": tied, "nested": nested, "module": layer}.items():
        write(folder / "torch" / f"{name}.zip", saved(value, True))
        write(folder / "torch" / f"{name}.legacy", saved(value, False))
    write(folder / "torch" / "script.zip", script(layer))

    arrays = collections.OrderedDict(w=numpy.arange(6, dtype="<f4").reshape(2, 3), b=numpy.float64(2), n=numpy.arange(3), t=(1, -7, 2 ** 70))
    for protocol in range(6):
        write(folder / "pickle" / f"protocol{protocol}", pickle.dumps(arrays, protocol))
    strange = {"set": {1, 2}, "bytes": b"ab", "text": "Mäander", "real": 1e300, "list": [[], {}, ()], "long": -(1 << 100)}
    for protocol in (0, 2, 4):
        write(folder / "pickle" / f"values{protocol}", pickle.dumps(strange, protocol))

    for order in "CF":
        for kind in ("<f4", ">f8", "<i8", "|u1", "<f2", "|b1"):
            array = numpy.asarray(numpy.arange(6).reshape(2, 3), dtype=kind, order=order)
            write(folder / "numpy" / f"{order}{kind[1:]}{'b' if kind[0] == '>' else ''}.npy", dumped(numpy.save, array))
    write(folder / "numpy" / "scalar.npy", dumped(numpy.save, numpy.float32(3)))
    write(folder / "numpy" / "stored.npz", dumped(lambda out, a: numpy.savez(out, w=a), numpy.ones((2, 2), "<f4")))
    write(folder / "numpy" / "deflated.npz", dumped(lambda out, a: numpy.savez_compressed(out, v=a, w=a), numpy.ones((2, 2), "<f4")))

    tensors = {"a": ("F32", [2, 2]), "b": ("F16", [3]), "c": ("BF16", [1]), "d": ("I64", [1]), "e": ("BOOL", [5]), "f": ("F64", [])}
    write(folder / "safetensors" / "types", safetensors(tensors, {"format": "pt"}))
    write(folder / "safetensors" / "one", safetensors({"w": ("F32", [1])}, None))
    write(folder / "safetensors" / "none", safetensors({}, None))


def saved(value, as_zip):
    out = io.BytesIO()
    torch.save(value, out, _use_new_zipfile_serialization=as_zip)
    return out.getvalue()


def script(layer):
    out = io.BytesIO()
    torch.jit.save(torch.jit.trace(layer.eval(), torch.zeros(1, 2)), out)
    slim = io.BytesIO()  # without what only debuggers read
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as whole, zipfile.ZipFile(slim, "w") as kept:
        for entry in whole.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                kept.writestr(entry.filename, whole.read(entry))
    return slim.getvalue()


def dumped(save, array):
    out = io.BytesIO()
    save(out, array)
    return out.getvalue()


def safetensors(tensors, metadata):
    sizes = {"F64": 8, "I64": 8, "F32": 4, "F16": 2, "BF16": 2, "BOOL": 1}
    header, at = ({"__metadata__": metadata} if metadata else {}), 0
    for name, (kind, shape) in tensors.items():
        size = sizes[kind] * int(numpy.prod(shape, dtype=int))
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + bytes(i % 2 for i in range(at))


def write(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


main(Path(sys.argv[1]))
