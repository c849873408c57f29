"""Words for printers: how they are reached, what they print when, what opens a drawer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.code_pages import PLAIN, CodePage
from app.domain.printers import Drawer, Transport, When


def transport_text(transport: Transport) -> str:
    match transport:
        case Transport.NETWORK:
            return QCoreApplication.translate("PrinterWords", "Network")
        case Transport.USB:
            return QCoreApplication.translate("PrinterWords", "USB cable")
        case Transport.SERIAL:
            return QCoreApplication.translate("PrinterWords", "Serial port")
        case Transport.SYSTEM:
            return QCoreApplication.translate("PrinterWords", "System", "printer of the machine")
        case Transport.PDF:
            return QCoreApplication.translate("PrinterWords", "PDF")


def when_text(when: When) -> str:
    match when:
        case When.ALWAYS:
            return QCoreApplication.translate("PrinterWords", "Always", "a receipt is printed")
        case When.ON_DEMAND:
            return QCoreApplication.translate("PrinterWords", "On demand", "a receipt is printed")
        case When.NEVER:
            return QCoreApplication.translate("PrinterWords", "Never", "a receipt is printed")


def drawer_text(drawer: Drawer) -> str:
    match drawer:
        case Drawer.NONE:
            return QCoreApplication.translate("PrinterWords", "None", "no cash drawer")
        case Drawer.PIN_2:
            return QCoreApplication.translate("PrinterWords", "Pin 2", "of the drawer's plug")
        case Drawer.PIN_5:
            return QCoreApplication.translate("PrinterWords", "Pin 5", "of the drawer's plug")


def pages_text(page: CodePage) -> str:
    """Return which letters a printer has, as its manual calls them."""
    if page == PLAIN:
        return QCoreApplication.translate("PrinterWords", "Without accents")
    return page.name
