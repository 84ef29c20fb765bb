"""What the tests of submissions share: the cast signed in, and addresses of the assignment."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import User
from tests.cast import Cast


@pytest.fixture
def at_address(cast: Cast) -> Callable[..., str]:
    """The address of a page of submissions for the cast's assignment."""

    def address(name: str, *args: object) -> str:
        return reverse(f"submissions:{name}", args=[cast.school_class.public_id, cast.assignment.slug, *args])

    return address


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which that person has signed in."""

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser
