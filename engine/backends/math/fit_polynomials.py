#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the polynomials of vector_math.h: near-minimax fits, made by iteratively reweighted least
squares on Chebyshev nodes in high precision, rounded to float.

Needs numpy and mpmath. Run it again only to change a degree or a range."""
import mpmath as mp
import numpy as np

mp.mp.dps = 40


def nodes(low, high, count=400):
    k = np.arange(count)
    x = np.cos((k + 0.5) * np.pi / count)
    return [mp.mpf(low) + (mp.mpf(float(v)) + 1) * (mp.mpf(high) - mp.mpf(low)) / 2 for v in x]


def fit(name, target, weight, low, high, degree, variable=lambda x: x):
    """Coefficients c with target(x) ~ sum c[i] * variable(x)^i, the error scaled by weight(x)."""
    xs = nodes(low, high)
    f = np.array([float(target(x)) for x in xs])
    v = np.array([float(variable(x)) for x in xs])
    w = np.array([float(weight(x)) for x in xs])
    scale = np.abs(v).max()
    matrix = np.vander(v / scale, degree + 1, increasing=True)
    emphasis = np.ones_like(f)
    for _ in range(60):
        c, *_ = np.linalg.lstsq(matrix * (w * emphasis)[:, None], f * w * emphasis, rcond=None)
        error = np.abs((matrix @ c - f) * w)
        emphasis *= 1 + error / (error.max() + 1e-300)
        emphasis /= emphasis.mean()
    c = c / scale ** np.arange(degree + 1)
    print(f"// {name} on [{low}, {high}], degree {degree}, scaled error {error.max():.1e}")
    print(", ".join(f"{np.float32(value):.9g}f" for value in c))


ln2 = float(mp.log(2))
fit("(exp(r) - 1 - r) / r^2", lambda r: (mp.exp(r) - 1 - r) / r**2 if r else mp.mpf(0.5),
    lambda r: r**2, -ln2 / 2, ln2 / 2, 4)
fit("(log(1 + f) - f + f^2/2) / f^3", lambda f: (mp.log(1 + f) - f + f**2 / 2) / f**3,
    lambda f: f**2, 2**-0.5 - 1, 2**0.5 - 1, 7)
fit("(tanh(x) - x) / x^3, in x^2", lambda x: (mp.tanh(x) - x) / x**3, lambda x: x**2, 1e-3, 0.625, 4,
    lambda x: x * x)
fit("(sin(r) - r) / r^3, in r^2", lambda r: (mp.sin(r) - r) / r**3, lambda r: r**2, 1e-3, 0.79, 2,
    lambda x: x * x)
fit("(cos(r) - 1 + r^2/2) / r^4, in r^2", lambda r: (mp.cos(r) - 1 + r**2 / 2) / r**4, lambda r: r**4,
    1e-3, 0.79, 2, lambda x: x * x)
fit("erf(x) / x, in x^2", lambda x: mp.erf(x) / x, lambda x: x / mp.erf(x), 1e-3, 0.65, 4,
    lambda x: x * x)
fit("log(erfc(x)) / x, in x", lambda x: mp.log(mp.erfc(x)) / x,
    lambda x: x * mp.erfc(x) / mp.erf(x), 0.65, 4, 5)
