# SPDX-License-Identifier: Apache-2.0
"""Runs exported models in onnxruntime beside gradweave-cli onnx-run, for measuring by hand.

Debian has no onnxruntime; in an environment that has it:

    python onnx_runtime_check.py gradweave-cli MODEL.onnx...

For each model: random samples in batches of 1 and 5, the largest difference relative to the largest value.
"""
import subprocess
import sys
import tempfile

import numpy
import onnxruntime


def compare(program, path, batch):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    generator = numpy.random.default_rng(1)
    inputs = {}
    with tempfile.TemporaryDirectory() as given, tempfile.TemporaryDirectory() as results:
        for i, info in enumerate(session.get_inputs()):
            shape = [size if isinstance(size, int) else batch for size in info.shape]
            if "int" in info.type:
                inputs[info.name] = generator.integers(0, 5, shape)
            else:
                inputs[info.name] = generator.uniform(-1, 1, shape).astype(numpy.float32)
            numpy.save(f"{given}/input_{i}.npy", inputs[info.name])
        subprocess.run([program, "onnx-run", path, "--inputs", given, "--outputs", results],
                       check=True, stdout=subprocess.DEVNULL)
        worst = 0.0
        for i, expected in enumerate(session.run(None, inputs)):
            found = numpy.load(f"{results}/output_{i}.npy")
            assert found.shape == expected.shape, (found.shape, expected.shape)
            worst = max(worst, numpy.abs(found - expected).max() / max(numpy.abs(expected).max(), 1e-30))
        return worst


if __name__ == "__main__":
    for model in sys.argv[2:]:
        print(model, *(f"batch {n}: {compare(sys.argv[1], model, n):.1e}" for n in (1, 5)))
