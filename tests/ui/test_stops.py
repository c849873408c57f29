"""What is followed ends once, all of it."""

from functools import partial

from app.ui.stops import Stops


def test_all_that_is_followed_ends_once() -> None:
    ended = list[str]()
    stops = Stops(partial(ended.append, "bar"), partial(ended.append, "link"))
    stops.add(partial(ended.append, "session"))
    stops.end()
    stops.end()

    assert sorted(ended) == ["bar", "link", "session"]
