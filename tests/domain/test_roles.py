"""Who may do what another may."""

from app.domain.roles import Role


def test_each_role_has_the_rights_of_those_below_it() -> None:
    seen = {role: [other for other in Role if role.has_rights_of(other)] for role in Role}

    assert seen == {
        Role.SELLER: [Role.SELLER],
        Role.MANAGER: [Role.SELLER, Role.MANAGER],
        Role.OWNER: [Role.SELLER, Role.MANAGER, Role.OWNER],
    }
