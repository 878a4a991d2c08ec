"""A figure that was measured, and the table of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """What was measured. `target` is empty where only its neighbour has one."""

    key: str
    what: str
    value: float
    target: str = ""
    digits: int = 1  # after the point, in the table


def spread(key: str, what: str, seconds: list[float], target: str) -> list[Figure]:
    """The median and the 95th percentile, in milliseconds."""
    return [
        Figure(f"{key}_ms_median", f"{what}, median (ms)", 1000 * median(seconds), target),
        Figure(f"{key}_ms_p95", f"{what}, 95 of 100 (ms)", 1000 * quantiles(seconds, n=20)[-1]),
    ]


def table(figures: Iterable[Figure]) -> str:
    """One line a figure."""
    rows = [(figure.what, f"{figure.value:.{figure.digits}f}", figure.target) for figure in figures]
    width = max(len(what) for what, _, _ in rows)
    return "\n".join(
        f"{what:{width}}  {value:>8}  {target}".rstrip()
        for what, value, target in [("", "here", "to reach"), *rows]
    )
