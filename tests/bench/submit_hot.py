"""B2: sales a second through api.submit in one hot bar, where commits queue for the bar's one lock."""

import asyncio

from tests.bench._figures import end
from tests.bench._submitting import compare, goals_of


def main() -> None:
    figures = asyncio.run(compare(bars=1, connections=(1, 8, 32)))
    end(goals_of(figures), **figures)


if __name__ == "__main__":
    main()
