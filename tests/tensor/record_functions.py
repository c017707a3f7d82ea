#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes fixtures/functions.csv: for each function some arguments and the exact result.

    /usr/bin/python3 tests/tensor/record_functions.py

Results are computed with mpmath in 50 digits from the argument as a binary number and rounded once
to double, so that they hold for f32 arguments and f64 arguments alike: every argument is a float.
"""
import struct
import sys
from pathlib import Path

import mpmath as mp

mp.mp.dps = 60


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def spread(low, high, count=41):
    return [f32(low + (high - low) * i / (count - 1)) for i in range(count)]


SMALL = [f32(s * 10.0**-e) for e in (1, 2, 3, 5, 8, 12, 20, 30) for s in (1.2345, -1.2345)]
LARGE = [f32(s * 10.0**e) for e in (2, 4, 8, 15, 25, 35) for s in (1.2345, -1.2345)]


def positive(values):
    return [x for x in values if x > 0]


def inside(values):
    return [x for x in values if abs(x) < 1]


NEAR_ONE = [f32(1 - 2.0**-k) for k in (2, 4, 8, 12, 16, 20, 23, 24)]

FUNCTIONS = {
    "expm1": (mp.expm1, SMALL + spread(-20, 20) + spread(-1.5, 1.5)),
    "log1p": (mp.log1p, inside(SMALL) + spread(-0.999, 5) + positive(LARGE)),
    "exp2": (lambda x: mp.mpf(2) ** x, SMALL + spread(-30, 30)),
    "log2": (lambda x: mp.log(x, 2), positive(SMALL + LARGE) + spread(0.05, 6)),
    "log10": (mp.log10, positive(SMALL + LARGE) + spread(0.05, 6)),
    "tan": (mp.tan, SMALL + spread(-1.5, 1.5)),
    "asin": (mp.asin, SMALL + spread(-1, 1) + NEAR_ONE),
    "acos": (mp.acos, SMALL + spread(-1, 1) + NEAR_ONE),
    "atan": (mp.atan, SMALL + LARGE + spread(-5, 5)),
    "sinh": (mp.sinh, SMALL + spread(-30, 30) + spread(-2, 2)),
    "cosh": (mp.cosh, SMALL + spread(-30, 30) + spread(-2, 2)),
    "asinh": (mp.asinh, SMALL + LARGE + spread(-5, 5)),
    "acosh": (mp.acosh, positive(LARGE) + spread(1, 6) + [f32(1 + 2.0**-k) for k in (4, 10, 20)]),
    "atanh": (mp.atanh, SMALL + inside(spread(-1, 1)) + NEAR_ONE),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), SMALL + LARGE + spread(-9, 9)),
    "erfc": (mp.erfc, SMALL + spread(-4, 9, 80)),
    "erfinv": (mp.erfinv, SMALL + inside(spread(-1, 1)) + NEAR_ONE),
    "lgamma": (lambda x: mp.log(abs(mp.gamma(x))) if x < 100 else mp.loggamma(x),
               [x for x in spread(-4.9, 30, 83) if x != int(x)] + positive(LARGE) +
               [f32(1.2345e-5)]),
    "digamma": (mp.digamma, [x for x in spread(-4.9, 30, 83) if x != int(x)] +
                positive(LARGE[:6]) + [f32(1.2345e-5)]),
    "gelu_tanh": (lambda x: x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3))),
                  SMALL + spread(-2, 6)),
    "silu": (lambda x: x / (1 + mp.exp(-x)), SMALL + spread(-20, 20)),
    "mish": (lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), SMALL + spread(-15, 20)),
    "elu": (lambda x: x if x > 0 else mp.expm1(x), SMALL + spread(-9, 4)),
    "selu": (lambda x: mp.mpf("1.0507009873554804934193349852946") *
             (x if x > 0 else mp.mpf("1.6732632423543772848170429916717") * mp.expm1(x)),
             SMALL + spread(-9, 4)),
    "logsigmoid": (lambda x: -mp.log1p(mp.exp(-x)), SMALL + spread(-40, 30)),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), SMALL + spread(-40, 30)),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), SMALL + spread(-40, 30)),
}

out = Path(__file__).parent / "fixtures" / "functions.csv"
with out.open("w") as file:
    file.write("function,x,y\n")
    for name, (f, xs) in FUNCTIONS.items():
        for x in xs:
            y = f(mp.mpf(x))
            if mp.isinf(y):
                continue
            file.write(f"{name},{float(x).hex()},{float(y).hex()}\n")
print(out, file=sys.stderr)
