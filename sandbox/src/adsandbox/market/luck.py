"""Chance by key: every draw depends on (seed, what is drawn, who, when) and on nothing else.

A sequential generator would make each draw depend on how many came before it, so that one more ad would
change every other ad's luck. Here a draw is a hash of its key, so it can be taken in any order, again, or
never.

Sources: SplitMix64 finaliser (Steele, Lea, Flood 2014); inverse normal AS 241 (Wichura 1988); Poisson
inversion (Devroye 1986, chapter X.3), Cornish-Fisher expansion for large means (Johnson, Kemp, Kotz 2005).
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_EXACT_POISSON_UP_TO = 40.0


def _mix(words: Words) -> Words:
    words = words + _GOLDEN
    words = (words ^ (words >> np.uint64(30))) * _M1
    words = (words ^ (words >> np.uint64(27))) * _M2
    return words ^ (words >> np.uint64(31))


def _unit(words: Words) -> Floats:
    unit: Floats = ((words >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53
    return unit


class Luck:
    """All chance of one market, by its seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, measure: str, *keys: ArrayLike) -> Floats:
        """Numbers in (0, 1), one per broadcast element of `keys` (integers such as entity ids and days)."""
        return _unit(self.states(measure, *keys))

    def states(self, measure: str, *keys: ArrayLike) -> Words:
        """What draws with these first keys have in common, for `uniform_after`."""
        with np.errstate(over="ignore"):
            start = np.array([self.seed & 0xFFFFFFFFFFFFFFFF, zlib.crc32(measure.encode())], dtype=np.uint64)
            state = _mix(_mix(start[:1]) ^ start[1:])
            for key in keys:
                words = np.asarray(key, dtype=np.int64).astype(np.uint64)
                state = _mix(state ^ _mix(words))
        return state.reshape(np.broadcast_shapes(*(np.shape(key) for key in keys)))

    def uniform_after(self, states: Words, key: Ints) -> Floats:
        """`uniform` with one more key, quicker where many draws share their first keys."""
        with np.errstate(over="ignore"):
            return _unit(_mix(states ^ _mix(key.astype(np.uint64))))

    def normal(self, measure: str, *keys: ArrayLike) -> Floats:
        """Standard normal numbers."""
        return inverse_normal(self.uniform(measure, *keys))

    def lognormal(self, measure: str, variation: float | Floats, *keys: ArrayLike) -> Floats:
        """Positive factors with mean 1 and coefficient of variation `variation`."""
        sigma = np.sqrt(np.log1p(np.square(variation)))
        factors: Floats = np.exp(sigma * self.normal(measure, *keys) - 0.5 * sigma * sigma)
        return factors

    def poisson(self, measure: str, mean: Floats, *keys: ArrayLike) -> Ints:
        """Poisson counts. For the same key a larger mean never gives a smaller count."""
        return poisson_quantile(mean, self.uniform(measure, *keys))


def inverse_normal(p: Floats) -> Floats:
    """Quantile of the standard normal distribution for p in (0, 1) (Wichura's AS 241, PPND16)."""
    q = p - 0.5
    r_middle = 0.180625 - q * q
    middle = q * _ratio(_A, _B, r_middle)
    tail_p = np.where(q < 0, p, 1.0 - p)
    r_tail = np.sqrt(-np.log(np.clip(tail_p, 1e-300, 1.0)))
    near = _ratio(_C, _D, r_tail - 1.6)
    if np.any(r_tail > 5.0):
        near = np.where(r_tail <= 5.0, near, _ratio(_E, _F, r_tail - 5.0))
    tail = near * np.where(q < 0, -1.0, 1.0)
    result: Floats = np.where(np.abs(q) <= 0.425, middle, tail)
    return result


def _ratio(top: tuple[float, ...], bottom: tuple[float, ...], x: Floats) -> Floats:
    return _polynomial(top, x) / _polynomial(bottom, x)


def _polynomial(coefficients: tuple[float, ...], x: Floats) -> Floats:
    value: Floats = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


# fmt: off
_A = (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608)
_B = (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0)
_C = (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
      3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734)
_D = (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
      0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0)
_E = (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
      0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772)
_F = (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
      0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0)
# fmt: on


def poisson_quantile(mean: Floats, unit: Floats) -> Ints:
    """The Poisson quantile at `unit` for each `mean`; non-decreasing in the mean."""
    mean, unit = np.broadcast_arrays(np.maximum(mean, 0.0), unit)
    counts = _exact_quantile(np.minimum(mean, _EXACT_POISSON_UP_TO), unit)
    large = mean > _EXACT_POISSON_UP_TO
    if np.any(large):
        m, z = mean[large], inverse_normal(unit[large])
        approximate = np.floor(m + np.sqrt(m) * z + (z * z - 1.0) / 6.0 + 0.5).astype(np.int64)
        counts[large] = np.maximum(counts[large], approximate)
    return counts


def _exact_quantile(mean: Floats, unit: Floats) -> Ints:
    term = np.exp(-mean)
    cumulative = term.copy()
    counts = np.zeros(mean.shape, dtype=np.int64)
    step = 0
    pending = unit > cumulative
    while np.any(pending) and step < 400:
        step += 1
        counts += pending
        term = term * mean / step
        cumulative = cumulative + term
        pending = pending & (unit > cumulative)
    return counts
