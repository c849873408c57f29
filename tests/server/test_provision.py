"""What is provisioned lets people and machines in, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from app.domain.enrolment import short_code
from app.domain.errors import DeviceFailed
from app.domain.roles import Role
from app.server import provision
from app.server.provision import NewBar
from tests.server.small_bar import PIN, SmallBar, fresh_id


async def test_a_bar_is_what_was_asked_for(small_bar: SmallBar) -> None:
    new = NewBar("Le Filao", "Lomé, Kodjoviakopé", "Africa/Lome", 5, operating_mode="full")

    bar = await provision.create_bar(small_bar.connection, new)

    row = await small_bar.connection.fetchrow(
        "select name, address, time_zone, closing_hour, currency, operating_mode from data.bars where id = $1",
        bar,
    )
    assert tuple(row or ()) == ("Le Filao", "Lomé, Kodjoviakopé", "Africa/Lome", 5, "XOF", "full")


async def test_an_unknown_time_zone_is_refused(small_bar: SmallBar) -> None:
    with pytest.raises(asyncpg.PostgresError, match="time zone"):
        await provision.create_bar(small_bar.connection, NewBar("X", time_zone="Africa/Cotonou-Plage"))


async def test_a_person_signs_in_with_their_pin_and_no_other(small_bar: SmallBar) -> None:
    right = await small_bar.sign_in(small_bar.seller, PIN)
    wrong = await small_bar.sign_in(small_bar.seller, "1358")

    assert (right["ok"], right["role"]) == (True, "seller")
    assert (wrong["ok"], wrong["code"]) == (False, "TLPIN")


async def test_a_new_pin_replaces_the_old_one(small_bar: SmallBar) -> None:
    await provision.set_pin(small_bar.connection, small_bar.bar, small_bar.seller, Role.SELLER, "9081")

    assert (await small_bar.sign_in(small_bar.seller, PIN))["ok"] is False
    assert (await small_bar.sign_in(small_bar.seller, "9081"))["ok"] is True


async def test_a_forgotten_pin_is_drawn_anew_and_ends_the_sessions(small_bar: SmallBar) -> None:
    signed = await small_bar.sign_in(small_bar.seller, PIN)
    member, pin = await provision.reset_pin(small_bar.connection, small_bar.bar, small_bar.seller)
    open_sessions = await small_bar.connection.fetchval(
        "select count(*) from data.sessions where bar_id = $1 and ended_at is null", small_bar.bar
    )

    assert signed["ok"]
    assert (member, len(pin), pin.isdigit(), open_sessions) == (small_bar.seller, 4, True, 0)
    assert (await small_bar.sign_in(small_bar.seller, pin))["ok"]


async def test_a_pin_is_drawn_for_one_person_only(small_bar: SmallBar) -> None:
    await provision.add_member(small_bar.connection, small_bar.bar, "Twin", Role.SELLER, "1470")
    await provision.add_member(small_bar.connection, small_bar.bar, "twin", Role.SELLER, "2581")

    for name, said in (("Twin", "2 people"), ("Nobody", "0 people")):
        with pytest.raises(ValueError, match=said):
            await provision.reset_pin(small_bar.connection, small_bar.bar, name)


async def test_a_pin_of_the_wrong_length_is_refused_before_the_database(small_bar: SmallBar) -> None:
    with pytest.raises(ValueError, match="6 digits"):
        await provision.add_member(small_bar.connection, small_bar.bar, "Rodrigue", Role.OWNER, "1357")
    with pytest.raises(ValueError, match="4 digits"):
        await provision.set_pin(small_bar.connection, small_bar.bar, small_bar.seller, Role.SELLER, "135790")


async def test_two_people_with_one_pin_have_different_salts_and_verifiers(small_bar: SmallBar) -> None:
    await provision.add_member(small_bar.connection, small_bar.bar, "Firmin", Role.SELLER, PIN)

    rows = await small_bar.connection.fetch("select salt, verifier from data.bar_members")
    assert len({row["salt"] for row in rows}) == len({row["verifier"] for row in rows}) == 2


async def test_the_database_holds_no_token_and_no_code(small_bar: SmallBar) -> None:
    code = await provision.create_enrolment(small_bar.connection, small_bar.bar, small_bar.till)

    for table in ("tills", "enrolments", "audit_log"):
        text = str(await small_bar.connection.fetch(f"select * from data.{table}"))
        assert code not in text
        assert small_bar.token not in text


async def test_a_code_enrols_one_machine_once(small_bar: SmallBar) -> None:
    code = await provision.create_enrolment(small_bar.connection, small_bar.bar, small_bar.till)
    token, ledger = provision.new_token(), fresh_id()

    answer = await small_bar.call("enrol", short_code(code.lower()), token, ledger, "{}")
    again = await small_bar.call("enrol", code, token, ledger, "{}")

    assert answer["till"] == {"id": small_bar.till, "code": "C1", "name": "Comptoir"}
    assert again == answer
    assert (await small_bar.call("bootstrap", token))["till"]["code"] == "C1"
    with pytest.raises(asyncpg.PostgresError, match="TLENR"):
        await small_bar.call("enrol", code, provision.new_token(), fresh_id(), "{}")


async def test_a_code_that_is_too_old_enrols_nobody(small_bar: SmallBar) -> None:
    code = await provision.create_enrolment(
        small_bar.connection, small_bar.bar, small_bar.till, timedelta(seconds=-1)
    )

    with pytest.raises(asyncpg.PostgresError, match="TLENR"):
        await small_bar.call("enrol", code, provision.new_token(), fresh_id(), "{}")


async def test_a_till_is_made_once_by_its_code(small_bar: SmallBar) -> None:
    connection, bar = small_bar.connection, small_bar.bar

    second = await provision.ensure_till(connection, bar, "C2", "Terrasse")

    assert await provision.ensure_till(connection, bar, "C1", None) == small_bar.till
    assert await provision.ensure_till(connection, bar, "C2", "another name") == second
    with pytest.raises(DeviceFailed, match="TLNTL"):
        await provision.ensure_till(connection, bar, "C3", None)


async def test_a_stolen_till_is_shut_out(small_bar: SmallBar) -> None:
    assert await provision.revoke_till(small_bar.connection, small_bar.bar, "C1") == small_bar.till

    with pytest.raises(asyncpg.PostgresError, match="TLREV"):
        await small_bar.call("bootstrap", small_bar.token)
    with pytest.raises(DeviceFailed, match="TLNTL"):
        await provision.revoke_till(small_bar.connection, small_bar.bar, "C9")


async def test_a_bar_is_found_by_id_or_name_or_because_it_is_the_only_one(small_bar: SmallBar) -> None:
    connection = small_bar.connection
    for wanted in (None, small_bar.bar, "chez aïcha"):
        assert (await provision.find_bar(connection, wanted)).id == small_bar.bar

    second = await provision.create_bar(connection, NewBar("Le Filao"))

    assert [bar.name for bar in await provision.list_bars(connection)] == ["Chez Aïcha", "Le Filao"]
    assert (await provision.find_bar(connection, "le filao")).id == second
    with pytest.raises(DeviceFailed, match="TLBRS"):
        await provision.find_bar(connection, None)
    with pytest.raises(DeviceFailed, match="TLNOB"):
        await provision.find_bar(connection, "Le Palmier")
