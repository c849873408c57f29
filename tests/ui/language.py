"""Languages for tests: the ones that come with the program, and the made-up one that shows what nobody translates."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.ui.i18n import I18N_FOLDER, Language

ROOT = Path(__file__).resolve().parents[2]


def tool() -> ModuleType:
    """Return ``packaging/translations.py``, which is a program and not in a package."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging/translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def speaking(code: str, folder: Path = I18N_FOLDER) -> Iterator[Language]:
    """Show everything in ``code`` while the block runs."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = QLocale()
    language = Language(app, folder)
    language.use(code)
    try:
        yield language
    finally:
        language.drop()
        QLocale.setDefault(before)
