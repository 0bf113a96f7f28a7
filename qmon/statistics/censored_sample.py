"""A sample of which some results are known only to lie below a limit, by different numbers; means and percentiles of what is made of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

Numbers = Sequence[float] | np.ndarray


class Frequencies(NamedTuple):
    """Different numbers ascending, and how often each occurs."""

    numbers: np.ndarray
    times: np.ndarray

    @classmethod
    def of(cls, numbers: Numbers, times: Numbers | None = None) -> "Frequencies":
        """The frequencies of numbers in any order; times: how often each is meant, else once."""
        every = np.asarray(numbers, float)
        order = np.argsort(every, kind="stable")  # quick on what comes in ascending runs
        every = every[order]
        first = np.flatnonzero(np.concatenate([np.ones(min(len(every), 1), bool), every[1:] != every[:-1]]))
        meant = np.ones(len(every), np.int64) if times is None else np.asarray(times, np.int64)[order]
        return cls(every[first], np.add.reduceat(meant, first) if len(first) else meant)

    @property
    def n(self) -> int:
        return int(self.times.sum())

    @property
    def total(self) -> float:
        return float((self.numbers * self.times).sum())

    @property
    def mean(self) -> float:
        return self.total / self.n

    def percentile(self, share: float) -> float:
        """The value below which a share of results lies; that of rank (n + 1) share, between two ranks in proportion (Weibull)."""
        rank = min(max(share * (self.n + 1), 1), self.n) - 1
        lower, upper = (
            float(self.numbers[np.searchsorted(self.times.cumsum(), at, "right")]) for at in (math.floor(rank), math.ceil(rank))
        )
        return lower + (upper - lower) * (rank % 1)


@dataclass(frozen=True)
class Filled:
    """Measured values, and values put in for those below limits."""

    values: Frequencies
    imputed: np.ndarray

    @property
    def mean(self) -> float:
        return (self.values.total + float(self.imputed.sum())) / (self.values.n + len(self.imputed))

    @cached_property
    def whole(self) -> Frequencies:
        """All of them."""
        times = np.concatenate([self.values.times, np.ones(len(self.imputed), np.int64)])
        return Frequencies.of(np.concatenate([self.values.numbers, self.imputed]), times)

    def percentile(self, share: float) -> float:
        """As of Frequencies."""
        return self.whole.percentile(share)


class Sample(NamedTuple):
    """Results in one unit: the measured values, and for each of the others the limit below which it lies."""

    values: Frequencies
    limits: Frequencies

    @classmethod
    def of(cls, values: Numbers, limits: Numbers) -> "Sample":
        """A sample of single results."""
        return cls(Frequencies.of(values), Frequencies.of(limits))

    @property
    def n(self) -> int:
        return self.values.n + self.limits.n


class Curve(NamedTuple):
    """Measured values, descending, and the estimated share that lies at or above each; what is left lies at `least`."""

    numbers: np.ndarray
    shares: np.ndarray
    least: float

    @property
    def mean(self) -> float:
        """The mean of the values, each by its step; of what is left an upper one."""
        steps = np.diff(self.shares, prepend=0.0)
        return float((self.numbers * steps).sum()) + (1 - float(steps.sum())) * self.least

    def percentile(self, share: float) -> float:
        """The largest value below which at most a share of results lies."""
        reached = int(np.searchsorted(self.shares, 1 - share, side="left"))
        return float(self.numbers[reached]) if reached < len(self.numbers) else self.least


class Lognormal(NamedTuple):
    """Mean and standard deviation of the logarithms."""

    log_mean: float
    log_sd: float

    @property
    def mean(self) -> float:
        """The mean of the lognormal distribution."""
        return math.exp(self.log_mean + self.log_sd**2 / 2)

    def percentile(self, share: float) -> float:
        """The value below which a share of results lies."""
        return math.exp(self.log_mean + self.log_sd * NormalDist().inv_cdf(share))
