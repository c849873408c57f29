"""Moving a bar from the command line: what is said, and the codes that scripts go by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.conftest import site_of
from tests.server.test_cli import Bartender, bartender

__all__ = ["bartender"]


@pytest.fixture
def other_folder(made_cluster: Path, tmp_path: Path) -> Path:
    """Another site without a bar."""
    return site_of(made_cluster, tmp_path / "là-bas")


def test_a_bar_moves_from_one_folder_to_another(
    bartender: Bartender, site_folder: Path, other_folder: Path, tmp_path: Path
) -> None:
    here, there, file = ("--data", site_folder), ("--data", other_folder), tmp_path / "bar.export"
    made = bartender.answer("admin", "create-bar", "Chez Aïcha", "--owner", "Aïcha Bio", *here, pin="290160")

    unclear = bartender("admin", "export", *here)
    frozen = bartender.answer("admin", "export", file, "--bar", "chez aïcha", *here)
    opened = bartender("admin", "export", "--unfreeze", *here)
    still_open = bartender("admin", "export", "--unfreeze", *here)
    loaded = bartender("admin", "import", file, *there)
    compared = bartender.answer("admin", "import", file, "--check", *there)
    again = bartender("admin", "import", file, *there)

    assert unclear.exit_code == 2
    assert frozen["bars"] == compared["bars"] == [made["bar"]]
    assert opened.stdout == "Open again: Chez Aïcha.\n"
    assert still_open.stdout == "Open again: none was frozen.\n"
    assert "of what was loaded equals the file" in loaded.stdout
    assert again.exit_code == 1
    assert "Already here: Chez Aïcha." in again.stderr
    assert bartender.answer("admin", "bars", *there) == {
        "bars": [{"id": made["bar"], "name": "Chez Aïcha", "state": "open"}]
    }
