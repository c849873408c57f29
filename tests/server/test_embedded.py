"""A private PostgreSQL starts anywhere, is found again, and gives back what was committed after any death."""

from __future__ import annotations

import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import psutil
import pytest

from app.domain.errors import DeviceFailed
from app.server.binaries import Binaries
from app.server.embedded import EmbeddedPostgres
from app.server.ports import LOOPBACK, is_free
from tests.server.postgres_asked import ask_sql

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}


def test_a_first_start_makes_a_cluster_that_only_its_password_opens(
    tmp_path: Path, postgres_binaries: Binaries
) -> None:
    with EmbeddedPostgres(tmp_path / "bar", postgres_binaries) as postgres:
        assert ask_sql(postgres.url(), "select 1") == 1
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask_sql(postgres.url(role="postgres", password="guessed"), "select 1")
        assert stat.S_IMODE((tmp_path / "bar" / "cluster.json").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "bar" / "data").stat().st_mode) == 0o700

    assert not postgres.is_running()


def test_it_listens_on_the_loopback_only(made_folder: Path, postgres_binaries: Binaries) -> None:
    with EmbeddedPostgres(made_folder, postgres_binaries) as postgres:
        sockets = psutil.Process(postgres.pid).net_connections(kind="all")

        assert {(LOOPBACK, postgres.port)} == {tuple(sock.laddr) for sock in sockets if sock.laddr}


def test_it_promises_to_keep_what_it_committed(made_folder: Path, postgres_binaries: Binaries) -> None:
    with EmbeddedPostgres(made_folder, postgres_binaries, settings={"work_mem": "5MB"}) as postgres:
        url = postgres.url()

        assert {name: ask_sql(url, f"select current_setting('{name}')") for name in DURABLE} == DURABLE
        assert ask_sql(url, "select current_setting('work_mem')") == "5MB"
        assert ask_sql(url, "select pg_encoding_to_char(encoding) from pg_database limit 1") == "UTF8"
        assert ask_sql(url, "select lower('CAFÉ') || current_setting('timezone')") == "caféUTC"


@pytest.mark.parametrize("name", ["Mes Données é/Bar d'à côté \\ 100%", "b/" * 20 + "x" * 140])
def test_it_works_in_any_folder(tmp_path: Path, postgres_binaries: Binaries, name: str) -> None:
    with EmbeddedPostgres(tmp_path / name, postgres_binaries, durable=False) as postgres:
        assert ask_sql(postgres.url(), "select 1") == 1
        assert any((tmp_path / name / "log").glob("postgresql-*.log"))


def test_the_port_is_kept_while_nobody_else_took_it(made_folder: Path, postgres_binaries: Binaries) -> None:
    postgres = EmbeddedPostgres(made_folder, postgres_binaries, durable=False)
    with postgres:
        first = postgres.port
    with postgres:
        second = postgres.port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((LOOPBACK, first))
        other.listen()
        with postgres:
            third = postgres.port

    assert first == second != third


def test_a_wished_port_is_used(tmp_path: Path, postgres_binaries: Binaries) -> None:
    with EmbeddedPostgres(tmp_path / "a", postgres_binaries, durable=False) as other:
        taken = other.port
    assert is_free(taken)
    with EmbeddedPostgres(tmp_path / "b", postgres_binaries, durable=False, port=taken) as postgres:
        assert postgres.port == taken


def test_after_a_kill_of_everything_the_committed_rows_are_there(
    made_folder: Path, postgres_binaries: Binaries
) -> None:
    postgres = EmbeddedPostgres(made_folder, postgres_binaries)
    for count in range(3):
        postgres.start()
        if count == 0:
            ask_sql(postgres.url(), "create table sales (number integer)")
        ask_sql(postgres.url(), "insert into sales select generate_series(1, 20000)")
        postgres.kill()
        assert not postgres.is_running()
    with postgres:
        kept = ask_sql(postgres.url(), "select count(*) from sales")

    assert kept == 60_000


def test_a_stop_rolls_back_what_is_under_way_and_a_second_one_does_nothing(
    tmp_path: Path, postgres_binaries: Binaries
) -> None:
    postgres = EmbeddedPostgres(tmp_path, postgres_binaries, durable=False)
    postgres.stop()
    postgres.start()
    with ThreadPoolExecutor(1) as aside:
        waiting = aside.submit(ask_sql, postgres.url(), "select pg_sleep(600)")
        while not ask_sql(
            postgres.url(), "select count(*) from pg_stat_activity where query ~ '^select pg_sl'"
        ):
            pass
        postgres.stop()

        assert isinstance(waiting.exception(), asyncpg.PostgresError | OSError)
    postgres.stop()
    assert not postgres.is_running()


def test_a_stop_does_not_wait_for_the_clients_that_the_system_lets_finish(
    made_folder: Path, postgres_binaries: Binaries
) -> None:
    postgres = EmbeddedPostgres(made_folder, postgres_binaries, durable=False)
    postgres.start()
    with ThreadPoolExecutor(1) as aside:
        waiting = aside.submit(ask_sql, postgres.url(), "select pg_sleep(600)")
        while not ask_sql(
            postgres.url(), "select count(*) from pg_stat_activity where query ~ '^select pg_sl'"
        ):
            pass
        psutil.Process(postgres.pid).terminate()
        while "stopping" not in (made_folder / "data" / "postmaster.pid").read_text():
            pass
        postgres.stop()

        assert waiting.exception() is not None
    assert not postgres.is_running()


def test_an_interrupted_initdb_is_begun_again(tmp_path: Path, postgres_binaries: Binaries) -> None:
    (tmp_path / "partial-1" / "base").mkdir(parents=True)
    (tmp_path / "partial-1" / "PG_VERSION").write_text("")
    (tmp_path / "partial-1.password").write_text("half")
    with EmbeddedPostgres(tmp_path, postgres_binaries, durable=False) as postgres:
        assert ask_sql(postgres.url(), "select 1") == 1
    assert not list(tmp_path.glob("*partial*"))


def test_a_lost_password_is_replaced_and_the_data_opens(
    made_folder: Path, postgres_binaries: Binaries
) -> None:
    postgres = EmbeddedPostgres(made_folder, postgres_binaries, durable=False)
    with postgres:
        ask_sql(postgres.url(), "create table kept (number integer)")
        lost = postgres.url()
    (made_folder / "cluster.json").write_text("{")
    with postgres:
        assert ask_sql(postgres.url(), "select count(*) from kept") == 0
        assert lost.split("@")[0] != postgres.url().split("@")[0]


def test_data_of_another_version_is_refused_with_both_named(
    made_folder: Path, postgres_binaries: Binaries
) -> None:
    with EmbeddedPostgres(made_folder, postgres_binaries, durable=False):
        pass
    other = Binaries(postgres_binaries.bin_dir, (postgres_binaries.major + 1, 0), "system")
    with pytest.raises(DeviceFailed) as refused:
        EmbeddedPostgres(made_folder, other).start()
    assert (refused.value.code, refused.value.params) == (
        "TLPGV",
        {"data": postgres_binaries.major, "programs": postgres_binaries.major + 1},
    )

    (made_folder / "data" / "PG_VERSION").write_text("99\n")
    with pytest.raises(DeviceFailed) as unknown:
        EmbeddedPostgres(made_folder).start()
    assert (unknown.value.code, unknown.value.params["data"]) == ("TLPGV", 99)


def test_a_start_that_fails_says_what_the_server_wrote_and_leaves_none(
    tmp_path: Path, postgres_binaries: Binaries
) -> None:
    wrong = {"shared_buffers": "a lot"}
    postgres = EmbeddedPostgres(tmp_path, postgres_binaries, settings=wrong, patience_s=0)
    with pytest.raises(DeviceFailed) as failed:
        postgres.start()

    assert (failed.value.code, failed.value.params["reason"]) == ("TLPGS", "ended")
    assert "shared_buffers" in str(failed.value.params["log"])
    assert not postgres.is_owner


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, postgres_binaries: Binaries) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeviceFailed) as failed:
        EmbeddedPostgres(tmp_path / "file", postgres_binaries).start()

    assert (failed.value.code, failed.value.params["folder"]) == ("TLPGF", str(tmp_path / "file"))


def test_tools_get_the_password_by_their_environment(made_folder: Path, postgres_binaries: Binaries) -> None:
    with EmbeddedPostgres(made_folder, postgres_binaries, durable=False) as postgres:
        ask_sql(postgres.url(), "create database bar")
        ask_sql(postgres.url("bar"), "create table products (name text)")
        postgres.run_tool(["pg_dump", "-Fc", "-f", str(made_folder / "bar.dump")], database="bar")
        listed = postgres.run_tool(["pg_restore", "-l", str(made_folder / "bar.dump")])

        assert "products" in listed
        assert postgres.tool("psql").is_file()
        with pytest.raises(DeviceFailed) as failed:
            postgres.run_tool(["pg_dump"], database="absent")
    assert (failed.value.code, failed.value.params["tool"]) == ("TLPGT", "pg_dump")
    assert "absent" in str(failed.value.params["output"])


def test_the_log_holds_neither_statements_nor_values(made_folder: Path, postgres_binaries: Binaries) -> None:
    with EmbeddedPostgres(made_folder, postgres_binaries, durable=False) as postgres:
        ask_sql(postgres.url(), "create table tokens (token text primary key)")
        ask_sql(postgres.url(), "insert into tokens values ('s3cret')")
        for statement, arguments in [
            ("insert into tokens values ('s3cret')", ()),
            ("insert into tokens values ($1)", ("s3cret",)),
            ("alter role nobody_here password 's3cret'", ()),
            ("select 1 / length($1) from tokens where length($1) > 1 / (length($1) - 6)", ("s3cret",)),
        ]:
            with pytest.raises(asyncpg.PostgresError):
                ask_sql(postgres.url(), statement, *arguments)
    logged = "".join(log.read_text() for log in (made_folder / "log").iterdir())

    assert "duplicate key" in logged
    assert "division by zero" in logged
    assert "s3cret" not in logged
