"""The view models of a counter's pages. What the first page does not show is imported and made when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject

from app.till.till import Till
from app.ui.tasks import Tasks
from app.ui.view_models.sale import SaleModel
from app.ui.view_models.sign_in import SignInModel
from app.ui.view_models.status import StatusModel

if TYPE_CHECKING:
    from app.ui.view_models.change import ChangeModel
    from app.ui.view_models.consignments import KeptModel
    from app.ui.view_models.day import DayModel
    from app.ui.view_models.decision import DecisionModel
    from app.ui.view_models.diagnostics import DiagnosticsModel
    from app.ui.view_models.exchange import ExchangeModel
    from app.ui.view_models.keeping import KeepingModel
    from app.ui.view_models.outbox import OutboxModel
    from app.ui.view_models.payment import PaymentModel
    from app.ui.view_models.returns import ReturnModel
    from app.ui.view_models.sale_detail import SaleDetailModel
    from app.ui.view_models.sold import SoldModel
    from app.ui.view_models.transfers import TransfersModel


class Speaking(Protocol):
    """A view model that has words."""

    def retranslate(self) -> None: ...


class Following(Speaking, Protocol):
    """A view model that follows the till until it is closed."""

    def close(self) -> None: ...


S = TypeVar("S", bound=Speaking)
F = TypeVar("F", bound=Following)


class CounterModels(QObject):
    """The models, by their page's name. ``end_models`` closes those that were made, ``retranslate_models`` says them
    anew.
    """

    def __init__(self, till: Till, tasks: Tasks) -> None:
        super().__init__()
        self._till, self._tasks = till, tasks
        self._speaking: list[Speaking] = []
        self._following: list[Following] = []
        self.sign_in = self._followed(SignInModel(till, tasks, self))
        self.sale = self._followed(SaleModel(till, tasks, self))
        self.status = self._followed(StatusModel(till, self))

    def _spoken(self, model: S) -> S:
        self._speaking.append(model)
        return model

    def _followed(self, model: F) -> F:
        self._following.append(model)
        return self._spoken(model)

    def end_models(self) -> None:
        """Let no model follow the till any longer."""
        for model in self._following:
            model.close()

    def retranslate_models(self) -> None:
        """Let every model say its words in the language of now."""
        for model in self._speaking:
            model.retranslate()

    @cached_property
    def payment(self) -> PaymentModel:
        from app.ui.view_models.payment import PaymentModel

        return self._spoken(PaymentModel(self._till, self._tasks, self))

    @cached_property
    def sold(self) -> SoldModel:
        from app.ui.view_models.sold import SoldModel

        return self._followed(SoldModel(self._till, self))

    @cached_property
    def outbox(self) -> OutboxModel:
        from app.ui.view_models.outbox import OutboxModel

        return self._followed(OutboxModel(self._till, self._tasks, self))

    @cached_property
    def day(self) -> DayModel:
        from app.ui.view_models.day import DayModel

        return self._followed(DayModel(self._till, self))

    @cached_property
    def sale_detail(self) -> SaleDetailModel:
        from app.ui.view_models.sale_detail import SaleDetailModel

        return self._followed(SaleDetailModel(self._till, self._tasks, self))

    @cached_property
    def decision(self) -> DecisionModel:
        from app.ui.view_models.decision import DecisionModel

        return DecisionModel(self)

    @cached_property
    def keeping(self) -> KeepingModel:
        from app.ui.view_models.keeping import KeepingModel

        return self._followed(KeepingModel(self._till, self._tasks, self))

    @cached_property
    def transfers(self) -> TransfersModel:
        from app.ui.view_models.transfers import TransfersModel

        return self._followed(TransfersModel(self._till, self._tasks, self))

    @cached_property
    def returns(self) -> ReturnModel:
        from app.ui.view_models.returns import ReturnModel

        return self._followed(ReturnModel(self._till, self._tasks, self))

    @cached_property
    def exchange(self) -> ExchangeModel:
        from app.ui.view_models.exchange import ExchangeModel

        return self._followed(ExchangeModel(self._till, self._tasks, self))

    @cached_property
    def kept(self) -> KeptModel:
        from app.ui.view_models.consignments import KeptModel

        return self._followed(KeptModel(self._till, self._tasks, self))

    @cached_property
    def change(self) -> ChangeModel:
        from app.ui.view_models.change import ChangeModel

        return self._followed(ChangeModel(self._till, self._tasks, self))

    @cached_property
    def diagnostics(self) -> DiagnosticsModel:
        from app.ui.view_models.diagnostics import DiagnosticsModel

        return self._spoken(DiagnosticsModel(self._till, self))
