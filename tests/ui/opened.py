"""View models over a rig, opened as their pages open them, and closed with the rig."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import QObject

from app.domain.sale_detail import SaleDetail
from app.ui.view_models.day import DayModel
from app.ui.view_models.sale_detail import SaleDetailModel
from tests.ui.rig import Rig

M = TypeVar("M", bound=QObject)
NOT_ON_DISK = "Le disque refuse : rien n’a été fait. Libérez de la place, puis réessayez."


def kept(rig: Rig, model: M) -> M:
    rig.keep(model.close)  # type: ignore[attr-defined]  # each of them has it
    return model


def opened(rig: Rig, sale: dict[str, Any]) -> tuple[DayModel, SaleDetailModel]:
    """Open a sale of the day as the page does."""
    day, detail = kept(rig, DayModel(rig.till)), kept(rig, SaleDetailModel(rig.till, rig.tasks))
    day.enter()
    rig.settle()
    detail.open(sale["id"], day.page())
    rig.settle()
    return day, detail


def whole(rig: Rig, sale: dict[str, Any]) -> SaleDetail:
    _, model = opened(rig, sale)
    detail = model.detail
    assert detail is not None
    return detail
