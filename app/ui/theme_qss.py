"""The one style sheet, made from the theme's tokens; what a control paints by itself is not in here."""

from __future__ import annotations

from dataclasses import asdict

from app.ui.theme import BODY, CAPTION, HEAD, LABEL, SMALL, TILE, TITLE, Theme

_SHEET = """
QWidget {{ color: {text}; font-size: {body}px; }}
QWidget[ground="window"] {{ background: {ground}; }}
QWidget[ground="panel"] {{ background: {panel}; }}
QWidget[ground="rail"] {{ background: {rail}; }}
QWidget[ground="clear"] {{ background: transparent; }}
QLabel {{ background: transparent; }}
QLabel[type="caption"] {{ font-size: {caption}px; color: {muted}; }}
QLabel[type="small"] {{ font-size: {small}px; color: {muted}; }}
QLabel[type="body"] {{ font-size: {body}px; }}
QLabel[type="strong"] {{ font-size: {body}px; font-weight: 600; }}
QLabel[type="label"] {{ font-size: {label}px; font-weight: 500; }}
QLabel[type="title"] {{ font-size: {title}px; font-weight: 700; }}
QLabel[type="head"] {{ font-size: {head}px; font-weight: 700; }}
QLabel[ink="muted"] {{ color: {muted}; }}
QLabel[ink="faint"] {{ color: {faint}; }}
QLabel[ink="accent"] {{ color: {accent_text}; }}
QLabel[ink="ok"] {{ color: {ok}; }}
QLabel[ink="warn"] {{ color: {warn}; }}
QLabel[ink="stop"] {{ color: {stop}; }}
QLineEdit {{
  background: {tile}; color: {text}; border: {hair}px solid {edge}; border-radius: {radius}px;
  padding: 0 {pad}px; font-size: {tile_pt}px; min-height: {touch}px;
  selection-background-color: {accent}; selection-color: {accent_ink}; placeholder-text-color: {faint};
}}
QLineEdit[type="large"] {{ font-size: {title}px; font-weight: 600; min-height: {tall}px; }}
QLineEdit:focus, QLineEdit[typing="true"] {{ border: {thick}px solid {accent_text}; }}
QScrollArea, QListView, QTableView, QPlainTextEdit {{ background: transparent; border: none; outline: none; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QTableView QScrollBar:vertical {{ width: {bar_aside}px; margin: 0 0 0 {gap}px; }}
QScrollBar::handle {{ background: {edge}; border-radius: {bar_radius}px; }}
QScrollBar::handle:vertical {{ min-height: {touch}px; }}
QScrollBar::handle:horizontal {{ min-width: {touch}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {raised}; color: {text}; border: {hair}px solid {edge}; padding: {gap}px; }}
QTableView {{ border: {thick}px solid transparent; border-radius: {gap}px; }}
QTableView:focus {{ border-color: {text}; }}
QTableView {{ gridline-color: {line}; alternate-background-color: {rail}; selection-background-color: {accent_soft};
  selection-color: {text}; font-size: {body}px; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: none; border-bottom: {hair}px solid {line};
  padding: {gap}px {cell}px; font-size: {small}px; font-weight: 600; }}
"""


def style_sheet(theme: Theme) -> str:
    """Return the sheet for the theme as it is now; the window sets it again on ``Theme.changed``."""
    return _SHEET.format(
        **asdict(theme.palette),
        tile_pt=theme.pt(TILE),
        caption=theme.pt(CAPTION),
        small=theme.pt(SMALL),
        body=theme.pt(BODY),
        label=theme.pt(LABEL),
        title=theme.pt(TITLE),
        head=theme.pt(HEAD),
        hair=round(theme.hair()),
        thick=round(theme.hair(0.5)),
        radius=theme.mm(3.2),
        pad=theme.mm(2),
        gap=theme.mm(2),
        cell=theme.mm(0.7),  # as far as a cell's words stand from its edge
        touch=theme.mm(10),
        tall=theme.mm(13),
        bar=theme.mm(1.4),
        bar_aside=theme.mm(1.4) + theme.mm(2),  # beside what a table's last column says
        bar_radius=theme.mm(1.4) // 2,
    )
