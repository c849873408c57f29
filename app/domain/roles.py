"""Who may do what, as the screens need it. The server decides; the screen only hides what would be refused."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    SELLER = "seller"
    MANAGER = "manager"
    OWNER = "owner"

    @property
    def pin_length(self) -> int:
        """Digits of a person's PIN: 4 for servers, 6 for managers and owners."""
        return 4 if self is Role.SELLER else 6

    def has_rights_of(self, other: Role) -> bool:
        """Tell whether the person may do whatever ``other`` may."""
        return _RANKS.index(self) >= _RANKS.index(other)

    @property
    def may_override_stock(self) -> bool:
        """Whether the person may « vendre quand même » when the stock says no."""
        return self is not Role.SELLER

    @property
    def may_set_up_printers(self) -> bool:
        """Whether the person may change the printers of a till: a setting of the machine, which no server checks."""
        return self is not Role.SELLER


_RANKS = (Role.SELLER, Role.MANAGER, Role.OWNER)
