"""What somebody may do on the site, apart from any class. A superuser counts here by group like anybody else."""

from .models import User
from .site_rights import CONTENT_ADMINISTRATORS, TEACHERS


def creates_classes(user: User) -> bool:
    """One of the site's teachers."""
    return user.groups.filter(name=TEACHERS).exists()


def publishes_own_lessons(user: User) -> bool:
    """One of the site's teachers, for lessons of their own."""
    return creates_classes(user)


def looks_after_lessons(user: User) -> bool:
    """One of those who care for all lessons."""
    return user.groups.filter(name=CONTENT_ADMINISTRATORS).exists()
