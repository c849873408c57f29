"""B1: sales a second through api.submit in 100 bars, beside a plain function that writes the same rows."""

import asyncio

from tests.bench._figures import end
from tests.bench._submitting import compare, goals_of


def main() -> None:
    figures = asyncio.run(compare(bars=100, connections=(8, 32)))
    end(goals_of(figures), **figures)


if __name__ == "__main__":
    main()
