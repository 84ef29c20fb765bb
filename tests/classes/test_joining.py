"""The way into a class by its code: found however it is typed, enrolled at once, guessed at only so often."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.models import Enrollment, SchoolClass
from tests.cast import Cast
from tests.factories import NOW, PASSWORD

JOIN = "classes:join-code"


@pytest.fixture(autouse=True)
def _no_tries_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def coded(cast: Cast) -> SchoolClass:
    SchoolClass.objects.filter(pk=cast.school_class.pk).update(code="HKW4RT")
    cast.school_class.refresh_from_db()
    return cast.school_class


def roles_of(person: User) -> list[tuple[str, str, str]]:
    return list(Enrollment.objects.filter(person=person).values_list("school_class__name", "role", "via"))


@pytest.mark.parametrize("typed", ["HKW-4RT", "hkw4rt", " hkw 4rt ", "Hkw-4Rt"])
def test_a_code_is_found_however_it_is_typed(client: Client, coded: SchoolClass, typed: str) -> None:
    response = client.post(reverse("classes:join"), {"code": typed})

    assert (response.status_code, response.url) == (302, reverse(JOIN, args=["HKW4RT"]))


@pytest.mark.parametrize(
    "typed, said",
    [
        ("HKW-4RP", "No class uses HKW-4RP. Check the last letter with your teacher."),
        ("HKO-1RT", "No class uses HKO-1RT. Codes have no 1, O. Look at the board again."),
    ],
)
def test_a_code_of_no_class_is_400_and_says_what_to_do(
    client: Client, coded: SchoolClass, typed: str, said: str
) -> None:
    response = client.post(reverse("classes:join"), {"code": typed})

    assert (response.status_code, response.context["form"].errors) == (400, {"code": [said]})


@pytest.mark.parametrize(
    "closed",
    [{"code_paused": True}, {"code_expires_at": NOW}, {"archived_at": NOW}],
)
def test_a_closed_code_is_like_one_of_no_class(client: Client, coded: SchoolClass, closed: dict[str, object]) -> None:
    SchoolClass.objects.filter(pk=coded.pk).update(**closed)

    with time_machine.travel(NOW, tick=False):
        answers = [client.get(reverse(JOIN, args=[code])) for code in ("HKW4RT", "HKW4RP")]

    assert [answer.status_code for answer in answers] == [404, 404]
    texts = [answer.content.decode().replace("HKW-4RP", "HKW-4RT").replace("HKW4RP", "HKW4RT") for answer in answers]
    assert [line for line in texts[0].splitlines() if "csrf" not in line] == [
        line for line in texts[1].splitlines() if "csrf" not in line
    ]


def test_the_page_behind_a_code_names_class_teacher_and_how_many(client: Client, coded: SchoolClass) -> None:
    response = client.get(reverse(JOIN, args=["hkw-4rt"]))

    assert (response.context["school_class"], response.context["teachers"]) == (coded, "Ms Marsh")
    assert response.context["school_class"].students == 2


def test_somebody_signed_in_joins_as_a_student(client: Client, cast: Cast, coded: SchoolClass) -> None:
    client.force_login(cast.other_student)

    response = client.post(reverse(JOIN, args=["HKW4RT"]))

    assert (response.status_code, response.url) == (302, reverse("home:home"))
    assert roles_of(cast.other_student) == [
        ("Geography 10", "student", "code"),
        ("World History 10B", "student", "code"),
    ]


def test_a_teacher_may_learn_in_another_class_and_stays_teacher_of_their_own(
    client: Client, cast: Cast, coded: SchoolClass
) -> None:
    client.force_login(cast.other_teacher)
    client.post(reverse(JOIN, args=["HKW4RT"]))
    client.force_login(cast.teacher)
    client.post(reverse(JOIN, args=["HKW4RT"]))

    assert sorted(role for _name, role, _via in roles_of(cast.other_teacher)) == ["student", "teacher"]
    assert [role for _name, role, _via in roles_of(cast.teacher)] == ["teacher"]


def test_a_removed_person_does_not_come_back_by_code(client: Client, cast: Cast, coded: SchoolClass) -> None:
    client.force_login(cast.removed)

    response = client.post(reverse(JOIN, args=["HKW4RT"]))

    assert response.status_code == 409
    assert Enrollment.objects.get(person=cast.removed).ended_at == NOW


def test_somebody_new_makes_an_account_and_is_in_the_class_at_once(client: Client, coded: SchoolClass) -> None:
    fields = {"name": "Ella Novák", "username": "Ella.N", "email": "", "password": PASSWORD}

    response = client.post(reverse("classes:join-account", args=["HKW4RT"]), fields)

    person = User.objects.get(username="ella.n")
    assert (response.status_code, response.url) == (302, reverse("home:home"))
    assert (person.name, person.email, client.session["_auth_user_id"]) == ("Ella Novák", "", str(person.pk))
    assert roles_of(person) == [("World History 10B", "student", "code")]
    assert mail.outbox == []


def test_extra_fields_at_sign_up_change_nothing(client: Client, cast: Cast, coded: SchoolClass) -> None:
    extra = {
        "is_staff": "on",
        "is_superuser": "1",
        "role": "teacher",
        "school_class": cast.other_class.pk,
        "groups": "1",
    }
    fields = {"name": "Ella Novák", "username": "ella", "email": "", "password": PASSWORD, **extra}

    client.post(reverse("classes:join-account", args=["HKW4RT"]), fields)

    person = User.objects.get(username="ella")
    assert (person.is_staff, person.is_superuser, list(person.groups.all())) == (False, False, [])
    assert roles_of(person) == [("World History 10B", "student", "code")]


def test_sign_up_answers_alike_for_known_and_unknown_address(coded: SchoolClass) -> None:
    answers = []
    for number, email in enumerate(["linh@school.example", "nobody@school.example"]):
        fields = {"name": "Ella", "username": f"ella{number}", "email": email, "password": PASSWORD}
        response = Client().post(reverse("classes:join-account", args=["HKW4RT"]), fields)
        answers.append((response.status_code, response.url, User.objects.get(username=f"ella{number}").email))

    assert answers == [(302, reverse("home:home"), "")] * 2
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("Confirm your email for Margin", ["linh@school.example"]),
        ("Confirm your email for Margin", ["nobody@school.example"]),
    ]


@pytest.mark.parametrize(
    "field, value",
    [
        ("username", "LINH"),
        ("username", "a@b.example"),
        ("username", ""),
        ("username", "½"),
        pytest.param("username", "ﷺ" * 60, id="folds to many"),
        ("password", "short"),
        ("name", ""),
    ],
)
def test_a_bad_value_at_sign_up_is_400_and_makes_nobody(
    client: Client, coded: SchoolClass, field: str, value: str
) -> None:
    fields = {"name": "Ella", "username": "ella", "email": "", "password": PASSWORD, field: value}
    before = User.objects.count()

    response = client.post(reverse("classes:join-account", args=["HKW4RT"]), fields)

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert User.objects.count() == before


def test_guessing_codes_is_429_also_by_address_and_ends(client: Client, cast: Cast, coded: SchoolClass) -> None:
    client.force_login(cast.other_student)
    with time_machine.travel(NOW) as clock:
        statuses = [client.get(reverse(JOIN, args=[f"WRNG2{letter}"])).status_code for letter in "ABCDEFGHJK"]
        limited = client.post(reverse("classes:join"), {"code": "HKW4RT"})
        clock.shift(timedelta(minutes=11))
        later = client.get(reverse(JOIN, args=["HKW4RT"]))

    assert statuses == [404] * 10
    assert (limited.status_code, limited["Retry-After"], later.status_code) == (429, "600", 200)


def test_forty_students_behind_one_address_join_within_a_minute(coded: SchoolClass) -> None:
    statuses = []
    for number in range(40):
        fields = {"name": f"Pupil {number}", "username": f"pupil{number}", "email": "", "password": PASSWORD}
        statuses.append(Client().post(reverse("classes:join-account", args=["HKW4RT"]), fields).status_code)

    assert statuses == [302] * 40
