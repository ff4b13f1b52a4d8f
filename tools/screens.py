"""The screens of which `./dev shots` takes pictures for the documents.

A path may name a record by its XML id in braces, for example
`/odoo/employees/{hr.employee_admin}`; the number of the record is put in.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Screen:
    """One picture: its name, who looks, at what, in which size."""

    name: str
    role: str
    path: str
    width: int = 1366
    height: int = 900


# The logins of the demo data; a visitor has no account.
VISITOR = ""
ROLES = {
    "admin": "admin",
    "visitor": VISITOR,
}
SCREENS = (Screen("sign-in", "visitor", "/web/login", 800, 700),)


def seen_by(screen, role):
    """Return the same screen as another role sees it, under a name that says so."""
    if role == screen.role:
        return screen
    return replace(screen, role=role, name=f"{screen.name}-as-{role}")
