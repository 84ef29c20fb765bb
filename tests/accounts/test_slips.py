"""A slip opens an account once, in time, and can't be guessed at for long."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from classroom.accounts import actions
from classroom.accounts.models import User
from classroom.http import Refused
from tests.cast import Cast
from tests.factories import NOW

NEW_PASSWORD = "a longer new password"


@pytest.fixture(autouse=True)
def _no_tries_counted(db: None) -> None:
    cache.clear()


def use(login: str, code: str, password: str = NEW_PASSWORD) -> int:
    return Client().post(reverse("accounts:slip"), {"username": login, "code": code, "password": password}).status_code


def test_a_slip_works_in_time_and_not_after(cast: Cast) -> None:
    code = actions.make_slip(cast.student, by=cast.teacher, at=NOW)

    with time_machine.travel(NOW + timedelta(days=3)):
        assert use("linh", code) == 400
    with time_machine.travel(NOW + timedelta(days=2)):
        assert use("linh", code) == 302


def test_a_new_slip_ends_the_one_before(cast: Cast) -> None:
    first, second = (actions.make_slip(cast.student, by=cast.teacher, at=NOW) for _slip in range(2))

    with time_machine.travel(NOW):
        assert [use("linh", first), use("linh", second)] == [400, 302]


def test_a_slip_is_dead_after_five_wrong_codes_from_anywhere(cast: Cast) -> None:
    code = actions.make_slip(cast.student, by=cast.teacher, at=NOW)

    with time_machine.travel(NOW):
        statuses = [use("linh", "AAAA-BBBB") for _guess in range(5)]
        assert (statuses, use("linh", code)) == ([400] * 5, 400)


def test_guessing_slips_is_429(client: Client, cast: Cast) -> None:
    fields = {"username": "linh", "code": "AAAA-BBBB", "password": NEW_PASSWORD}

    client.get(reverse("accounts:slip"))
    statuses = [client.post(reverse("accounts:slip"), fields).status_code for _guess in range(11)]

    assert statuses == [400] * 10 + [429]


def test_a_slip_answers_alike_for_known_and_unknown(cast: Cast) -> None:
    actions.make_slip(cast.student, by=cast.teacher, at=NOW)
    answers = []
    with time_machine.travel(NOW):
        for login in ["linh", "tomasz", "nobody"]:
            fields = {"username": login, "code": "AAAA-BBBB", "password": NEW_PASSWORD}
            response = Client().post(reverse("accounts:slip"), fields)
            text = response.content.decode().replace(login, "somebody")
            answers.append((response.status_code, [line for line in text.splitlines() if "csrf" not in line]))

    assert answers == [answers[0]] * 3


def test_a_weak_password_uses_nothing_up(cast: Cast) -> None:
    code = actions.make_slip(cast.student, by=cast.teacher, at=NOW)

    with time_machine.travel(NOW):
        assert [use("linh", code, "short"), use("linh", code)] == [400, 302]


def test_using_a_slip_ends_sessions(client: Client, cast: Cast) -> None:
    client.force_login(cast.student)
    code = actions.make_slip(cast.student, by=cast.teacher, at=NOW)

    with time_machine.travel(NOW):
        use("linh", code)

        assert client.get(reverse("accounts:profile")).status_code == 302


@pytest.mark.parametrize("who", ["teacher", "superuser", "content_admin"])
def test_no_slip_for_staff_accounts(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.make_slip(getattr(cast, who), by=cast.teacher, at=NOW)


def test_a_slip_used_twice_at_once_is_used_once(cast: Cast) -> None:
    code = actions.make_slip(cast.student, by=cast.teacher, at=NOW)
    slip = actions.find_slip("linh", code, at=NOW)
    assert slip is not None

    actions.use_slip(slip, password=NEW_PASSWORD, at=NOW)
    with pytest.raises(Refused):
        actions.use_slip(slip, password="another new password", at=NOW)

    assert User.objects.get(pk=cast.student.pk).check_password(NEW_PASSWORD) is True
