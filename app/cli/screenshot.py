"""``--screenshot``: sign in and sell by taps on the real window, save its picture, and cancel what was sold for it.

The taps go through Qt's own test events, to the very widgets that a finger would meet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import click
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.catalog import folded
from app.domain.ids import SaleId
from app.sync.ports import State
from app.till.till import Till
from app.ui.controls.grid import ProductGrid
from app.ui.windows.counter import Counter

PATIENCE_S = 30.0
TURN_S = 0.02
REASON = "Vente d’essai, pour une photo de l’écran"
"""Why the sale of the picture is cancelled, for whoever reads the demo's day: in the bar's own language."""
ROUND = ("flag", "beninoise", "castel", "youki", "possotome")
"""What stands in the cart of the picture: the first product whose name begins so, in the demo bar."""


async def take_screenshot(
    counter: Counter, till: Till, file: Path, seller: tuple[str, str], owner: tuple[str, str]
) -> int:
    """Sign ``seller`` in, sell a drink in two taps, fill a cart, save the picture; returns the exit code.

    An order that is there is somebody's: it is put aside under that name, and stays so.
    ``owner`` then cancels the sale: whoever opens this till next finds the day's figures as they were. People are a
    name and a PIN.
    """
    await _until(lambda: till.bar.is_ready and bool(till.bar.cards()), "the bar's products")
    await _until(lambda: all(card.stock is not None for card in till.bar.cards()), "the stock")
    till.checkout.hold_for_whose()
    await _sign_in(counter, till, *seller)
    window = counter.window
    grid = window.page.findChild(ProductGrid)
    assert grid is not None
    card = next(c for c in till.bar.cards() if (c.available or 0) > 12)
    _tap_tile(grid, card.product.id)
    _tap(window.page, "exact")
    await _until(lambda: window.page.objectName() == "sold", "« Vendu »")
    row = till.outbox.rows()[-1]
    await _until(lambda: _is_done(till, row.no), "the server's word")
    window.go_home()
    for product in _round(till):
        _tap_tile(grid, product)
    await asyncio.sleep(0.4)  # motion ends
    file.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(file)):
        raise click.ClickException(f"The picture cannot be written: {file}")
    counter.sale.clear()
    await _cancel(counter, till, SaleId(str(row.body["sale"])), *owner)
    click.echo(
        f"Sold by taps: {row.ticket}, {row.amount} F; the server has booked it. The owner has cancelled it since: "
        f"no figure of the day holds it. Picture: {file}"
    )
    return 0


async def _cancel(counter: Counter, till: Till, sale: SaleId, name: str, pin: str) -> None:
    """Cancel what was sold for the picture, as its bar's owner. Raises TillError when that cannot be."""
    counter.lock()
    member = till.bar.person_named(name)
    assert member is not None, name
    await till.session.sign_in(member, pin)
    row = await till.after.cancel(sale, REASON)
    await _until(lambda: _is_done(till, row.no), "the server's word on its end")
    counter.lock()


async def _sign_in(counter: Counter, till: Till, person: str, pin: str) -> None:
    member = till.bar.person_named(person)
    if member is None:
        raise click.ClickException(f"Nobody here is called {person}.")
    page = counter.window.page
    counter.sign_in.choose(member)
    for digit in pin:
        _tap(page, f"key:{digit}")
    await _until(lambda: counter.window.page.objectName() == "sale", "the sign-in")


def _is_done(till: Till, no: int) -> bool:
    """Whether the server has done it; what every snapshot contains is forgotten."""
    row = till.outbox.row(no)
    return row is None or row.state is State.DONE


def _round(till: Till) -> list[str]:
    cards = [card for card in till.bar.cards() if (card.available or 0) > 2]
    found = [next((c for c in cards if folded(c.product.name).startswith(name)), None) for name in ROUND]
    products = [card.product.id for card in found if card is not None]
    return [*products, *products[:1]]


def _tap(page: QWidget, name: str) -> None:
    key = page.findChild(QPushButton, name)
    assert key is not None, name
    QTest.mouseClick(key, Qt.MouseButton.LeftButton)


def _tap_tile(grid: ProductGrid, product: str) -> None:
    point: QPoint = grid.tap_point(product)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


async def _until(is_so: Callable[[], bool], what: str) -> None:
    for _ in range(round(PATIENCE_S / TURN_S)):
        if is_so():
            return
        await asyncio.sleep(TURN_S)
    raise click.ClickException(f"Waited {PATIENCE_S:.0f} s in vain for {what}.")
