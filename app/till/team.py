"""What an owner changes in the team, and a manager among sellers, as commands. Shown when the server has said so.

A PIN never leaves the till: its salt and verifier (``app/domain/pin.py``) do.

kind              version  SQL function                    right
create_member     1        logic.do_create_member          owner; manager: sellers
edit_member       1        logic.do_edit_member            owner; manager: sellers
reset_pin         1        logic.do_reset_pin              owner; manager: sellers; everybody: their own
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.domain.edits import Edit, NewMember, Thing, checked_parts
from app.domain.errors import Rejected
from app.domain.ids import MemberId
from app.sync.ports import Command, JsonObject
from app.till.catalog_edits import fields_of

CREATE_MEMBER = "create_member"
EDIT_MEMBER = "edit_member"
RESET_PIN = "reset_pin"

VERSIONS: Mapping[str, int] = dict.fromkeys((CREATE_MEMBER, EDIT_MEMBER, RESET_PIN), 1)

_SALT = re.compile(r"[0-9a-f]{32}")
_VERIFIER = re.compile(r"[0-9a-f]{64}")


def create_member(
    new: NewMember, *, salt: str, verifier: str, command_id: str, by: str, session: str
) -> Command:
    """Return the command that makes somebody a member. Raises Rejected ``TLINP {path}``."""
    parts = checked_parts(Thing.MEMBER, new.parts())
    body: JsonObject = {"member": new.id, **parts, **_pin(salt, verifier)}
    return Command(command_id, CREATE_MEMBER, 1, body, by=by, session=session)


def edit_member(
    member: MemberId, edits: Mapping[str, Edit], *, command_id: str, by: str, session: str
) -> Command:
    """Return the command that changes a member's name, role or activity. Raises Rejected ``TLINP {path}``."""
    body: JsonObject = {"member": member, "fields": fields_of(Thing.MEMBER, edits)}
    return Command(command_id, EDIT_MEMBER, 1, body, by=by, session=session)


def reset_pin(
    member: MemberId, *, salt: str, verifier: str, command_id: str, by: str, session: str
) -> Command:
    """Return the command that gives a member another PIN and signs them out. Raises Rejected ``TLINP {path}``."""
    body = {"member": member, **_pin(salt, verifier)}
    return Command(command_id, RESET_PIN, 1, body, by=by, session=session)


def _pin(salt: str, verifier: str) -> JsonObject:
    if not _SALT.fullmatch(salt):
        raise Rejected("TLINP", {"path": "body.salt"})
    if not _VERIFIER.fullmatch(verifier):
        raise Rejected("TLINP", {"path": "body.verifier"})
    return {"salt": salt, "verifier": verifier}
