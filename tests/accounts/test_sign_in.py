"""Signing in and out: by name or address, one answer for all mismatches, a new session, limits that let owners in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.factories import NOW, PASSWORD, UserFactory


@pytest.fixture(autouse=True)
def _no_tries_counted(db: None) -> None:
    cache.clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **kwargs: object) -> object:
    return client.post(reverse("account_login"), {"login": login, "password": password}, **kwargs)


@pytest.mark.parametrize("login", ["linh", "LINH", " Linh ", "linh@school.example", "LINH@school.example"])
def test_sign_in_takes_login_name_or_address_in_any_case(client: Client, cast: Cast, login: str) -> None:
    response = sign_in(client, login)

    assert (response.status_code, response.url) == (302, reverse("home:home"))
    assert client.session["_auth_user_id"] == str(cast.student.pk)


def test_sign_in_answers_alike_for_known_and_unknown(cast: Cast) -> None:
    answers = {
        (response.status_code, response.content.decode().replace(login, "somebody"))
        for login in ["linh", "linh@school.example", "nobody", "nobody@school.example"]
        for response in [sign_in(Client(), login, "wrong password")]
    }

    assert {status for status, _text in answers} == {400}
    assert len({"".join(line for line in text.splitlines() if "csrf" not in line) for _status, text in answers}) == 1


def test_sign_in_changes_the_session_id(client: Client, cast: Cast) -> None:
    session = client.session
    session["before"] = "kept"
    session.save()
    before = session.session_key

    sign_in(client, "linh")

    assert client.session.session_key != before


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_next_to_another_host_goes_home(client: Client, cast: Cast, elsewhere: str) -> None:
    response = sign_in(client, "linh", QUERY_STRING=f"next={elsewhere}")

    assert (response.status_code, response.url) == (302, reverse("home:home"))


def test_next_on_this_host_is_followed(client: Client, cast: Cast) -> None:
    there = reverse("accounts:profile")
    response = client.post(reverse("account_login"), {"login": "linh", "password": PASSWORD, "next": there})

    assert (response.status_code, response.url) == (302, there)


def test_ten_wrong_guesses_are_429_and_the_owner_gets_in_within_fifteen_minutes(cast: Cast) -> None:
    with time_machine.travel(NOW) as clock:
        statuses = [sign_in(Client(), "linh", "guess").status_code for _guess in range(12)]
        limited = sign_in(Client(), "Linh")
        clock.shift(timedelta(minutes=14))
        owner = sign_in(Client(), "linh")

    assert statuses == [400] * 10 + [429] * 2
    assert (limited.status_code, limited["Retry-After"]) == (429, "600")
    assert owner.status_code == 302


def test_forty_students_behind_one_address_all_sign_in_within_a_minute(db: None) -> None:
    for number in range(40):
        UserFactory(username=f"pupil{number}")

    with time_machine.travel(NOW, tick=False):
        statuses = [sign_in(Client(), f"pupil{number}").status_code for number in range(40)]

    assert statuses == [302] * 40


def test_sign_out_ends_the_session_on_the_server_and_needs_a_post(client: Client, cast: Cast) -> None:
    client.force_login(cast.student)
    cookie = client.cookies["sessionid"].value

    asked = client.get(reverse("account_logout"))
    response = client.post(reverse("account_logout"))
    client.cookies["sessionid"] = cookie

    assert (asked.status_code, response.status_code, response.url) == (200, 302, reverse("account_login"))
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_admin_has_no_door_of_its_own(client: Client, cast: Cast) -> None:
    door = reverse("accounts:admin-sign-in")

    posted = client.post(door, {"username": "root", "password": PASSWORD})

    assert (posted.status_code, posted.url) == (302, f"{reverse('account_login')}?next={reverse('admin:index')}")
    assert client.get(door, {"next": "/admin/x/"}).url == f"{reverse('account_login')}?next=/admin/x/"
    client.force_login(cast.student)
    assert client.get(door).status_code == 403
    client.force_login(cast.teacher)
    assert client.get(door).url == reverse("admin:index")


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("login", ["pupil", "pupil@school.example", "nobody", "nobody@school.example", "nopassword"])
def test_every_wrong_try_costs_one_hash(client: Client, db: None, settings: Any, login: str) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.test_sign_in.CountingHasher"]
    UserFactory(username="pupil", email="pupil@school.example", password=PASSWORD)
    UserFactory(username="nopassword", password=None)
    CountingHasher.hashed = 0

    sign_in(client, login, "wrong password")

    assert CountingHasher.hashed == 1


def test_the_librarys_own_limits_answer_429_with_retry_after(client: Client, cast: Cast) -> None:
    client.force_login(cast.student)
    answers = [client.post(reverse("account_change_password"), {}) for _try in range(6)]

    assert [answer.status_code for answer in answers] == [400] * 5 + [429]
    assert answers[-1]["Retry-After"] == "600"
