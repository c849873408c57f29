"""An owner's bars: theirs and no other's, and not to somebody who has given them a PIN."""

from __future__ import annotations

from dataclasses import replace

from tests.sql.coming_back import done
from tests.sql.support import SALT, Scene, make_bar, verifier_of
from tests.sql.test_aggregates import refresh
from tests.sql.test_figures import read
from tests.sql.trade import Desk, desk


async def another_bar(scene: Scene, name: str, person: str | None) -> Scene:
    """Return a bar of which the person is an owner too."""
    made = await make_bar(scene.owner)
    await scene.owner.execute("update data.bars set name = $2 where id = $1", made.id, name)
    if person:
        await scene.owner.execute(
            "select logic.add_member($1, $2, $3, 'owner', $4, $5)",
            *(made.id, scene.bar.people[person], person, SALT, verifier_of(f"{person} elsewhere")),
        )
    return replace(scene, bar=made)


async def bars_of(scene: Scene, by: str = "Ayaba") -> list[str]:
    return [bar["name"] for bar in (await read(scene, "my_bars", by=by))["bars"]]


async def test_an_owner_sees_the_bars_that_are_theirs_and_no_other(own_scene: Scene) -> None:
    second = await another_bar(own_scene, "Chez Tantine", "Ayaba")
    await another_bar(own_scene, "Chez Personne", None)
    sold = await (await desk(second, mode="simplified")).sell("Koffi", (0, 3))
    new = (await read(own_scene, "my_bars", by="Ayaba"))["bars"]
    await refresh(own_scene)
    await another_bar(own_scene, "Chez Nous", "Ayaba")
    rows = await read(own_scene, "my_bars", by="Ayaba")
    theirs = next(bar for bar in rows["bars"] if bar["name"] == "Chez Tantine")

    assert [(bar["name"], bar["sales"]) for bar in new] == [("Chez Tantine", 0), ("Chez Tonton", 0)]
    assert [bar["name"] for bar in rows["bars"]] == ["Chez Nous", "Chez Tantine", "Chez Tonton"]
    assert (theirs["bar"], theirs["currency"], theirs["people"]) == (second.bar.id, "XOF", 5)
    assert (theirs["net"], theirs["net_30"], theirs["last_business_date"]) == (
        1500,
        1500,
        sold["business_date"],
    )
    assert await bars_of(own_scene, "Koffi") == []


async def test_a_bar_is_an_owner_s_only_while_they_are_its_active_owner(own_scene: Scene) -> None:
    second, third = [await another_bar(own_scene, name, "Ayaba") for name in ("Chez A", "Chez B")]
    set_member = "select logic.set_member($1, $2, $3, $4)"
    person = own_scene.bar.people["Ayaba"]
    await own_scene.owner.execute(set_member, second.bar.id, person, "manager", True)
    await own_scene.owner.execute(set_member, third.bar.id, person, "owner", False)

    assert await bars_of(own_scene) == ["Chez Tonton"]


async def reset(till: Desk, by: str, member: str, word: str) -> None:
    """Let somebody give the member the PIN of another word."""
    body = {"member": till.scene.bar.people[member], "salt": SALT, "verifier": verifier_of(word)}
    done(await till.do(by, "reset_pin", body))


async def test_who_gives_an_owner_a_pin_does_not_see_their_other_bars(own_scene: Scene) -> None:
    """Nor by giving it once more as the person they now pass for; whoever runs the site ends it with a new one."""
    await another_bar(own_scene, "Chez Tantine", "Ayaba")
    till, person = await desk(own_scene), own_scene.bar.people["Ayaba"]
    await own_scene.owner.execute(
        "select logic.set_member($1, $2, 'owner', true)", own_scene.bar.id, own_scene.bar.people["Koffi"]
    )
    before = await bars_of(own_scene)
    await reset(till, "Koffi", "Ayaba", "Ayaba")
    given = await bars_of(own_scene)
    await reset(Desk(own_scene, own_scene.bar.tills[1]), "Ayaba", "Ayaba", "Ayaba")
    covered = await bars_of(own_scene)
    await own_scene.owner.execute(
        "select logic.set_pin($1, $2, $3, $4)", own_scene.bar.id, person, SALT, verifier_of("Ayaba")
    )

    assert before == ["Chez Tantine", "Chez Tonton"]
    assert given == covered == ["Chez Tonton"]
    assert await bars_of(own_scene) == before


async def test_the_view_of_bars_shows_nothing_unless_a_session_named_its_person(own_scene: Scene) -> None:
    await another_bar(own_scene, "Chez Tantine", "Ayaba")
    count = "select count(*) from logic.owned_bars"
    await own_scene.owner.execute("set role bartender_api")
    nobody = await own_scene.owner.fetchval(count)
    await own_scene.owner.execute(
        "select set_config('bartender.owner', $1, false)", own_scene.bar.people["Koffi"]
    )
    manager = await own_scene.owner.fetchval(count)
    await own_scene.owner.execute(
        "select set_config('bartender.owner', $1, false)", own_scene.bar.people["Ayaba"]
    )

    assert (nobody, manager, await own_scene.owner.fetchval(count)) == (0, 0, 2)
