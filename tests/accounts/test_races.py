"""Two people at the same moment: one slip, one address, one last administrator."""

import pytest
from django.contrib.auth import authenticate

from classroom.accounts import actions
from classroom.accounts.models import Message, PasswordSlip, User
from tests.at_once import THREADS, reasons, together
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_administrators_who_demote_each_other_at_once_one_stays():
    pair = [UserFactory(username=name, is_superuser=True, is_staff=True) for name in ("root", "second")]

    answers = together(lambda number: actions.unmake_superuser(User.objects.get(pk=pair[number].pk)), threads=2)

    assert reasons(answers) == ["This is the last active administrator. Make somebody else one first."]
    assert User.objects.administrators().count() == 1


def test_a_slip_used_at_once_sets_one_password(cast):
    code = actions.make_slip(cast.student, by=cast.teacher, at=NOW)
    slip = actions.find_slip("linh", code, at=NOW)

    answers = together(lambda number: actions.use_slip(slip, password=f"long password {number}", at=NOW))

    works = [number for number in range(THREADS) if authenticate(username="linh", password=f"long password {number}")]
    assert (len(reasons(answers)), len(works)) == (THREADS - 1, 1)


def test_slips_made_at_once_leave_one_open(cast):
    together(lambda _number: actions.make_slip(cast.student, by=cast.teacher, at=NOW))

    assert (PasswordSlip.objects.count(), PasswordSlip.objects.open().count()) == (THREADS, 1)


def test_an_address_confirmed_at_once_is_one_persons(cast):
    people = [UserFactory() for _number in range(THREADS)]

    answers = together(lambda number: actions.confirm_address(people[number], "shared@school.example"))

    assert len(reasons(answers)) == THREADS - 1
    assert User.objects.filter(email="shared@school.example").count() == 1


def test_a_login_name_taken_at_once_is_one_persons(db):
    answers = together(lambda _number: actions.open_account(username="linh2", name="Linh", password=None))

    assert len(reasons(answers)) == THREADS - 1


def test_something_told_at_once_is_told_once(cast):
    together(lambda _number: actions.tell(cast.student, "turned_in", about="turn-in 1", context={}, at=NOW))

    assert Message.objects.count() == 1
