"""Makes the demo's accounts, with one password for all of them that is kept where only its owner reads it."""

import secrets
from collections.abc import Iterable
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group

from classroom.accounts.models import User
from classroom.accounts.site_rights import TEACHERS
from classroom.settings.environment import env

from .essays import read_all
from .people import STAFF, Person, demo_accounts

PASSWORD = "Password: "  # noqa: S105  a label
ADMIN_LINE = "admin@example.org         administrator"
LINES = [
    ADMIN_LINE,
    "teacher@example.org       Ms Marsh, teacher of World History 10B",
    "assistant@example.org     Mr Whitlock, her assistant",
    "student1@example.org      has not started",
    "student2@example.org      has a draft",
    "student3@example.org      has turned in",
    "student4@example.org      is graded, not released",
    "student5@example.org      has feedback",
    "student6 … student12      further students of that class",
    "teacher2, student13, 14   another class",
]


def file() -> Path:
    """Where the accounts and their password are kept."""
    return Path(settings.DATA_DIR) / "demo-accounts.txt"


def everybody() -> list[Person]:
    """Staff, then students."""
    return [*STAFF, *(Person(one.username, one.name, one.name.split()[0]) for one in read_all())]


def make_accounts() -> dict[str, User]:
    """Create the accounts that are missing, and give all by login name.

    A password changes only by DEMO_PASSWORD, or when the one written down was lost: nobody could sign in with it.
    """
    known = {user.username: user for user in demo_accounts()}
    password = _password(known.values())
    encoded = make_password(password) if password else ""
    group, _made = Group.objects.get_or_create(name=TEACHERS)
    for person in everybody():
        if person.username not in known:
            known[person.username] = _make(person, encoded, group)
    return known


def _make(person: Person, encoded: str, teachers: Group) -> User:
    user = User.objects.create(
        username=person.username,
        name=person.name,
        known_as=person.known_as,
        email=person.email,
        password=encoded,
        time_zone="Europe/London",
        is_staff=person.teaches or person.superuser,
        is_superuser=person.superuser,
    )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    if person.teaches:
        user.groups.add(teachers)
    return user


def _password(existing: Iterable[User]) -> str:
    """The password for new accounts: DEMO_PASSWORD, the one kept, or a new one. Writes it down."""
    given, kept = env.str("DEMO_PASSWORD", default=""), kept_password()
    password = given or kept or secrets.token_urlsafe(9)
    if password != kept:
        _keep(password)
    if given or not kept:
        _change(existing, password)
    return password


def _change(existing: Iterable[User], password: str) -> None:
    """Give accounts that have another password this one; asks one of them, because all have the same."""
    people = list(existing)
    if people and not check_password(password, people[0].password):
        User.objects.filter(pk__in=[user.pk for user in people]).update(password=make_password(password))


def _keep(password: str) -> None:
    path = file()
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("\n".join([f"{PASSWORD}{password}", "", *LINES, ""]), encoding="utf-8")


def kept_password() -> str:
    """The password written down; empty when there is none."""
    if not file().exists():
        return ""
    lines = file().read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix(PASSWORD) for line in lines if line.startswith(PASSWORD)), "")


def who_can_sign_in() -> str:
    """What the start prints: accounts, and where their password is."""
    given = bool(env.str("DEMO_PASSWORD", default=""))
    password = "the one in DEMO_PASSWORD" if given else f"{kept_password()}  (kept in {file()})"
    return "\n".join(["Sign in as", *(f"  {line}" for line in LINES), f"Password of all: {password}", ""])
