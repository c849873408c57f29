"""Malformed input: every field of a sale and of its envelope, random damage, injections and megabytes."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import asyncpg
import pytest

from tests.sql.support import Answer, Scene, hash_of, new_uuid, refusal_of, selling

HUGE = 10**30
NOT_WHOLE: tuple[Any, ...] = (None, "5", 1.5, 1.0, True, [5], {}, HUGE, "NaN", -1)
NOT_ID: tuple[Any, ...] = (
    None,
    "",
    "x",
    5,
    "0190B3C2-1111-7222-8333-444455556666",
    "0190b3c2111172228333444455556666",
    "-" * 36,
    [],
)
NOT_BOOLEAN: tuple[Any, ...] = (None, "true", 0, [])
MISSING = object()

BODY: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("sale", (MISSING, *NOT_ID)),
    (
        "ticket",
        (
            MISSING,
            None,
            5,
            "",
            "C1",
            "C1-12345x",
            "c1-000001",
            "C1-" + "0" * 40,
            "'; drop table data.sales; --",
        ),
    ),
    ("sold_by", (MISSING, *NOT_ID)),
    ("total", (MISSING, *NOT_WHOLE)),
    ("override", (MISSING, *NOT_BOOLEAN)),
    ("overrides", ("5", 0, 1.5, -1, HUGE, [])),
    ("supersedes", ("5", 0, 1.5, -1, HUGE, [])),
    ("lines", (MISSING, None, {}, [], "x", 5)),
    ("payments", (MISSING, None, {}, [], "x", 5)),
    ("lines.0", (None, 5, "x", [])),
    ("lines.1.product", (MISSING, *NOT_ID)),
    ("lines.0.name", (MISSING, None, "", 5, "x" * 121)),
    ("lines.0.volume_ml", ("330", 0, -1, 1.5, 10**7)),
    ("lines.0.price", (MISSING, *NOT_WHOLE, 10**12 + 1)),
    ("lines.0.qty", (MISSING, *NOT_WHOLE, 0, 1000)),
    ("payments.0", (None, 5, "x", [])),
    ("payments.0.method", (MISSING, None, "", "bitcoin", 5, ["cash"])),
    ("payments.0.amount", (MISSING, *NOT_WHOLE)),
    ("payments.0.tendered", (MISSING, *NOT_WHOLE, 7)),
    ("payments.0.change", (MISSING, *NOT_WHOLE)),
    ("payments.0.owed", (MISSING, *NOT_WHOLE)),
)
CLAIM: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("kind", (MISSING, None, 5, "", "x" * 61, [])),
    ("version", (MISSING, None, "1", 1.5, -1, HUGE)),
    ("door", (MISSING, None, "back", 5, "Counter")),
    ("by", ("", "x", 5, [], "0190B3C2-1111-7222-8333-444455556666", "0190b3c2-1111-7222-8333-44445555666")),
    ("session", ("", "x", 5, [], "-" * 36)),
    (
        "moment",
        (
            MISSING,
            None,
            5,
            "",
            "yesterday",
            "now",
            "infinity",
            "2026-02-31T00:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01",
        ),
    ),
    ("clock_unsure", (MISSING, *NOT_BOOLEAN)),
    ("age_s", ("5", -1, 10**12, [], True)),
)
ENVELOPE: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("no", (MISSING, None, "1", 0, -1, 1.5, 1.0, HUGE, [])),
    ("id", (MISSING, *NOT_ID)),
    ("sha256", (MISSING, None, "", 5, "0" * 63, "0" * 65, "G" * 64, "A" * 64)),
)


def damaged(whole: Answer, path: str, value: object) -> Answer:
    """Return a copy with the field at ``path`` replaced, or gone."""
    made = copy.deepcopy(whole)
    place: Any = made
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return made


def shown(path: str) -> str:
    """Return the path as the server writes it: ``lines.0.qty`` → ``lines[0].qty``."""
    return "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split(".")).lstrip(".")


@pytest.mark.parametrize("door", ["counter", "served"])
@pytest.mark.parametrize(("path", "values"), BODY, ids=[path for path, _ in BODY])
async def test_a_bad_field_of_a_sale_is_named_and_nothing_is_written(
    scene: Scene, path: str, values: tuple[Any, ...], door: str
) -> None:
    for no, value in enumerate(values, start=1):
        sold = selling(scene.bar, no, (0, 1), (1, 1), door=door)
        sold["body"] = damaged(sold["body"], path, value)
        [outcome] = (await scene.submit(sold))["outcomes"]

        assert (outcome["outcome"], outcome["code"], outcome["params"]) == (
            "refused",
            "TLINP",
            {"path": f"body.{shown(path)}"},
        ), value
    assert (await scene.count("sales"), await scene.stock(0), await scene.stock(1)) == (0, 10, 10)


@pytest.mark.parametrize("door", ["counter", "served"])
async def test_sums_must_add_up(scene: Scene, door: str) -> None:
    paid = [{"method": "card", "amount": 400, "reference": None}]
    wrong: tuple[tuple[Answer, str], ...] = (
        ({"total": 499}, "body.total"),
        ({"total": 10**12}, "body.total"),
        ({"payments": paid}, "body.payments"),
        ({"payments": [*paid, *paid]}, "body.payments"),
    )
    for no, (body, path) in enumerate(wrong, start=1):
        [outcome] = (await scene.submit(selling(scene.bar, no, (0, 1), door=door, body=body)))["outcomes"]

        assert outcome["params"] == {"path": path}


async def test_a_hundred_lines_are_taken_and_a_hundred_and_one_are_not(scene: Scene) -> None:
    await scene.owner.execute(
        "select logic.adjust_stock($1, $2, 500)", scene.bar.id, scene.bar.products[0].id
    )
    many = selling(scene.bar, 1, *[(0, 1)] * 100)
    more = selling(scene.bar, 2, *[(0, 1)] * 101)

    assert (await scene.submit(many))["outcomes"][0]["outcome"] == "done"
    assert (await scene.submit(more))["outcomes"][0]["params"] == {"path": "body.lines"}
    assert await scene.stock(0) == 410


async def test_a_body_that_is_no_object_is_refused_and_kept(scene: Scene) -> None:
    bodies: tuple[Any, ...] = (None, 5, "x", [], True)
    for no, body in enumerate(bodies, start=1):
        sold = selling(scene.bar, no, (0, 1), door="served") | {"body": body}

        assert (await scene.submit(sold))["outcomes"][0]["params"] == {"path": "body"}
    assert await scene.count("commands", "code = 'TLINP'") == 5


@pytest.mark.parametrize(("path", "values"), CLAIM, ids=[path for path, _ in CLAIM])
async def test_a_bad_field_around_the_body_takes_its_number(
    scene: Scene, path: str, values: tuple[Any, ...]
) -> None:
    for no, value in enumerate(values, start=1):
        sold = damaged(selling(scene.bar, no, (0, 1), door="served"), path, value)
        answer = await scene.submit(sold)

        assert (answer["outcomes"][0]["code"], answer["outcomes"][0]["params"]) == (
            "TLINP",
            {"path": path},
        ), value
        assert answer["applied"] == no
    assert await scene.count("commands", "body ? 'lines'") == len(values)


@pytest.mark.parametrize(("path", "values"), ENVELOPE, ids=[path for path, _ in ENVELOPE])
async def test_a_command_that_cannot_be_stored_is_an_error_of_the_call(
    scene: Scene, path: str, values: tuple[Any, ...]
) -> None:
    for value in values:
        bad = damaged(selling(scene.bar, 1, (0, 1)), path, value)

        assert await refusal_of(scene.submit(bad)) == ("TLINP", {"path": f"commands[0].{path}"}), value
    assert await scene.count("commands") == 0


async def test_one_later_in_the_batch_ends_it_before(scene: Scene) -> None:
    bad = damaged(selling(scene.bar, 2, (0, 1)), "id", "x")
    answer = await scene.submit(selling(scene.bar, 1, (0, 1)), bad)

    assert (answer["applied"], len(answer["outcomes"])) == (1, 1)


@pytest.mark.parametrize("commands", [None, {}, 5, "x", [5], [None], [[]], ["x"]])
async def test_commands_that_are_none_are_refused(scene: Scene, commands: object) -> None:
    till = scene.bar.till
    text = json.dumps(commands)
    work = scene.till_connection.fetchval(
        "select api.submit($1, $2, '{}', $3)", till.token, till.ledger, text
    )

    assert (await refusal_of(work))[0] == "TLINP"


def values_of(whole: Any, path: str = "") -> list[str]:
    """Return the path of every value of a JSON document."""
    parts = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    found = []
    for key, value in parts:
        here = f"{path}.{key}".lstrip(".")
        found += [here, *values_of(value, here)]
    return found


async def test_random_damage_is_booked_or_refused_and_never_a_bug(scene: Scene) -> None:
    """Also the proof that the quick look at a command and the slow one, field by field, agree."""
    chance = random.Random(20_260_314)
    pool: tuple[Any, ...] = (
        *NOT_WHOLE,
        *NOT_ID,
        MISSING,
        "x" * 500,
        0,
        1,
        999,
        10**12,
        "\u0001",
        "é" * 121,
        {"a": {"b": []}},
        -0.0,
        1e-9,
        "C1-000009",
        new_uuid(),
    )
    no = 0
    for _ in range(400):
        sold = selling(scene.bar, no + 1, (0, 1), (2, 2), door=chance.choice(("counter", "served")))
        for path in chance.sample(
            [x for x in values_of(sold) if x.split(".")[0] not in ("no", "id", "sha256")],
            chance.randint(1, 2),
        ):
            try:
                sold = damaged(sold, path, chance.choice(pool))
            except (KeyError, IndexError, TypeError):
                continue  # its parent has gone already
        answer = await scene.submit(sold)

        assert "stopped" not in answer, sold
        assert answer["outcomes"][0]["outcome"] in ("done", "refused")
        no = answer["applied"]
    assert await scene.is_sound()


STRINGS = (
    "'; drop table data.sales; --",
    "$$; select 1; $$",
    "\\'; rollback; --",
    "%s %I {0}",
    '"\\u202e',  # right to left
    "x" * 1_000_000,
    "é" * 300_000,
)
NOISE: tuple[Any, ...] = (
    *STRINGS,
    {"epoch": "'; drop table data.sales; --"},
    ["x" * 1_000_000],
    json.loads("[" * 500 + "]" * 500),
    {"x" * 1_000: {str(no): no for no in range(20_000)}},
)


async def test_injections_and_megabytes_change_nothing_in_any_function(own_scene: Scene) -> None:
    till, bar = own_scene.bar.till, own_scene.bar
    calls: list[tuple[str, ...] | tuple[Any, ...]] = []
    for text in STRINGS:
        calls += [
            ("enrol", text, hash_of("x"), new_uuid(), {}),
            ("enrol", "K7PQ-2M9X", text, new_uuid(), {}),
            ("sign_in", till.token, bar.people["Afi"], text),
            *[(name, text) for name in ("bootstrap", "catalog", "team", "settings")],
            ("stock_since", text, 1, None),
            ("sign_in", text, bar.people["Afi"], "0" * 64),
            ("sign_out", text, new_uuid()),
            ("open_ledger", text, new_uuid()),
            ("pulse", text, till.ledger, {}, {}),
            ("submit", text, till.ledger, {}, []),
        ]
    for noise in NOISE:
        json_noise = noise if isinstance(noise, dict | list) else [noise]
        calls += [
            ("enrol", "K7PQ-2M9X", hash_of("x"), new_uuid(), json_noise),
            ("pulse", till.token, till.ledger, json_noise, {}),
            ("pulse", till.token, till.ledger, {}, json_noise),
            ("submit", till.token, till.ledger, json_noise, []),
            ("submit", till.token, till.ledger, {}, json_noise),
        ]
    before = await own_scene.owner.fetchval("select count(*) from pg_catalog.pg_class")
    for name, *arguments in calls:
        code, _ = await refusal_of(own_scene.call(name, *arguments))
        assert code in {"TLAUT", "TLENR", "TLINP", "TLBIG", "TLLIM"}, (name, code)

    assert await own_scene.owner.fetchval("select count(*) from pg_catalog.pg_class") == before
    assert await own_scene.count("commands") == 0


async def test_names_are_kept_as_they_are_typed(scene: Scene) -> None:
    names = ["'; drop table data.sales; --", "Béninoise « 65 cl » 🍺", "\\x00 %s $1", 'a"b', "x" * 120]
    for no, name in enumerate(names, start=1):
        sold = selling(scene.bar, no, (0, 1), door="served")
        sold["body"]["lines"][0]["name"] = name
        await scene.submit(sold)
    rows = await scene.owner.fetch(
        "select i.name from data.sale_items i join data.sales s on s.bar_id = i.bar_id and s.id = i.sale_id"
        " where i.bar_id = $1 order by s.rev",
        scene.bar.id,
    )

    assert [row["name"] for row in rows] == names


async def test_two_hundred_kilobytes_are_taken_and_a_megabyte_is_not(scene: Scene) -> None:
    await scene.owner.execute(
        "select logic.adjust_stock($1, $2, 9000)", scene.bar.id, scene.bar.products[0].id
    )
    fit = [selling(scene.bar, no, *[(0, 1)] * 28, door="served") for no in range(1, 51)]
    assert 170_000 < len(json.dumps(fit)) < 262_144
    answer = await scene.submit(*fit)

    assert answer["applied"] == 50
    heavy = [selling(scene.bar, 50 + no, *[(0, 1)] * 100) for no in range(1, 51)]
    code, params = await refusal_of(scene.submit(*heavy))
    assert (code, params["path"]) == ("TLBIG", "commands")


async def test_what_is_no_json_or_no_uuid_does_not_reach_a_function(scene: Scene) -> None:
    till = scene.bar.till
    for ledger, commands in (
        (till.ledger, '{"a": "\\u0000"}'),
        (till.ledger, "[" * 100_000),
        (till.ledger, "nonsense"),
    ):
        with pytest.raises(asyncpg.PostgresError):
            await scene.till_connection.fetchval(
                "select api.submit($1, $2, '{}', $3)", till.token, ledger, commands
            )
