"""What somebody may do on the site, apart from any class. A superuser counts here by group like anybody else."""

from .models import User
from .site_rights import TEACHERS


def creates_classes(user: User) -> bool:
    """One of the site's teachers."""
    return user.groups.filter(name=TEACHERS).exists()
