#!/usr/bin/env python3
"""Fits the approximations behind SeqGen.Numerics' activations and prints their coefficients.

Each is a rational function x^k p(t)/q(t), fitted to the smallest greatest relative error by Lawson's reweighted least
squares, rounded to floats, and then improved by steps of one unit in the last place, evaluated as the kernels evaluate
it: in float, with fused multiply-adds. The result depends on nothing but this file.
"""
import numpy as np
from scipy import special

f32 = np.float32


def fma(a, b, c):
    """A float multiply-add; the product is exact in double, so only the sum is rounded."""
    return (np.float64(a) * np.float64(b) + np.float64(c)).astype(f32)


def multiply_add(a, b, c):
    """What hardware without fused multiply-adds does."""
    return ((a * b).astype(f32) + f32(c)).astype(f32)


def horner(coefficients, t, step=fma):
    value = np.full_like(t, coefficients[-1], dtype=f32)
    for c in coefficients[-2::-1]:
        value = step(value, t, c)
    return value


def lawson(t, target, p_degree, q_degree, fixed_p, rounds=400):
    """p, q with p/q close to target at t. q[0] = 1, and the first coefficients of p are fixed_p."""
    weights, q = np.ones_like(t), np.ones_like(t)
    powers = t[:, None] ** np.arange(max(p_degree, q_degree) + 1)
    k = len(fixed_p)
    best = None
    for _ in range(rounds):
        row = np.sqrt(weights) / (np.abs(target) * q)
        a = np.hstack([powers[:, k:p_degree + 1], -target[:, None] * powers[:, 1:q_degree + 1]]) * row[:, None]
        b = (target - powers[:, :k] @ np.array(fixed_p, dtype=float)) * row
        size = np.abs(a).max(axis=0)
        x = np.linalg.lstsq(a / size, b, rcond=None)[0] / size
        ps, qs = np.r_[fixed_p, x[:p_degree + 1 - k]], np.r_[1.0, x[p_degree + 1 - k:]]
        q = powers[:, :q_degree + 1] @ qs
        error = np.abs(powers[:, :p_degree + 1] @ ps / q / target - 1)
        if best is None or error.max() < best[0]:
            best = error.max(), ps, qs
        weights *= error + 1e-3 * error.max()
        weights /= weights.max()
    return best


def errors(actual, exact):
    """Errors in units of the exact value's last place."""
    return np.abs(actual - exact) / np.spacing(np.abs(exact).astype(f32))


def polish(evaluate, exact, coefficients, free, steps=3000):
    """Moves single coefficients by a few units in the last place as long as the errors' 32-norm falls."""
    random = np.random.default_rng(1)

    def cost(c):
        y = evaluate(c)
        return np.mean(errors(y, exact) ** 32) ** (1 / 32)

    best = np.array(coefficients, dtype=f32)
    least = cost(best)
    for _ in range(steps):
        trial = best.copy()
        for i in random.choice(free, size=random.integers(1, 4)):
            trial[i] += f32(random.integers(-3, 4)) * np.spacing(trial[i])
        error = cost(trial)
        if error < least:
            best, least = trial, error
    return best, errors(evaluate(best), exact).max()


def samples(low, high, count):
    """Floats of both kinds: evenly spread, and evenly spread over the exponents."""
    return np.unique(np.r_[np.linspace(low, high, count), np.geomspace(low, high, count)].astype(f32))


def show(name, fit_error, error, **tables):
    print(f"{name}: fit 2^{np.log2(fit_error):.1f}, {error:.2f} ulp")
    for table, values in tables.items():
        print(f"  {table}:", ", ".join(f"{v:.9g}f" for v in values))


def odd_rational(name, function, limit, p_degree, q_degree, first):
    """x p(x^2) / q(x^2) on [-limit, limit]. first: fixed p[0], or None.

    Beyond the limit the function is 1 in float; x is cut at a point where the rational function gives exactly 1, with and
    without fused multiply-adds.
    """
    x = np.cos(np.linspace(0, np.pi / 2, 4001))[:-1] * limit
    fit, p, q = lawson(x * x, function(x) / x, p_degree, q_degree, [] if first is None else [first])
    grid = samples(1e-3, limit, 40000)

    def evaluate(c, x=grid, step=fma):
        t = (x * x).astype(f32)
        return ((x * horner(c[:p_degree + 1], t, step)).astype(f32) / horner(c[p_degree + 1:], t, step)).astype(f32)

    free = [i for i in range(p_degree + q_degree + 2) if i != p_degree + 1 and (i > 0 or first is None)]
    c, error = polish(evaluate, function(grid.astype(float)), np.r_[p, q], free)
    show(name, fit, error, P=c[:p_degree + 1], Q=c[p_degree + 1:])
    fine = samples(1e-6, limit, 1000000)
    y = evaluate(c, fine)
    cut = fine[(y == 1) & (evaluate(c, fine, multiply_add) == 1)].max()
    error = errors(np.minimum(y, f32(1)), function(fine.astype(float)))[fine <= cut].max()
    print(f"  cut at {cut:.9g}f; at {len(fine)} points {error:.2f} ulp")


def exponential():
    """e^r on [-ln 2 / 2, ln 2 / 2] as 1 + r + c2 r^2 + ... + c6 r^6."""
    fit_exponential("exp", 6, lambda c, r: horner(c, r))


def logistic():
    """e^-r on [-ln 2 / 2, ln 2 / 2] as (1 - r) + r^2 ((c2 - c3 r) + r^2 (c4 - c5 r))."""
    def evaluate(c, r):
        r = -r
        square = (r * r).astype(f32)
        p = fma(fma(-c[5], r, c[4]), square, fma(-c[3], r, c[2]))
        return fma(p, square, (f32(1) - r).astype(f32))

    fit_exponential("e^-r of the sigmoid", 5, evaluate)


def fit_exponential(name, degree, evaluate):
    limit = np.log(2) / 2 * 1.001
    r = np.cos(np.linspace(0, np.pi, 4000)) * limit
    fit, p, _ = lawson(r, np.exp(r), degree, 0, [1.0, 1.0])
    grid = np.linspace(-limit, limit, 60001).astype(f32)
    c, error = polish(lambda c: evaluate(c, grid), np.exp(grid.astype(float)), p, range(2, degree + 1))
    show(name, fit, error, P=c)


def logarithm():
    """ln(1 + u) = u p(u) / q(u) on [0, 1]."""
    u = (1 - np.cos(np.linspace(0, np.pi, 4001)))[1:] / 2
    fit, p, q = lawson(u, np.log1p(u) / u, 4, 3, [1.0])
    grid = samples(1e-6, 1.0, 30000)

    def evaluate(c):
        return ((grid * horner(c[:5], grid)).astype(f32) / horner(c[5:], grid)).astype(f32)

    c, error = polish(evaluate, np.log1p(grid.astype(float)), np.r_[p, q], [1, 2, 3, 4, 6, 7, 8])
    show("log1p", fit, error, P=c[:5], Q=c[5:])


if __name__ == "__main__":
    odd_rational("tanh", np.tanh, 8.7, 4, 4, 1.0)
    odd_rational("erf(x/sqrt 2)", lambda x: special.erf(x / np.sqrt(2)), 5.4, 5, 5, None)
    exponential()
    logistic()
    logarithm()
