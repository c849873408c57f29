"""Every text is translated, in good French, and reaches the screens; what nobody handed to the translators shows."""

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.controls.sheet import Sheet
from app.ui.i18n import I18N_FOLDER, Language
from app.ui.theme import Theme
from app.ui.windows.counter import Counter
from tests.fakes import Refusal
from tests.ui.language import speaking, tool
from tests.ui.pictures import PICTURES, dress, short_of
from tests.ui.reading import cut, plain, texts
from tests.ui.rig import Rig, ident, product

ROOT = Path(__file__).resolve().parents[2]
THIN = "\u202f"
PAIRS = [
    (message.findtext("source") or "", form.text or "")
    for message in ET.parse(I18N_FOLDER / "bartender_fr.ts").getroot().iter("message")
    if (translation := message.find("translation")) is not None
    for form in (translation.findall("numerusform") or [translation])
]


def test_the_files_are_in_step_with_the_sources() -> None:
    assert tool().complaints() == []


def marked() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call in the windows' sources that hands a text to the translators."""
    for path in sorted((ROOT / "app/ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name == "tr" or (name in ("translate", "QT_TRANSLATE_NOOP") and len(node.args) > 1):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_marked_text_was_extracted() -> None:
    """With a short alias, or anything but a plain text, Qt's tool finds nothing and says nothing."""
    extracted = {source for source, _ in PAIRS}
    missing = []
    for place, call in marked():
        name = ast.unparse(call.func)
        text = call.args[0] if name.endswith("tr") else call.args[1]
        if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            if (
                ast.unparse(text) != "str(source)"
            ):  # the look-up of messages_table, whose texts are marked there
                missing.append(f"{place} {ast.unparse(text)}")
        elif text.value not in extracted:
            missing.append(f"{place} {text.value}")
        if name not in ("self.tr", "QCoreApplication.translate", "QT_TRANSLATE_NOOP"):
            missing.append(f"{place} {name} is not written in full")

    assert not missing, "\n".join(missing)
    assert len(extracted) > 200


@pytest.mark.parametrize(("source", "french"), PAIRS, ids=lambda text: text[:24])
def test_the_french_is_well_set(source: str, french: str) -> None:
    assert not re.search(r"[^\u202f\u00a0«0-9A-Z/][;:!?](?!\w)", french), (
        "a narrow no-break space goes before ; : ! ?"
    )
    assert not re.search(r"[ \u00a0][;:!?]", french), "the space before ; : ! ? does not break, and is narrow"
    assert "'" not in french, "the apostrophe is ’"
    assert "..." not in french
    assert '"' not in french
    assert not re.search(r"« |[^\u202f\u00a0]»", french)
    assert not re.search(r"utilisateur|\berreur", french, re.IGNORECASE)
    is_of_paper = re.search("receipt", source, re.IGNORECASE)
    assert is_of_paper or not re.search("ticket", french, re.IGNORECASE), (
        "a ticket is the paper, never the sale"
    )
    assert sorted(re.findall(r"\{\w+\}|%n", source)) == sorted(re.findall(r"\{\w+\}|%n", french))
    assert len(source) == 1 or source.endswith((".", "?")) == french.endswith((".", "?"))


def test_a_made_up_text_is_dressed_and_its_figures_are_not() -> None:
    accented = tool().accented

    assert accented("Pay {amount} to %n") == "Þàý {amount} ţô %n~~~~"
    assert accented("OK") == "ÔĶ"


# --- the screens in the made-up language


@pytest.fixture(scope="session")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the language in which every translated text is dressed up."""
    folder: Path = tmp_path_factory.mktemp("i18n")
    tool().pseudo(folder)
    return folder


@contextmanager
def counter_window(size: tuple[int, int], language: Language) -> Iterator["Shown"]:
    """Open the counter, and close it whatever happens."""
    shown = Shown(size, language)
    try:
        yield shown
    finally:
        shown.close()


class Shown:
    """The whole counter over a rig, in one language."""

    def __init__(self, size: tuple[int, int], language: Language) -> None:
        self.rig = Rig()
        self.rig.sign_in("aicha")
        self.theme = Theme(is_still=True)
        self.counter = Counter(self.rig.till, self.rig.tasks, self.theme, language)
        self.counter.window.resize(*size)
        self.counter.window.show()
        self.settle()

    def settle(self) -> None:
        self.rig.settle()
        self.counter.status.tick()
        QCoreApplication.processEvents()

    def close(self) -> None:
        self.counter.close()
        QCoreApplication.processEvents()
        self.rig.close()

    def reset(self) -> None:
        """Go back to an empty sale screen with somebody at the till."""
        counter, till = self.counter, self.rig.till
        for sheet in counter.window.findChildren(Sheet):
            sheet.put_away()
        till.checkout.clear()
        self.rig.set_stock("castel-65", 60)
        for held in till.checkout.held:
            self.rig.run(till.checkout.forget(held.key))
        if till.session.person is None:
            self.rig.sign_in("aicha")
        counter.sale.search("")
        counter.window.show_page("sale")
        self.settle()

    def picture(self, code: str, state: str) -> None:
        """Save how it looks, for people."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        size = f"{self.counter.window.width()}x{self.counter.window.height()}"
        self.counter.window.grab().save(str(PICTURES / f"counter-{state.strip('_')}-{code}-{size}.png"))

    def fill(self) -> None:
        for key, qty in {"castel-65": 3, "aloko": 1}.items():
            self.rig.till.checkout.set_qty(product(key), qty)
        self.settle()


def _sign_in(shown: Shown) -> None:
    shown.counter.lock()
    shown.counter.sign_in.choose(ident("aicha"))
    for digit in "0000":
        shown.counter.sign_in.digit(digit)


def _sale(shown: Shown) -> None:
    shown.fill()
    shown.counter.sale.hold()
    shown.fill()
    shown.rig.set_stock("castel-65", 3)
    shown.counter.sale.more(product("castel-65"))


def _manager(shown: Shown) -> None:
    _sale(shown)
    shown.counter.sale.answer("tap", "override")


def _nothing(shown: Shown) -> None:
    shown.counter.sale.search("xyz")


def _menu(shown: Shown) -> None:
    shown.counter.window.open_menu()


def _help(shown: Shown) -> None:
    shown.counter.window.help.open()


def _payment(shown: Shown) -> None:
    shown.fill()
    shown.counter.sale.open_payment()
    shown.counter.payment.tender("500")


def _owed(shown: Shown) -> None:
    _payment(shown)
    shown.counter.payment.toggle_owing()
    shown.counter.payment.tender("10000")


def _mobile(shown: Shown) -> None:
    _payment(shown)
    shown.counter.payment.choose_method("mobile_money")


def _sold(shown: Shown) -> None:
    _owed(shown)
    shown.counter.payment.confirm()


def _outbox(shown: Shown) -> None:
    shown.rig.server.judge = short_of("castel-65", 1)
    shown.fill()
    shown.counter.sale.pay_exact()
    shown.rig.settle()
    shown.rig.server.judge = lambda _command: Refusal("TLSEL", {"member": "x"})
    shown.fill()
    shown.counter.sale.pay_exact()
    shown.rig.settle()
    shown.rig.go_down()
    shown.fill()
    shown.counter.sale.pay_exact()
    shown.rig.settle()
    shown.counter.window.show_page("outbox")


def _reasons(shown: Shown) -> None:
    """Goes on from the outbox as it is shown."""
    keys = shown.counter.window.page.findChildren(QPushButton)
    next(key for key in keys if key.isVisible() and key.objectName().startswith("write-off:")).click()


STATES = (
    _sign_in,
    _sale,
    _manager,
    _nothing,
    _menu,
    _help,
    _payment,
    _owed,
    _mobile,
    _sold,
    _outbox,
    _reasons,
)


def test_no_text_is_hard_coded(qtbot: QtBot, pseudo: Path) -> None:
    dress()
    found = set[str]()
    with speaking("en_XA", pseudo) as language, counter_window((1366, 768), language) as shown:
        for reach in STATES:
            if reach is not _reasons:
                shown.reset()
            reach(shown)
            shown.settle()
            shown.picture("en_XA", reach.__name__)
            found |= {f"{reach.__name__} {text}" for text in plain(shown.rig, shown.counter.window)}

    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize(
    ("code", "size"), [("fr", (1280, 720)), ("en", (1280, 720)), ("fr", (1920, 1080))], ids=str
)
def test_no_text_is_cut(qtbot: QtBot, code: str, size: tuple[int, int]) -> None:
    dress()
    found = set[str]()
    with speaking(code) as language, counter_window(size, language) as shown:
        for reach in STATES:
            if reach is not _reasons:
                shown.reset()
            reach(shown)
            shown.settle()
            shown.picture(code, reach.__name__)
            found |= {f"{reach.__name__} {text}" for text in cut(shown.theme, shown.counter.window)}

    assert not found, "\n".join(sorted(found))


def test_the_language_changes_while_the_till_runs(qtbot: QtBot) -> None:
    dress()
    with speaking("fr") as language, counter_window((1366, 768), language) as shown:
        _payment(shown)
        shown.settle()
        page = shown.counter.window.page
        assert page.findChild(QPushButton, "method:cash").text() == "Espèces"  # type: ignore[union-attr]  # it is there
        language.use("en")
        shown.settle()
        assert shown.counter.status.lamp_text == "Online"
        seen = {text for widget, text in texts(shown.counter.window) if widget.isVisible()}

    assert {"Payment", "Cash", "Card", "Change owed", "Missing", "4 items"} <= seen
    assert not seen & {"Paiement", "Espèces", "Carte", "Monnaie due", "Il manque", "4 articles"}


def test_a_language_without_a_file_is_refused(qapp: QApplication) -> None:
    language = Language(qapp)
    with pytest.raises(ValueError, match="klingon"):
        language.use("klingon")
    assert language.code == ""


OTHERS = frozenset({"Gallery", "Receipt", "RefusedCard"})
"""Contexts with a language of their own: paper, and samples."""
MEANT = {
    *("All", "Exchange", "Given back", "Rejected", "Till", "Touch your name"),
    *("Put the order aside", "Owed to the guest", "Waiting for the manager", "Exact"),
    *(
        "mettre de côté",
        "monnaie due",
        "bien reçu",
        "pas reçu",
        "automatique",
        "en attente d’envoi",
        "reprendre",
    ),
    *(
        "remis en rayon",
        "retirer",
        "retour",
        "valider",
        "à confirmer",
        "à rendre",
        "monnaie due\u202f: {amount}",
    ),
}
"""One text that is two things, or agrees with what it is said of; everything else is said one way."""


def test_one_thing_has_one_name_in_each_language() -> None:
    french: dict[str, set[str]] = {}
    english: dict[str, set[str]] = {}
    for context in ET.parse(I18N_FOLDER / "bartender_fr.ts").getroot().iter("context"):
        if context.findtext("name") in OTHERS:
            continue
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            said = "".join(translation.itertext()).strip()
            source = message.findtext("source") or ""
            english.setdefault(said.lower(), set()).add(source.lower())
            french.setdefault(source, set()).add(said)
    two = {text: names for both in (french, english) for text, names in both.items() if len(names) > 1}

    assert set(two) - MEANT == set(), {text: two[text] for text in set(two) - MEANT}
    assert MEANT - set(two) == set(), "these are said one way now"
