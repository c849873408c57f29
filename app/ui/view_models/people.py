"""People as the screens show them."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.catalog import Person
from app.ui import format as text_of
from app.ui.rows import PersonRow


def person_rows(people: Iterable[Person]) -> list[PersonRow]:
    """Return a row for each person, in the order given. A colour stays a person's own when others come or go."""
    shown = list(people)
    # Ids are made in order of time (UUIDv7): a newcomer gets the next colour and moves nobody's.
    place = {person.id: index for index, person in enumerate(sorted(shown, key=lambda person: person.id))}
    return [
        PersonRow(
            person.id,
            person.name,
            text_of.initials(person.name),
            text_of.role(person.role),
            place[person.id],
            person.role.pin_length,
        )
        for person in shown
    ]
