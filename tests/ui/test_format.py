"""Text made from numbers, in both languages."""

import pytest
from pytestqt.qtbot import QtBot

from app.domain.roles import Role
from app.ui import format as text_of
from tests.ui.language import speaking

THIN, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0 F"),
        (500, "500 F"),
        (12_500, "12_500 F"),
        (1_234_567, "1_234_567 F"),
        (-2_000, "−2_000 F"),
        (None, "…"),
    ],
)
def test_money_is_whole_francs_that_never_break(amount: int | None, shown: str) -> None:
    expected = shown.replace("_", THIN).replace(" ", NBSP)

    assert text_of.money(amount) == expected
    assert " " not in text_of.money(amount)


@pytest.mark.parametrize(
    ("volume_ml", "english", "french"),
    [
        (330, "33 cl", "33 cl"),
        (40, "4 cl", "4 cl"),
        (25, "2.5 cl", "2,5 cl"),
        (1_000, "1 l", "1 l"),
        (1_500, "1.5 l", "1,5 l"),
        (5_250, "5.25 l", "5,25 l"),
        (None, "", ""),
    ],
)
def test_volumes_are_as_bars_write_them(
    qtbot: QtBot, volume_ml: int | None, english: str, french: str
) -> None:
    assert text_of.volume(volume_ml) == english.replace(" ", NBSP)
    with speaking("fr"):
        assert text_of.volume(volume_ml) == french.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (0, "less than a minute", "moins d’une minute"),
        (59.9, "less than a minute", "moins d’une minute"),
        (60, "1 min", "1 min"),
        (12 * 60 + 5, "12 min", "12 min"),
        (3_599, "59 min", "59 min"),
        (2 * 3_600 + 5 * 60, "2 h 05", "2 h 05"),
        (47 * 3_600, "47 h 00", "47 h 00"),
        (48 * 3_600, "2 days", "2 jours"),
        (-5, "less than a minute", "moins d’une minute"),
    ],
)
def test_durations_are_as_people_say_them(qtbot: QtBot, seconds: float, english: str, french: str) -> None:
    with speaking("en"):
        assert text_of.duration(seconds).replace(NBSP, " ") == english
    with speaking("fr"):
        assert text_of.duration(seconds).replace(NBSP, " ") == french


def test_ages_and_waits_are_sentences_parts(qtbot: QtBot) -> None:
    with speaking("fr"):
        assert text_of.since(720) == f"depuis 12{NBSP}min"
        assert text_of.ago(720) == f"il y a 12{NBSP}min"
        assert text_of.ago(5) == "à l’instant"
        assert text_of.wait(45) == "45 secondes"
        assert text_of.wait(121) == "3 minutes"
    with speaking("en"):
        assert text_of.ago(720) == f"12{NBSP}min ago"
        assert text_of.wait(1) == "1 second"


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [(0, "", ""), (1, "1 item", "1 article"), (2, "2 items", "2 articles")],
)
def test_counts_have_their_plural(qtbot: QtBot, n: int, english: str, french: str) -> None:
    with speaking("en"):
        assert text_of.items(n) == english
    with speaking("fr"):
        assert text_of.items(n) == french


def test_french_says_zero_in_the_singular(qtbot: QtBot) -> None:
    with speaking("fr"):
        assert text_of.counts().sales(0) == "0 vente"
    with speaking("en"):
        assert text_of.counts().sales(0) == "0 sales"


def test_the_offline_banner_is_one_calm_sentence(qtbot: QtBot) -> None:
    with speaking("fr"):
        banner = text_of.offline(725, 8, text_of.worth(text_of.counted(8), 14_500))
        assert banner.replace(NBSP, " ").replace(THIN, " ") == (
            "Hors ligne depuis 12 min – 8 ventes (14 500 F) gardées sur ce poste. Continuez à vendre."
        )
        assert "1 vente (500" in text_of.offline(725, 1, text_of.worth(text_of.counted(1), 500))
        assert text_of.offline(725, 0, "") == f"Hors ligne depuis 12{NBSP}min. Continuez à vendre."


def test_the_clock_is_the_bars(qtbot: QtBot) -> None:
    assert text_of.clock(1_780_000_000, "Africa/Porto-Novo") == "21:26"
    assert text_of.clock(1_780_000_000, "Africa/Abidjan") == "20:26"
    assert len(text_of.clock(1_780_000_000, None)) == 5


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Aïcha Bio", "AB"),
        ("Clarisse Houngbédji", "CH"),
        ("Rodrigue", "R"),
        ("Jean-Paul de Souza", "JS"),
        ("  ", "?"),
        ("élodie", "É"),
    ],
)
def test_initials_stand_for_a_name(name: str, initials: str) -> None:
    assert text_of.initials(name) == initials


def test_names_are_listed_and_joined(qtbot: QtBot) -> None:
    assert text_of.listed([]) == ""
    assert text_of.listed(["A"]) == "A"
    assert text_of.joined("65 cl", "", "1 000 F") == "65 cl · 1 000 F"
    with speaking("fr"):
        assert text_of.listed(["A", "B", "C"]) == "A, B et C"


def test_a_tile_is_read_aloud_whole(qtbot: QtBot) -> None:
    with speaking("fr"):
        left = text_of.left_on_shelf(12)
        assert text_of.tile("Flag 65 cl", "1 000 F", left, 0) == "Flag 65 cl, 1 000 F, reste 12"
        assert text_of.tile("Flag 65 cl", "1 000 F", left, 2).endswith("2 dans la commande")
        assert text_of.stock(0) == "Épuisé"
        assert text_of.stock(-3) == "Épuisé"
        assert text_of.stock(None) == "…"
        assert text_of.left_on_shelf(None) == "stock inconnu"
        assert text_of.number(17) == f"N°{NBSP}17"
        assert text_of.totalled(3, 14_500).startswith("3 ventes · ")
        assert text_of.totalled(0, 0) == ""


def test_people_are_called_what_they_are(qtbot: QtBot) -> None:
    with speaking("fr"):
        assert [text_of.role(role) for role in Role] == ["Serveur", "Gérant", "Promoteur"]


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [(None, "…", "…"), (0.0124, "12 ms", "12 ms"), (0.9994, "999 ms", "999 ms"), (1.44, "1.4 s", "1,4 s")],
)
def test_short_times_are_told_in_their_unit(
    qtbot: QtBot, seconds: float | None, english: str, french: str
) -> None:
    assert text_of.milliseconds(seconds) == english.replace(" ", NBSP)
    with speaking("fr"):
        assert text_of.milliseconds(seconds) == french.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [(840, "840 B", "840 o"), (12_400, "12.4 kB", "12,4 ko"), (3_100_000, "3.1 MB", "3,1 Mo")],
)
def test_bytes_are_told_in_their_unit(qtbot: QtBot, count: int, english: str, french: str) -> None:
    assert text_of.size(count) == english.replace(" ", NBSP)
    with speaking("fr"):
        assert text_of.size(count) == french.replace(" ", NBSP)


@pytest.mark.parametrize(("share", "shown"), [(None, "…"), (0.864, "86 %"), (1.0, "100 %")])
def test_a_part_of_the_whole_is_a_percentage(share: float | None, shown: str) -> None:
    assert text_of.percent(share) == shown.replace(" ", NBSP)


def test_days_and_countdowns() -> None:
    with speaking("fr"):
        assert text_of.day("2026-11-29") == "dimanche 29 novembre"
        assert text_of.short_day(1_795_953_600.0, "Africa/Porto-Novo") == "29 nov."
        assert text_of.short_day(1_795_953_600.0, None)
        assert text_of.clock_of("2026-11-29T23:30:00+00:00", "Africa/Porto-Novo") == "00:30"
    with speaking("en"):
        assert text_of.day("2026-11-29") == "Sunday 29 November"
    assert [text_of.countdown(seconds) for seconds in (581, 60.9, 7, 0, -3)] == [
        "9:41",
        "1:00",
        "0:07",
        "0:00",
        "0:00",
    ]


def test_places_in_a_list_and_what_people_typed() -> None:
    with speaking("fr"):
        assert text_of.span(51, 100, 132, is_counted=True) == "51–100 sur 132"
        assert text_of.span(1, 50, 10_000, is_counted=False) == f"1–50 sur plus de 10{THIN}000"
        assert text_of.quoted("sans glace") == f"«{NBSP}sans glace{NBSP}»"
        assert text_of.quoted("") == ""
    with speaking("en"):
        assert text_of.quoted("no ice") == "“no ice”"


def test_pieces_of_a_sale() -> None:
    with speaking("fr"):
        counts = text_of.counts()
        assert (counts.sold(1), counts.sold(2)) == ("1 vendu", "2 vendus")
        assert (counts.came_back(1), counts.kept(2), counts.left(1)) == ("1 rendu", "2 gardés", "reste 1")
        assert (counts.days_left(1), counts.days_left(3)) == ("encore 1 jour", "encore 3 jours")
        assert text_of.worth(text_of.counted(2, are_sales=False), 0) == "2 opérations"


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 MB", "0 Mo"),
        (640_900_000, "640 MB", "640 Mo"),
        (7_412_000_000, "7.4 GB", "7,4 Go"),
        (212_000_000_000, "212 GB", "212 Go"),
    ],
)
def test_room_is_told_as_disks_are_sold(qtbot: QtBot, count: int, english: str, french: str) -> None:
    assert text_of.room(count) == english.replace(" ", NBSP)
    with speaking("fr"):
        assert text_of.room(count) == french.replace(" ", NBSP)
