"""The language of the screens: loads the translations that come with the program and switches them at run time.

English is the source and still has a file of its own, for its plurals. Widgets hear ``LanguageChange`` from Qt; view
models hear ``changed``, before them. Receipts have their own setting and do not follow this one.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

I18N_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"
LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
_PREFIX = "bartender_"


class Language(QObject):
    """The language in force."""

    changed = Signal(str)

    def __init__(
        self, app: QCoreApplication, folder: Path = I18N_FOLDER, parent: QObject | None = None
    ) -> None:
        """``folder`` holds ``bartender_<code>.qm``; nothing is loaded before ``use``."""
        super().__init__(parent)
        self._app = app
        self._folder = folder
        self._installed: list[QTranslator] = []
        self.code = ""

    def use(self, code: str) -> None:
        """Show everything in the language ``code`` (``fr``, ``en``). Raises ValueError when there is no such file."""
        if code == self.code:
            return
        own = QTranslator(self)
        if not own.load(str(self._folder / f"{_PREFIX}{code}.qm")):
            raise ValueError(f"no translation for {code!r}")
        fresh = [own]
        qt = QTranslator(self)
        if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            fresh.insert(0, qt)  # a later translator is asked first: ours
        stale, self._installed = self._installed, fresh
        self.code = code
        QLocale.setDefault(QLocale(code))
        for translator in fresh:
            self._app.installTranslator(translator)
        for translator in stale:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self.changed.emit(code)

    def drop(self) -> None:
        """Take the translations out again: the end of the program, or of a test."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.code = ""
