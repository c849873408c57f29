"""Every code has its sentence; the sentences say what happens and what to do."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import Rejected
from app.ui import messages
from tests.ui.language import speaking

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\u00a0"
CASTEL = {"product": "p", "name": "Castel", "volume_ml": 650}


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u202f", " ")


def labels(message: messages.Message) -> list[str]:
    return [plain(action.label) for action in message.actions]


def test_the_last_bottle_gone_elsewhere_is_said_with_two_ways_out(qtbot: QtBot) -> None:
    with speaking("fr"):
        said = messages.message("TLSTK", {"short": [{**CASTEL, "wanted": 3, "left": 1}]})

        assert plain(said.sentence) == "Plus que 1 Castel 65 cl. Un autre poste vient d’en vendre."
        assert labels(said) == ["Mettre 1", "Vendre quand même – PIN gérant"]
        assert said.code == "TLSTK"


def test_at_the_tap_the_till_says_what_it_knows(qtbot: QtBot) -> None:
    short = [{**CASTEL, "wanted": 3, "left": 2}]
    with speaking("fr"):
        some, all_in, none = (
            messages.stock_short(short, in_cart=0),
            messages.stock_short(short, in_cart=2),
            messages.stock_short([{**CASTEL, "wanted": 1, "left": 0}], in_cart=0),
        )

        assert labels(some) == ["Mettre 2", "Vendre quand même – PIN gérant"]
        assert plain(all_in.sentence) == "Plus que 2 Castel 65 cl. Tout est déjà dans cette commande."
        assert labels(all_in) == ["Vendre quand même – PIN gérant"]
        assert plain(none.text) == "Épuisé : Castel 65 cl."
        assert labels(none) == ["Vendre quand même – PIN gérant"]


def test_several_short_products_are_listed(qtbot: QtBot) -> None:
    short = [{**CASTEL, "left": 1}, {"product": "q", "name": "Aloko", "left": 0}]
    with speaking("fr"):
        said = messages.message("TLSTK", {"short": short})

        assert plain(said.text) == "Il n’en reste pas assez : seulement 1 Castel 65 cl et 0 Aloko."
        assert labels(said)[0] == "Mettre ce qui reste"


def test_new_prices_are_told_with_the_old_ones(qtbot: QtBot) -> None:
    with speaking("fr"):
        one = messages.message("TLPRC", {"changed": [{**CASTEL, "asked": 900, "price": 1000}]})
        two = messages.message("TLPRC", {"changed": [{**CASTEL, "price": 1000}, {"name": "A", "price": 500}]})

        assert plain(one.text) == "Castel 65 cl est maintenant à 1 000 F, et non plus à 900 F."
        assert plain(two.text) == "Des prix ont changé : Castel 65 cl 1 000 F et A 500 F."
        assert labels(one) == ["Prendre les nouveaux prix"]


@pytest.mark.parametrize(
    ("code", "params", "french"),
    [
        ("TLPIN", {"tries_left": 2}, "Code PIN faux. Il vous reste 2 essais."),
        ("TLPIN", {"tries_left": 1}, "Code PIN faux. Il vous reste 1 essai."),
        ("TLPIN", {"tries_left": 0}, "Code PIN faux. Attendez une minute avant le prochain essai."),
        (
            "TLLCK",
            {"seconds": 60},
            "Trop de codes PIN faux. Réessayez dans 60 secondes, ou demandez au gérant.",
        ),
        ("TLLIM", {"retry_s": 600}, "Trop d’essais en peu de temps. Réessayez dans 10 minutes."),
        (
            "TLPRD",
            {"products": [CASTEL]},
            "N’est plus vendu : Castel 65 cl. Retirez-le de la commande, ou choisissez-en un autre.",
        ),
        (
            "TLPRD",
            {"products": ["id"]},
            "Ce produit n’est plus vendu. Retirez-le de la commande, ou choisissez-en un autre.",
        ),
        (
            "TLPRX",
            {"name": "Castel"},
            (
                "Le prix de Castel n’est pas encore connu. Il arrive avec la connexion. "
                "Vendez autre chose en attendant."
            ),
        ),
        (
            "TLBAR",
            {"code": "2000"},
            (
                "Aucun produit n’a le code-barres 2000. Cherchez-le par son nom, "
                "ou faites ajouter son code par le gérant."
            ),
        ),
        (
            "TLQTY",
            {"most": 999},
            "Une ligne contient 999 pièces au plus. Vendez le reste dans une deuxième vente.",
        ),
        ("TLRGT", {"needs": "manager"}, "Seul un gérant peut le faire. Demandez à un gérant son code PIN."),
        ("TLRGT", {"needs": "owner"}, "Seul le promoteur peut le faire. Demandez à un gérant son code PIN."),
        ("TLRGT", {}, "Vous ne pouvez pas le faire. Demandez à un gérant son code PIN."),
        (
            "TLINP",
            {"path": "lines[0].qty"},
            (
                "Le système central n’a pas pu lire cette vente. Corrigez-la et revendez-la ; "
                "prévenez le gérant (lines[0].qty)."
            ),
        ),
        (
            "TLOFF",
            {"name": "Aïcha"},
            (
                "Aïcha ne s’est encore jamais identifié sur ce poste. Cette fois-ci, il faut la connexion. "
                "Quelqu’un d’autre peut vendre."
            ),
        ),
        (
            "TLOFF",
            {"name": "Aïcha", "days": 14},
            (
                "Aïcha ne s’est pas identifié en ligne depuis 14 jours. Cette fois-ci, il faut la connexion. "
                "Quelqu’un d’autre peut vendre."
            ),
        ),
        (
            "TLLED",
            {"reason": "adopted", "brought": 214, "unreadable": 0},
            "214 opérations sont reprises d’une copie. Rien n’est compté deux fois. Continuez à vendre.",
        ),
        (
            "TLLED",
            {"reason": "adopted", "brought": 1, "unreadable": 3},
            "1 opération est reprise d’une copie. 3 n’ont pas pu être lues : la copie est abîmée.",
        ),
        (
            "TLLED",
            {"reason": "gap"},
            (
                "Le système central ne connaît pas le journal de ce poste. "
                "Le poste en ouvre un nouveau tout seul. Continuez à vendre."
            ),
        ),
        (
            "TLCPY",
            {"reason": "full", "volume": "KINGSTON"},
            "Plus de place sur KINGSTON. Libérez-y de la place, ou prenez une autre clé.",
        ),
        (
            "TLCPY",
            {"reason": "protected", "volume": "KINGSTON"},
            (
                "KINGSTON refuse l’écriture. Déverrouillez-la avec le petit bouton sur le côté, "
                "ou prenez une autre clé."
            ),
        ),
        ("TLCPY", {"reason": "gone"}, "Cette clé n’est plus là. Rebranchez la clé."),
        ("TLCPY", {"reason": "busy", "volume": "X"}, "Une copie se fait déjà sur X. Attendez un instant."),
        (
            "TLCPY",
            {"reason": "unsound", "volume": "KINGSTON"},
            "Le journal de ce poste ne peut pas être lu. Laissez ce poste allumé et appelez l’assistance.",
        ),
        (
            "TLCPY",
            {"reason": "broken", "volume": "KINGSTON"},
            "KINGSTON répond mal. Réessayez, ou prenez une autre clé.",
        ),
        ("TLADO", {"reason": "missing"}, "Cette copie n’est plus là. Rebranchez la clé."),
        (
            "TLADO",
            {"reason": "no ledger"},
            "Ce fichier n’est pas la copie d’un poste. Choisissez-en un autre.",
        ),
        (
            "TLADO",
            {"reason": "another bar's"},
            "Cette copie vient d’un autre bar. Seul un poste de ce bar-là peut la reprendre.",
        ),
        (
            "TLADO",
            {"reason": "EIO"},
            "Cette copie ne peut pas être lue. Réessayez, ou prenez une autre copie.",
        ),
        (
            "TLDSK",
            {},
            (
                "Le disque refuse : rien n’a été vendu. La commande est gardée. "
                "Libérez de la place sur le disque, puis réessayez."
            ),
        ),
    ],
)
def test_a_refusal_reads_as_a_person_would_say_it(
    qtbot: QtBot, code: str, params: dict[str, object], french: str
) -> None:
    with speaking("fr"):
        assert plain(messages.of_error(Rejected(code, params)).sentence) == french


@pytest.mark.parametrize(
    "params", [None, {}, {"short": "x", "changed": 3, "products": None, "tries_left": "?"}]
)
def test_a_sentence_is_made_from_whatever_the_parameters_hold(params: dict[str, object] | None) -> None:
    for code in messages.codes():
        said = messages.message(code, params)

        assert said.text, code
        assert said.code == code
        assert "{" not in said.sentence, code


def test_an_unknown_code_gets_a_decent_sentence(qtbot: QtBot) -> None:
    with speaking("fr"):
        said = messages.message("TLZZZ", {"a": 1})

        assert said.sentence.startswith("Quelque chose d’inattendu a été refusé.")
        assert said.code == "TLZZZ"
        assert "TLZZZ" not in said.sentence


def test_no_sentence_shows_a_code_or_a_forbidden_word(qtbot: QtBot) -> None:
    with speaking("fr"):
        for code in messages.codes():
            said = messages.message(code).sentence
            assert not re.search(r"TL[A-Z]{3}|utilisateur|erreur|error", said, re.IGNORECASE), code
            is_of_paper = code in ("TLPNO", "TLPRS")
            assert is_of_paper or "ticket" not in said.lower(), (
                f"{code}: a ticket is the paper, never the sale"
            )


def test_a_screen_offers_only_what_it_can_do() -> None:
    said = messages.message("TLSTK", {"short": [{**CASTEL, "left": 1}]})

    assert [action.id for action in said.offering([messages.OVERRIDE]).actions] == [messages.OVERRIDE]


def test_every_code_of_the_server_has_a_sentence() -> None:
    listed = set(re.findall(r"\bTL[A-Z]{3}\b", (ROOT / "sql/ERRORS.md").read_text("utf-8")))

    assert listed <= messages.codes()
