"""What is changed about the bar itself, as commands: tills, settings, notices, guests. They move no stock.

kind                 version  SQL function                    right
create_till          1        logic.do_create_till            owner
edit_till            1        logic.do_edit_till              owner
revoke_till          1        logic.do_revoke_till            manager
restore_till         1        logic.do_restore_till           owner
edit_settings        1        logic.do_edit_settings          owner
read_notifications   1        logic.do_read_notifications     manager
erase_guest          1        logic.do_erase_guest            manager
book_refused         1        logic.do_book_refused           manager
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from app.domain.edits import Edit, Thing, checked_parts
from app.domain.errors import Rejected
from app.sync.ports import Command, JsonObject
from app.till.catalog_edits import fields_of

CREATE_TILL = "create_till"
EDIT_TILL = "edit_till"
REVOKE_TILL = "revoke_till"
RESTORE_TILL = "restore_till"
EDIT_SETTINGS = "edit_settings"
READ_NOTIFICATIONS = "read_notifications"
ERASE_GUEST = "erase_guest"
BOOK_REFUSED = "book_refused"

VERSIONS: Mapping[str, int] = dict.fromkeys(
    (
        CREATE_TILL,
        EDIT_TILL,
        REVOKE_TILL,
        RESTORE_TILL,
        EDIT_SETTINGS,
        READ_NOTIFICATIONS,
        ERASE_GUEST,
        BOOK_REFUSED,
    ),
    1,
)

MAX_HOURS = 720
MAX_READ = 200

_CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")


def create_till(
    till: str,
    code: str,
    name: str,
    *,
    enrolment_code: str,
    hours: int,
    command_id: str,
    by: str,
    session: str,
) -> Command:
    """Return the command that makes a till, or opens one that is there to another machine.

    The machine that is told ``enrolment_code`` (``domain.enrolment.new_code``) becomes the till, once, within
    ``hours``; only its hash travels. Raises Rejected ``TLINP {path}``.
    """
    if not _CODE.fullmatch(code):
        raise Rejected("TLINP", {"path": "body.code"})
    if not 1 <= hours <= MAX_HOURS:
        raise Rejected("TLINP", {"path": "body.hours"})
    body: JsonObject = {
        "till": till,
        "code": code,
        **checked_parts(Thing.TILL, {"name": name}),
        "code_hash": hashlib.sha256(enrolment_code.encode()).hexdigest(),
        "hours": hours,
    }
    return _command(CREATE_TILL, body, command_id, by, session)


def edit_till(till: str, edits: Mapping[str, Edit], *, command_id: str, by: str, session: str) -> Command:
    """Return the command that renames a till. Raises Rejected ``TLINP {path}``."""
    return _command(
        EDIT_TILL, {"till": till, "fields": fields_of(Thing.TILL, edits)}, command_id, by, session
    )


def revoke_till(till: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that shuts a till out at once."""
    return _command(REVOKE_TILL, {"till": till}, command_id, by, session)


def restore_till(till: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that lets a till in again."""
    return _command(RESTORE_TILL, {"till": till}, command_id, by, session)


def edit_settings(edits: Mapping[str, Edit], *, command_id: str, by: str, session: str) -> Command:
    """Return the command that changes the bar's settings. Raises Rejected ``TLINP {path}``."""
    return _command(EDIT_SETTINGS, {"fields": fields_of(Thing.SETTINGS, edits)}, command_id, by, session)


def read_notifications(ids: Sequence[str], *, command_id: str, by: str, session: str) -> Command:
    """Return the command that marks notices as read: 1 to 200, else Rejected ``TLINP {path}``."""
    if not 1 <= len(ids) <= MAX_READ:
        raise Rejected("TLINP", {"path": "body.ids"})
    return _command(READ_NOTIFICATIONS, {"ids": list(ids)}, command_id, by, session)


def erase_guest(consignment: str, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that forgets whose a kept bottle is, everywhere."""
    return _command(ERASE_GUEST, {"consignment": consignment}, command_id, by, session)


def book_refused(till: str, ledger: str, no: int, *, command_id: str, by: str, session: str) -> Command:
    """Return the command that books, once, what a till had sent while it was shut out."""
    return _command(BOOK_REFUSED, {"till": till, "ledger": ledger, "no": no}, command_id, by, session)


def _command(kind: str, body: JsonObject, command_id: str, by: str, session: str) -> Command:
    return Command(id=command_id, kind=kind, version=VERSIONS[kind], body=body, by=by, session=session)
