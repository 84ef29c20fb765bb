"""Who is in the demo: staff by name, students as their essays' files introduce them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from classroom.accounts.models import User

HOST = "example.org"


@dataclass(frozen=True)
class Person:
    """One demo account. The e-mail is the login name at example.org."""

    username: str
    name: str
    known_as: str = ""
    teaches: bool = False
    superuser: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@{HOST}"


ADMIN = Person("admin", "Alex Moreau", superuser=True)
TEACHER = Person("teacher", "Helen Marsh", "Ms Marsh", teaches=True)
ASSISTANT = Person("assistant", "Sam Whitlock", "Mr Whitlock")
OTHER_TEACHER = Person("teacher2", "Tunde Adeyemi", "Mr Adeyemi", teaches=True)
STAFF = [ADMIN, TEACHER, ASSISTANT, OTHER_TEACHER]


def demo_accounts() -> QuerySet[User]:
    """The accounts that the demo made, known by the address that nobody else can have."""
    return User.objects.filter(email__iendswith=f"@{HOST}")
