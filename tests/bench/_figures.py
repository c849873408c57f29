"""Figures of a measure: medians, percentiles, ratios of an interleaved run, and the line of JSON at its end."""

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence

ROUNDS = 5

Figure = Mapping[str, float]


def spread(values: Sequence[float], digits: int = 2) -> Figure:
    """Return the median of the rounds, and the lowest and the highest."""
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def ratios(ours: Sequence[float], limit: Sequence[float], digits: int = 2) -> Figure:
    """Return ours divided by the limit, round by round: what was measured side by side is compared, nothing else."""
    return spread([a / b for a, b in zip(ours, limit, strict=True)], digits)


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which ``part`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def latency_ms(seconds: Sequence[float]) -> Figure:
    """Return p50, p95 and p99 in milliseconds."""
    return {
        name: round(percentile(seconds, part) * 1000, 2)
        for name, part in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }


def goal(
    what: str, measured: float, *, least: float | None = None, most: float | None = None
) -> dict[str, object]:
    """Return one line of a measure's verdict."""
    is_met = (least is None or measured >= least) and (most is None or measured <= most)
    limit = {"least": least} if least is not None else {"most": most}
    return {"what": what, "measured": measured, **limit, "met": is_met}


def end(goals: Iterable[Mapping[str, object]], **figures: object) -> None:
    """Print the verdict for people, then everything as the last line."""
    goals = list(goals)
    for one in goals:
        bound = f"≥ {one['least']}" if "least" in one else f"≤ {one['most']}"
        print(f"  {one['what']}: {one['measured']} (goal {bound}) {'met' if one['met'] else 'NOT MET'}")
    print(json.dumps({"goals": goals, **figures}, ensure_ascii=False))
