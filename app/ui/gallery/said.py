"""What the till says, and what lies over a page."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.ui import format as text_of
from app.ui.controls.buttons import Kind
from app.ui.controls.lamp import OFFLINE, ONLINE, SHUT, UNSURE, StatusStrip
from app.ui.controls.layout import label
from app.ui.controls.letters import LargeLetterPad, LetterPad, Shift, WordPad
from app.ui.controls.notice import Notice
from app.ui.controls.sheet import Sheet
from app.ui.controls.text_sheet import TextSheet
from app.ui.controls.toast import Toast
from app.ui.gallery import samples
from app.ui.gallery.stage import As, Host, Leaf, Stage, words_for

_STRIPS = (
    (ONLINE, As.USUAL),
    (ONLINE, As.LOCKING),
    (UNSURE, As.UNSURE),
    (OFFLINE, As.OFFLINE),
    (SHUT, As.SHUT),
    (OFFLINE, As.LONG),
)


def _strips(stage: Stage) -> None:
    for lamp, state in _STRIPS:
        strip = StatusStrip(stage.theme)
        has_banner = lamp in (OFFLINE, SHUT)
        sentence = samples.long_sentence() if state is As.LONG else samples.sentence()
        strip.show_lamp(lamp, samples.tags()[4].text, sentence if has_banner else "")
        strip.show_place("Le Baobab", "Comptoir")
        strip.show_rest(text_of.totalled(3, 4_800), samples.people()[0].name, "21:47")
        strip.show_locking(words_for(state) if state is As.LOCKING else "")
        strip.show_unprinted(samples.tags()[1].text if lamp == ONLINE else "")
        stage.show_as(state, strip, width_mm=230)


def _notices(stage: Stage) -> None:
    for wide, state in ((150.0, As.REFUSED), (90.0, As.LONG)):
        notice = stage.adopt(Notice(stage.theme))
        notice.show_refusal(samples.refusal(), samples.deeds()[1].label)
        stage.show_as(state, notice, width_mm=wide)


def _toasts(stage: Stage) -> None:
    def say(host: QWidget, *, answer: str) -> None:
        Toast(stage.theme, host).show_text(samples.sentence(), answer)

    for answer, state in (("", As.USUAL), (samples.deeds()[1].label, As.REFUSED)):
        stage.show_as(state, Host(stage.theme, partial(say, answer=answer)), width_mm=120, height_mm=40)


def _sheets(stage: Stage) -> None:
    def open_plain(host: QWidget, *, kind: Kind) -> None:
        sheet = Sheet(stage.theme, "sheet", host, width_mm=90)
        sheet.set_title(samples.sentence())
        words = label("body", "muted", samples.long_sentence())
        words.setWordWrap(True)
        sheet.body.addWidget(words)
        sheet.add_answer("no", samples.deeds()[1].label, Kind.STOP)
        sheet.add_answer("yes", samples.deeds()[0].label, kind)
        sheet.open()

    stage.show_as(
        As.USUAL, Host(stage.theme, partial(open_plain, kind=Kind.PRIMARY)), width_mm=110, height_mm=84
    )
    stage.head("TextSheet")

    def ask(host: QWidget, *, text: str) -> None:
        sheet = TextSheet(stage.theme, "words", host, most=60)
        sheet.ask(samples.sentence(), before=text, hint=samples.advice(), usual=samples.chips())

    for text, state in (("", As.EMPTY), (samples.note(), As.USUAL)):
        stage.show_as(state, Host(stage.theme, partial(ask, text=text)), width_mm=200, height_mm=130)


def _letters(stage: Stage) -> None:
    for pad in (LetterPad(stage.theme), WordPad(stage.theme), LargeLetterPad(stage.theme)):
        stage.show_as(As.USUAL, pad, width_mm=190, caption=type(pad).__name__)
        pad.setVisible(True)
    for capitals in (Shift.ONCE, Shift.STAYS):
        words = WordPad(stage.theme)
        stage.show_as(As.CHOSEN, words, width_mm=190, caption=words.shift_text(capitals))
        words.setVisible(True)
        words.shift(capitals)


PAGES = (
    Leaf("StatusStrip", (StatusStrip,), _strips),
    Leaf("Notice", (Notice,), _notices),
    Leaf("Toast", (Toast,), _toasts),
    Leaf("Sheet, TextSheet", (Sheet, TextSheet), _sheets),
    Leaf("LetterPad, WordPad, LargeLetterPad", (LetterPad, WordPad, LargeLetterPad), _letters),
)
