"""People, the log of looks, classes, places and dates in the admin."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from classroom.accounts.actions import log_look, tell
from classroom.accounts.models import AccessLog, Message, User
from classroom.classes import actions as classes
from classroom.classes.models import Enrollment, Extension
from tests.factories import NOW, PASSWORD, SchoolClassFactory, UserFactory
from tests.test_page_queries import MOST, cost

BECAME = {"waiting": ["0"], "sent": ["1"], "cancelled": ["2"]}
PEOPLE = "admin:accounts_user_changelist"


def listed(client, table: str, **asked) -> list[object]:
    return list(client.get(reverse(f"admin:{table}_changelist"), asked).context["cl"].result_list)


def act(client, table: str, action: str, *things) -> None:
    chosen = [thing.pk for thing in things]
    client.post(reverse(f"admin:{table}_changelist"), {"action": action, "_selected_action": chosen})


def person_form(person: User, **more: object) -> dict[str, object]:
    fields = ("username", "name", "known_as", "email", "time_zone")
    return {name: getattr(person, name) for name in fields} | {"is_active": "on"} | more


@pytest.mark.parametrize("search", ["Trần", "linh", "linh@school.example"])
def test_people_are_found_by_name_login_and_address(client, cast, search):
    client.force_login(cast.superuser)

    assert listed(client, "accounts_user", q=search) == [cast.student]


def test_rights_are_given_and_taken_in_the_list(client, cast):
    client.force_login(cast.superuser)
    steps = [
        ("make_teachers", True, ["Teachers"]), ("unmake_teachers", False, []),
        ("make_content_administrators", True, ["Content administrators"]), ("unmake_content_administrators", False, []),
    ]  # fmt: skip
    for action, staff, groups in steps:
        act(client, "accounts_user", action, cast.student)

        cast.student.refresh_from_db()
        assert (cast.student.is_staff, [group.name for group in cast.student.groups.all()]) == (staff, groups)


def test_last_administrator_stays_one(client, cast):
    client.force_login(cast.superuser)
    url = reverse("admin:accounts_user_change", args=[cast.superuser.pk])

    act(client, "accounts_user", "unmake_superusers", cast.superuser)
    form = person_form(cast.superuser)
    del form["is_active"]
    response = client.post(url, form)

    cast.superuser.refresh_from_db()
    assert (cast.superuser.is_superuser, cast.superuser.is_active) == (True, True)
    assert "last active administrator" in response.content.decode()

    act(client, "accounts_user", "make_superusers", cast.teacher)
    act(client, "accounts_user", "unmake_superusers", cast.superuser)

    cast.superuser.refresh_from_db()
    assert (cast.superuser.is_superuser, cast.superuser.is_staff) == (False, False)


def test_form_of_a_person_gives_no_rights(client, cast):
    client.force_login(cast.superuser)
    sent = person_form(cast.student, name="Linh T.", is_superuser="on", is_staff="on", groups="1")

    client.post(reverse("admin:accounts_user_change", args=[cast.student.pk]), sent)

    cast.student.refresh_from_db()
    assert (cast.student.name, cast.student.is_superuser, cast.student.is_staff) == ("Linh T.", False, False)
    assert cast.student.groups.count() == 0


@pytest.mark.parametrize(
    "bad", [{"username": "TOMASZ"}, {"email": "MARSH@school.example"}, {"time_zone": "Europe/Nowhere"}]
)
def test_person_that_cannot_stand_is_told_at_the_field(client, cast, bad):
    client.force_login(cast.superuser)

    response = client.post(
        reverse("admin:accounts_user_change", args=[cast.student.pk]), person_form(cast.student) | bad
    )

    assert response.status_code == 200
    assert response.context["errors"]
    assert User.objects.get(pk=cast.student.pk).username == "linh"


def test_second_person_of_one_login_name_is_told(client, cast):
    client.force_login(cast.superuser)
    form = {"username": "LINH", "name": "Another", "usable_password": "true", "password1": PASSWORD}

    response = client.post(reverse("admin:accounts_user_add"), form | {"password2": PASSWORD})

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["username"]


def test_address_that_an_administrator_enters_is_confirmed(client, cast):
    client.force_login(cast.superuser)
    url = reverse("admin:accounts_user_change", args=[cast.classmate.pk])

    client.post(url, person_form(cast.classmate, email="tomasz@school.example"))

    address = EmailAddress.objects.get(user=cast.classmate)
    assert (address.email, address.verified, address.primary) == ("tomasz@school.example", True, True)


def test_new_person_has_no_rights_and_can_sign_in(client, cast):
    client.force_login(cast.superuser)
    form = {
        "username": "Ada",
        "name": "Ada L.",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    client.post(reverse("admin:accounts_user_add"), form)

    person = User.objects.get(username="ada")
    assert (person.is_staff, person.is_superuser, person.check_password(PASSWORD)) == (False, False, True)


def test_log_of_looks_is_narrowed_to_one_person(client, cast):
    for viewer, subject in [
        (cast.teacher, cast.student),
        (cast.teacher, cast.classmate),
        (cast.superuser, cast.student),
    ]:
        log_look(viewer, [subject], what="a test", at=NOW, request_id="")
    client.force_login(cast.superuser)

    of_student = listed(client, "accounts_accesslog", subject=cast.student.pk)
    by_teacher = listed(client, "accounts_accesslog", viewer=cast.teacher.pk)

    assert {look.viewer for look in of_student} == {cast.teacher, cast.superuser}
    assert {look.subject for look in by_teacher} == {cast.student, cast.classmate}
    assert client.get(reverse("admin:accounts_accesslog_changelist"), {"viewer": "x"}, follow=True).status_code == 200


@pytest.mark.parametrize("table", ["accounts_user", "accounts_accesslog", "accounts_message", "classes_schoolclass"])
def test_lists_cost_the_same_for_more_rows(client, cast, table):
    client.force_login(cast.superuser)
    url = reverse(f"admin:{table}_changelist")

    def add(number: int) -> None:
        for person in UserFactory.create_batch(number):
            log_look(cast.teacher, [person], what="a test", at=NOW, request_id="")
            tell(person, "extension", about=person.username, context={}, at=NOW)
            SchoolClassFactory(created_by=person)

    add(1)
    one, few = cost(client, url), len(listed(client, table))
    add(2)

    assert len(listed(client, table)) == few + 2
    assert cost(client, url) == one <= MOST


def test_superuser_gives_ends_and_restores_a_place(client, cast):
    client.force_login(cast.superuser)
    form = {
        "school_class": cast.school_class.pk,
        "person": cast.other_student.pk,
        "role": "student",
        "school_number": "7",
    }

    client.post(reverse("admin:classes_enrollment_add"), form)
    place = Enrollment.objects.get(person=cast.other_student, school_class=cast.school_class)
    made = (place.role, place.via, place.school_number, place.joined_at)
    act(client, "classes_enrollment", "end_places", place)
    place.refresh_from_db()
    ended = place.ended_at
    act(client, "classes_enrollment", "restore_places", place)
    place.refresh_from_db()

    assert made == ("student", "added", "7", NOW)
    assert (ended, place.ended_at) == (NOW, None)


def test_last_teacher_of_a_class_stays_one(client, cast):
    place = cast.teacher.enrollments.get()
    client.force_login(cast.superuser)

    act(client, "classes_enrollment", "end_places", place)
    response = client.post(
        reverse("admin:classes_enrollment_change", args=[place.pk]), {"role": "assistant", "school_number": ""}
    )

    place.refresh_from_db()
    assert response.status_code == 409
    assert (place.role, place.ended_at) == ("teacher", None)


def test_dates_are_read_and_entered_in_the_time_of_the_class(client, cast):
    cast.school_class.time_zone = "Asia/Ho_Chi_Minh"
    cast.school_class.save()
    client.force_login(cast.teacher)
    url = reverse("admin:classes_assignment_change", args=[cast.assignment.pk])
    form = client.get(url).context["adminform"].form
    sent = {"late_policy": "accept", "attempts": 1, "model_answer": "returned", "names_hidden": "on"}
    sent["second_look_days"] = 14
    for name in ("opens_at", "due_at", "closes_at"):
        sent[name] = f"{form.initial[name].astimezone(cast.school_class.zone):%Y-%m-%dT%H:%M:%S}"

    same = client.post(url, sent | {"turns_in_at_closing": "on"})
    old = cast.assignment.due_at
    cast.assignment.refresh_from_db()

    assert cast.assignment.turns_in_at_closing
    assert (same.status_code, cast.assignment.due_at) == (302, old)
    backward = client.post(url, sent | {"closes_at": "2020-01-01T12:00"})
    cast.assignment.refresh_from_db()
    assert (backward.status_code, cast.assignment.due_at) == (200, old)


def test_extension_is_changed_through_its_action(client, cast):
    due = cast.assignment.due_at
    extension = Extension.objects.create(
        assignment=cast.assignment, student=cast.student, due_at=due + timedelta(days=1), given_by=cast.teacher
    )
    client.force_login(cast.teacher)
    url = reverse("admin:classes_extension_change", args=[extension.pk])

    later = client.post(url, {"by_hand": "2026-12-24T12:00", "reason": "Ill"})
    earlier = client.post(url, {"by_hand": "2026-11-01T12:00", "reason": "Ill"})

    extension.refresh_from_db()
    assert (later.status_code, earlier.status_code) == (302, 409)
    assert (extension.due_at.isoformat(), extension.reason) == ("2026-12-24T12:00:00+00:00", "Ill")
    assert cast.student.messages.filter(kind="extension").count() == 1


@pytest.mark.parametrize("days", [None, 1])
def test_another_reason_leaves_what_was_given_and_what_stands_as_it_is(client, cast, days):
    seat = Enrollment.objects.get(person=cast.student)
    by_hand = cast.assignment.due_at + timedelta(days=days) if days else None
    if by_hand:
        classes.give_extension(cast.assignment, cast.student, due_at=by_hand, by=cast.teacher, at=NOW)
    classes.give_standing(seat, days=3, by=cast.teacher, at=NOW)
    extension = Extension.objects.get()
    client.force_login(cast.teacher)
    url = reverse("admin:classes_extension_change", args=[extension.pk])
    shown = client.get(url).context["adminform"].form["by_hand"].initial
    due = f"{by_hand:%Y-%m-%dT%H:%M:%S}" if by_hand else ""

    assert client.post(url, {"by_hand": due, "reason": "Ill"}).status_code == 302

    held = Extension.objects.get()
    standing = cast.assignment.due_at + timedelta(days=3)
    assert (shown, held.reason, held.given_by) == (by_hand, "Ill", extension.given_by)
    assert (held.due_at, held.standing_due_at, held.by_hand) == (standing, standing, by_hand)
    client.post(url, {"by_hand": "2026-12-24T12:00:00", "reason": "Ill"})
    held = Extension.objects.get()
    assert (held.due_at.isoformat(), held.standing_due_at) == ("2026-12-24T12:00:00+00:00", standing)


def test_teacher_finds_no_people_to_choose_from(client, cast):
    client.force_login(cast.teacher)
    asked = {"app_label": "classes", "model_name": "enrollment", "field_name": "person", "term": "a"}

    assert client.get(reverse("admin:autocomplete"), asked).status_code == 403
    assert AccessLog.objects.count() == 0


def test_people_are_listed_by_right_and_messages_by_what_became_of_them(client, cast):
    Message.objects.all().delete()
    for number, times in enumerate([{}, {"sent_at": NOW}, {"cancelled_at": NOW}]):
        tell(cast.student, "extension", about=str(number), context={}, at=NOW)
        Message.objects.filter(about=str(number)).update(**times)
    client.force_login(cast.superuser)

    people = {right: listed(client, "accounts_user", rights=right) for right in ("administrators", "content")}
    kept = {state: [message.about for message in listed(client, "accounts_message", state=state)] for state in BECAME}
    odd = client.get(reverse("admin:accounts_message_changelist"), {"state": "lost"})

    assert people == {"administrators": [cast.superuser], "content": [cast.content_admin]}
    assert kept == BECAME
    assert odd.status_code == 302
