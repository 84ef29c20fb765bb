"""The roster: who may see it, finding, adding, inviting, changing, taking out, letting back in, and slips."""

from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import AccessLog, Message, PasswordSlip, User
from classroom.classes import actions
from classroom.classes.actions.invitations import token_for
from classroom.classes.models import Enrollment, Invitation, SchoolClass
from classroom.submissions.models import Submission
from tests.cast import Cast, place
from tests.factories import NOW, EnrollmentFactory, UserFactory

NEW_PASSWORD = "a longer new password"


@pytest.fixture(autouse=True)
def _no_tries_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def teacher(client: Client, cast: Cast) -> User:
    client.force_login(cast.teacher)
    return cast.teacher


def address(name: str, school_class: SchoolClass, *more: object) -> str:
    return reverse(f"classes:{name}", args=[school_class.public_id, *more])


def seat(person: User, school_class: SchoolClass) -> Enrollment:
    return Enrollment.objects.get(person=person, school_class=school_class)


@pytest.mark.parametrize(
    "who, status",
    [
        ("teacher", 200),
        ("assistant", 403),
        ("student", 403),
        ("removed", 403),
        ("other_teacher", 404),
        ("other_student", 404),
        ("content_admin", 404),
        ("superuser", 404),
    ],
)
def test_roster_is_for_teachers_of_the_class(client: Client, cast: Cast, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(address("roster", cast.school_class)).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_roster_costs_the_same_for_any_number(
    client: Client, cast: Cast, teacher: User, count: int, django_assert_num_queries: Any
) -> None:
    for _newcomer in range(count - 1):
        EnrollmentFactory(school_class=cast.school_class)
    client.get(address("roster", cast.school_class))

    with django_assert_num_queries(6):
        response = client.get(address("roster", cast.school_class))

    assert len(response.context["page_obj"]) == 4 + count - 1


def test_roster_is_paged_by_fifty_and_shows_no_address(client: Client, cast: Cast, teacher: User) -> None:
    for _newcomer in range(50):
        EnrollmentFactory(school_class=cast.school_class)

    first, second = (client.get(address("roster", cast.school_class), {"page": page}) for page in (1, 2))

    assert (len(first.context["page_obj"]), len(second.context["page_obj"])) == (50, 4)
    assert [page.content.decode().count("linh@school.example") for page in (first, second)] == [0, 0]


@pytest.mark.parametrize(
    "query, found",
    [({"q": "tomasz"}, ["tomasz"]), ({"q": "7c"}, ["linh"]), ({"ended": "on"}, ["ravi"]), ({"q": "noor"}, [])],
)
def test_roster_finds_by_name_login_name_and_number(
    client: Client, cast: Cast, teacher: User, query: dict[str, str], found: list[str]
) -> None:
    Enrollment.objects.filter(person=cast.student).update(school_number="7C-11")

    response = client.get(address("roster", cast.school_class), query)

    assert [seat.person.username for seat in response.context["page_obj"]] == found


def test_a_place_is_changed_ended_and_restored(client: Client, cast: Cast, teacher: User) -> None:
    place = seat(cast.student, cast.school_class)

    changed = client.post(
        address("place-change", cast.school_class, place.pk), {"role": "assistant", "school_number": "11"}
    )
    place.refresh_from_db()
    assert (changed.status_code, place.role, place.school_number) == (302, "assistant", "11")

    asked = client.get(address("end", cast.school_class, place.pk))
    place.refresh_from_db()
    assert (asked.status_code, place.ended_at) == (200, None)

    client.post(address("end", cast.school_class, place.pk))
    place.refresh_from_db()
    assert place.ended_at is not None

    client.post(address("restore", cast.school_class, place.pk))
    place.refresh_from_db()
    assert (place.ended_at, place.role) == (None, "assistant")


@pytest.mark.parametrize("verb, fields", [("end", {}), ("place-change", {"role": "student", "school_number": ""})])
def test_a_class_keeps_one_teacher(
    client: Client, cast: Cast, teacher: User, verb: str, fields: dict[str, str]
) -> None:
    own = seat(teacher, cast.school_class)

    refused = client.post(address(verb, cast.school_class, own.pk), fields)
    own.refresh_from_db()
    assert (refused.status_code, own.role, own.ended_at) == (409, "teacher", None)

    place(UserFactory(), cast.school_class, "teacher")
    assert client.post(address(verb, cast.school_class, own.pk), fields).status_code == 302


def test_a_student_with_work_stays_a_student(client: Client, cast: Cast, teacher: User) -> None:
    Submission.objects.create(
        assignment=cast.assignment, student=cast.student, lesson_version=cast.assignment.lesson_version
    )
    own = seat(cast.student, cast.school_class)

    response = client.post(address("place-change", cast.school_class, own.pk), {"role": "teacher", "school_number": ""})

    own.refresh_from_db()
    assert (response.status_code, own.role) == (409, "student")


def test_a_place_of_another_class_is_404(client: Client, cast: Cast, teacher: User) -> None:
    other = seat(cast.other_student, cast.other_class)

    for verb in ("place-change", "slip", "end", "restore"):
        assert client.post(address(verb, cast.school_class, other.pk)).status_code == 404


def test_a_pupil_without_mail_gets_an_account_a_place_and_a_slip_that_works_once(
    client: Client, cast: Cast, teacher: User
) -> None:
    fields = {"name": "Ella Novák", "username": "Ella", "school_number": "12", "is_staff": "on", "role": "teacher"}
    slip = client.post(address("add-pupil", cast.school_class), fields)
    person = User.objects.get(username="ella")
    typed = {"username": "ELLA", "code": slip.context["code"].lower(), "password": NEW_PASSWORD}

    used = Client().post(reverse("accounts:slip"), typed)
    again = Client().post(reverse("accounts:slip"), typed)

    person.refresh_from_db()
    place = seat(person, cast.school_class)
    assert (slip.status_code, used.status_code, used.url) == (200, 302, reverse("account_login"))
    assert (place.role, place.via, place.school_number, person.is_staff) == ("student", "added", "12", False)
    assert (again.status_code, person.check_password(NEW_PASSWORD)) == (400, True)
    assert PasswordSlip.objects.filter(code_hash__contains=slip.context["code"].replace("-", "")).count() == 0
    assert list(AccessLog.objects.filter(subject=person).values_list("viewer", "what").order_by("pk")) == [
        (teacher.pk, "password slip made"),
        (teacher.pk, "password slip used"),
    ]


def test_a_slip_is_for_active_students_without_rights_elsewhere(client: Client, cast: Cast, teacher: User) -> None:
    staff = place(UserFactory(is_staff=True), cast.school_class, "student")
    helper = place(UserFactory(), cast.school_class, "student")
    place(helper, cast.other_class, "assistant")

    for person in [cast.assistant, cast.removed, teacher, staff, helper]:
        own = seat(person, cast.school_class)
        assert client.post(address("slip", cast.school_class, own.pk)).status_code == 409

    assert PasswordSlip.objects.count() == 0
    assert client.post(address("slip", cast.school_class, seat(cast.student, cast.school_class).pk)).status_code == 200


@pytest.mark.parametrize("email", ["linh@school.example", "NOBODY@school.example", "noor@school.example"])
def test_inviting_an_address_answers_alike_whoever_has_it(
    client: Client, cast: Cast, teacher: User, email: str
) -> None:
    before = Enrollment.objects.count()

    response = client.post(address("invite", cast.school_class), {"email": email, "role": "student"})
    client.post(address("invite", cast.school_class), {"email": email, "role": "student"})

    assert (response.status_code, response.url) == (302, address("roster", cast.school_class))
    assert list(Invitation.objects.values_list("email", "bound_at")) == [(email.lower(), None)]
    assert list(Message.objects.values_list("kind", "address", "person")) == [("invitation", email.lower(), None)]
    assert Enrollment.objects.count() == before


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    return Invitation.objects.create(
        school_class=cast.school_class, email="noor@school.example", role="assistant", invited_by=cast.teacher
    )


def test_inviting_again_says_which_part_and_number_hold(cast: Cast, invitation: Invitation) -> None:
    again = {"email": invitation.email, "by": cast.teacher, "at": NOW}

    actions.invite(cast.school_class, role=Enrollment.Role.TEACHER, **again)
    actions.invite(cast.school_class, role=Enrollment.Role.STUDENT, school_number="7b", **again)

    assert list(Invitation.objects.values_list("role", "school_number")) == [("student", "7b")]


def test_following_an_invitation_confirms_the_address_and_takes_the_place_once(
    client: Client, cast: Cast, invitation: Invitation
) -> None:
    token = token_for(invitation)
    shown = client.get(reverse("classes:invitation", args=[token]))
    client.force_login(cast.other_student)

    accepted = client.post(reverse("classes:invitation-accept", args=[token]))
    again = client.post(reverse("classes:invitation-accept", args=[token]))

    cast.other_student.refresh_from_db()
    assert (shown.status_code, accepted.status_code, again.status_code) == (200, 302, 404)
    assert (seat(cast.other_student, cast.school_class).role, cast.other_student.email) == (
        "assistant",
        "noor@school.example",
    )


def test_an_invitation_is_not_taken_with_another_address(client: Client, cast: Cast, invitation: Invitation) -> None:
    stranger = UserFactory(email="other@school.example")
    client.force_login(stranger)

    with_another = client.post(reverse("classes:invitation-accept", args=[token_for(invitation)]))
    User.objects.filter(pk=cast.other_student.pk).update(email="noor@school.example")
    client.force_login(UserFactory())
    of_another = client.post(reverse("classes:invitation-accept", args=[token_for(invitation)]))

    assert (with_another.status_code, of_another.status_code) == (409, 409)
    assert Invitation.objects.open().count() == 1


def test_an_account_made_by_invitation_has_the_address_and_the_place(client: Client, invitation: Invitation) -> None:
    address = reverse("classes:invitation-account", args=[token_for(invitation)])
    fields = {"name": "Noor Haddad", "username": "noor2", "email": "x@y.example", "password": NEW_PASSWORD}

    bad = client.post(address, {**fields, "password": "short"})
    made = client.post(address, fields)

    person = User.objects.get(username="noor2")
    assert (bad.status_code, made.status_code, made.url) == (400, 302, reverse("home:home"))
    assert (person.email, [place.role for place in person.enrollments.all()]) == ("noor@school.example", ["assistant"])
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("token", ["nonsense", signing.dumps(1, salt="another")], ids=["nonsense", "other salt"])
def test_a_forged_invitation_is_404(client: Client, cast: Cast, token: str) -> None:
    assert client.get(reverse("classes:invitation", args=[token])).status_code == 404


def test_a_withdrawn_invitation_opens_nothing(client: Client, cast: Cast, teacher: User) -> None:
    invitation = Invitation.objects.create(
        school_class=cast.school_class, email="noor@school.example", invited_by=cast.teacher, invited_at=NOW
    )

    client.post(address("invitation-withdraw", cast.school_class, invitation.pk))

    assert client.get(reverse("classes:invitation", args=[token_for(invitation)])).status_code == 404
