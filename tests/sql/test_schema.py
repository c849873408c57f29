"""``sql/schema.sql`` is what a deploy makes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.server.schema_dump import PATH, fresh_schema_sql


async def test_the_dump_in_the_repository_is_true(tmp_path: Path) -> None:
    made = await asyncio.to_thread(fresh_schema_sql, tmp_path / "postgres")

    assert made == PATH.read_text(encoding="utf-8"), "run `python -m app.server.schema_dump`"
