"""The list of our codes is true."""

from __future__ import annotations

import re

from app.server.migrate import SQL_FOLDER

CODE = re.compile(r"\bTL[A-Z]{3}\b")


def test_the_list_names_the_codes_that_the_sql_raises() -> None:
    listed = re.findall(
        r"^\| `(TL[A-Z]{3})`", (SQL_FOLDER / "ERRORS.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    raised = {
        code
        for path in (SQL_FOLDER / "code").rglob("*.sql")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }

    assert sorted(raised) == sorted(listed)
    assert len(listed) == len(set(listed))
