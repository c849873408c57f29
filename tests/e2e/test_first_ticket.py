"""The program as it is started, its demo bar on a real server, and a printer on a wire: a sale by taps, its ticket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from app.domain.printers import Drawer, Printer, PrinterSettings, Transport, settings_to_json
from app.settings import HOME
from tests.printers import FakePrinter

ROOT = Path(__file__).resolve().parents[2]
PROFILE = "data/tills/demo-c1"


def test_a_sale_by_taps_opens_the_drawer_and_prints_its_ticket(tmp_path: Path) -> None:
    home, picture = tmp_path / "home", tmp_path / "till.png"
    profile = home / PROFILE
    profile.mkdir(parents=True)
    with FakePrinter() as fake:
        printer = Printer("bar", "Bar", Transport.NETWORK, fake.address, drawer=Drawer.PIN_2)
        settings = settings_to_json(PrinterSettings((printer,), tickets="bar"))
        (profile / "printers.json").write_text(json.dumps(settings), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "app", "demo", f"--screenshot={picture}"],
            cwd=ROOT,
            env={**os.environ, HOME: str(home), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )
        out = fake.printed

    assert done.returncode == 0, done.stderr
    ticket = done.stdout.split("Sold by taps: ")[1][:9]
    assert "The owner has cancelled it since" in done.stdout, "the day's figures are as they were"
    assert "Le Baobab" in out.text
    assert "+229 01 00 00 00 00" in out.text
    assert ticket in out.text
    assert "HORS LIGNE" not in out.text
    assert (out.kicks, out.cuts) == ([2], 1)
    kept = json.loads((profile / "printers.json").read_text("utf-8"))
    assert kept["printers"][0]["answers"] is True, "it has learnt that the printer says how it is"
    assert not (profile / "unprinted.json").exists()
