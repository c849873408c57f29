"""The till's place among the bar's tills: what enrolment gave, kept as the profile's one secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from app.domain.errors import DeviceFailed
from app.domain.frozen import frozen


@frozen
class Place:
    """Where this till belongs. ``url`` and ``token`` are secrets: never shown, never logged.

    ``code`` is the enrolment code while the server has not answered yet: the same code and token may be asked again.
    """

    url: str = field(repr=False)
    token: str = field(repr=False)
    till_code: str
    till_name: str
    bar: str
    code: str = field(default="", repr=False)

    @property
    def is_enrolled(self) -> bool:
        return not self.code

    def to_secret(self) -> dict[str, str]:
        return {
            "url": self.url,
            "token": self.token,
            "till_code": self.till_code,
            "till_name": self.till_name,
            "bar": self.bar,
            "code": self.code,
        }

    @staticmethod
    def from_secret(secret: Mapping[str, str]) -> Place:
        """Read it back. Raises DeviceFailed ``TLCFG`` when something is missing."""
        try:
            return Place(**{name: secret[name] for name in Place.__dataclass_fields__})
        except KeyError as error:
            raise DeviceFailed("TLCFG", {"reason": f"{error} is missing"}) from error
