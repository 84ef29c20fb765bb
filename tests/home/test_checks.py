"""A school's server does not start with demo accounts, or on a database that may lose a commit (M2, D7)."""

import pytest
from django.core import checks
from django.db import connection

from classroom.home.checks import START, commits_are_kept, no_demo_accounts
from tests.factories import UserFactory


def test_a_demo_account_stops_a_server_that_allows_none(db, settings):
    settings.DEMO_ALLOWED = False
    person = UserFactory(username="teacher", email="Teacher@Example.org")

    (fault,) = no_demo_accounts(None)

    assert (fault.id, fault.is_serious()) == ("home.E002", True)
    assert fault.msg.startswith("DATABASE_URL: this database holds demo accounts (1)")
    person.is_active = False
    person.save()
    assert no_demo_accounts(None) == []


def test_people_of_other_places_stop_nothing(db, settings):
    settings.DEMO_ALLOWED = False
    UserFactory(username="marsh", email="marsh@school.example")

    assert no_demo_accounts(None) == []


def test_local_settings_allow_the_demo(db, settings):
    settings.DEMO_ALLOWED = True
    UserFactory(username="teacher", email="teacher@example.org")

    assert no_demo_accounts(None) == []


def test_the_start_asks_both(settings):
    asked = {
        check.__name__
        for check in checks.registry.registry.get_checks(include_deployment_checks=True)
        if START in check.tags
    }

    assert asked == {"commits_are_kept", "no_demo_accounts"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite to be careless")
def test_a_careless_connection_stops_the_server(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        (fault,) = commits_are_kept(None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")

    assert (fault.id, "synchronous" in fault.msg) == ("home.E001", True)
