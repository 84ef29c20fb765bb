"""What must hold before anybody is served: every commit is kept, and no demo account opens a school's server.

Both look into the database, so they belong to the start and to `check --deploy`, not to every command.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from classroom import durability

from .demo.people import demo_accounts

START = "start"


@register(START, deploy=True)
def commits_are_kept(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The live connection loses nothing that it acknowledged."""
    try:
        durability.verify()
    except ImproperlyConfigured as problem:
        return [Error(str(problem), id="home.E001")]
    except DatabaseError as problem:
        return [checks.Warning(f"The database can’t be asked: {problem}", id="home.W001")]
    return []


@register(START, deploy=True)
def no_demo_accounts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Accounts whose password may be known to many don't exist where the demo is not allowed."""
    if settings.DEMO_ALLOWED:
        return []
    try:
        found = demo_accounts().filter(is_active=True).count() if _has_people() else 0
    except DatabaseError as problem:
        return [checks.Warning(f"The database can’t be asked for demo accounts: {problem}", id="home.W002")]
    if not found:
        return []
    said = f"DATABASE_URL: this database holds demo accounts ({found}); a school’s server starts from an empty one."
    return [Error(said, hint="Deactivate them, or name another database.", id="home.E002")]


def _has_people() -> bool:
    """Whether the tables exist yet; a database that was never migrated holds nobody."""
    return "accounts_user" in connection.introspection.table_names()
