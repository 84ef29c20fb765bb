"""Asking for more time, from the student's page to the teacher's answer and back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import Message
from classroom.accounts.outbox import written
from classroom.classes import actions
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.more_time import ExtensionRequest
from classroom.home.teacher_desk import teacher_desk
from classroom.http import Refused
from tests.cast import place
from tests.factories import NOW, UserFactory

DAY = timedelta(days=1)
WISH = {"due_at": "2026-12-01T17:00", "reason": "Was ill"}
WISHED = datetime(2026, 12, 1, 17, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("stopped_clock")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def here(cast):
    """Addresses of the assignment by name."""

    def address(name, *args):
        return reverse(name, args=[cast.school_class.public_id, cast.assignment.slug, *args])

    return address


def ask(cast, student=None, **more):
    return actions.ask_for_time(cast.assignment, student or cast.student, **{"until": WISHED, "at": NOW, **more})


def states():
    return list(ExtensionRequest.objects.order_by("pk").values_list("state", flat=True))


def test_a_reason_that_came_too_late_or_after_the_session_is_shown_again(cast, here):
    student = browser(cast.student)
    student.post(here("submissions:more-time"), WISH)

    refused = student.post(here("submissions:more-time"), WISH | {"reason": "Still ill."})
    signed_out = Client().post(here("submissions:more-time"), WISH)

    assert (refused.status_code, refused.context["kept"]) == (409, "Still ill.")
    assert (signed_out.status_code, signed_out.context["kept"]) == (401, "Was ill")


def test_asked_answered_with_another_time_and_read_on_the_page_of_the_lesson(cast, here):
    student, teacher = browser(cast.student), browser(cast.teacher)
    before = student.get(here("submissions:lesson")).content.decode()
    form = student.get(here("submissions:more-time"))
    asked = student.post(here("submissions:more-time"), WISH)
    again = student.post(here("submissions:more-time"), WISH)
    waiting = student.get(here("submissions:lesson"))
    wish = ExtensionRequest.objects.get()
    listed = teacher.get(here("classes:extensions")).content.decode()
    shown = teacher.get(here("classes:extension-request", wish.pk))
    given = teacher.post(
        here("classes:extension-request-give", wish.pk), {"due_at": "2026-11-30T12:00", "word": "Get well first."}
    )
    read = student.get(here("submissions:lesson"))

    assert ["Ask for more time" in before, form.status_code, "Ask for more time" in waiting.content.decode()] == [
        True, 200, False,
    ]  # fmt: skip
    assert [asked.status_code, again.status_code, given.status_code] == [303, 303, 302]
    assert "You asked for time until Tuesday 1 December, 17:00." in waiting.content.decode()
    assert "Asks for time until Tuesday 1 December, 17:00" in listed
    assert (shown.status_code, shown.context["giving"].initial["due_at"]) == (200, WISHED)
    assert "Was ill" in shown.content.decode()
    extension = Extension.objects.get()
    assert (extension.due_at, extension.reason) == (datetime(2026, 11, 30, 12, tzinfo=UTC), "Was ill")
    wish.refresh_from_db()
    assert (wish.state, wish.answered_by, wish.answered_at, wish.given_due_at, wish.word) == (
        "given", cast.teacher, NOW, extension.due_at, "Get well first.",
    )  # fmt: skip
    body = read.content.decode()
    assert "Ms Marsh gave you time until Monday 30 November, 12:00." in body
    assert ["“Get well first.”" in body, "Extended to Monday 30 November, 12:00" in body] == [True, True]
    mails = [written(message, "linh@school.example") for message in Message.objects.order_by("pk")]
    assert [mail.subject for mail in mails] == ["More time for The 2019 Hanoi Summit"]
    actions.remove_extension(extension, at=NOW)
    assert "gave you time" not in student.get(here("submissions:lesson")).content.decode()
    assert not any(word in mail.body for mail in mails for word in ("Was ill", "Get well"))


def test_declined_with_a_word_that_only_the_student_reads(cast, here):
    wish = ask(cast, reason="Was ill")
    teacher = browser(cast.teacher)

    silent = teacher.post(here("classes:extension-request-decline", wish.pk), {"word": " "})
    declined = teacher.post(here("classes:extension-request-decline", wish.pk), {"word": "You had two weeks."})
    body = browser(cast.student).get(here("submissions:lesson")).content.decode()

    assert (silent.status_code, list(silent.context["declining"].errors), declined.status_code) == (400, ["word"], 302)
    assert (states(), Extension.objects.count()) == (["declined"], 0)
    assert "Ms Marsh did not give you time until Tuesday 1 December, 17:00." in body
    assert ["“You had two weeks.”" in body, "Ask for more time" in body] == [True, True]
    (mail,) = [written(message, "linh@school.example") for message in Message.objects.all()]
    assert mail.subject == "No more time for The 2019 Hanoi Summit"
    assert "stays Friday 27 November 2026, 12:00 (Europe/London)" in mail.body
    assert "two weeks" not in mail.body
    actions.give_extension(cast.assignment, cast.student, due_at=WISHED, by=cast.teacher, at=NOW)
    assert "did not give" not in browser(cast.student).get(here("submissions:lesson")).content.decode()
    assert "two weeks" not in browser(cast.classmate).get(here("submissions:lesson")).content.decode()


def test_withdrawn_and_asked_anew_and_all_of_it_stays_on_record(cast, here):
    student = browser(cast.student)
    ask(cast)
    other = student.post(here("submissions:more-time"), WISH | {"due_at": "2026-12-02T17:00"})
    gone = [student.post(here("submissions:more-time-withdraw")).status_code for _time in range(2)]
    body = student.get(here("submissions:lesson")).content.decode()
    student.post(here("submissions:more-time"), WISH | {"due_at": "2026-12-02T17:00"})

    assert (other.status_code, gone, states()) == (409, [303, 303], ["withdrawn", "open"])
    assert ["You asked" in body, "Ask for more time" in body] == [False, True]
    assert "Withdrawn." in student.get(here("submissions:more-time")).content.decode()
    page = browser(cast.teacher).get(here("classes:extension-request", ExtensionRequest.objects.last().pk))
    assert "Withdrawn." in page.content.decode()


def test_nothing_is_answered_twice_and_what_was_answered_is_not_withdrawn(cast, here):
    wish = ask(cast)
    teacher = browser(cast.teacher)
    fields = {"due_at": "2026-12-01T17:00", "word": "No."}
    teacher.post(here("classes:extension-request-decline", wish.pk), fields)

    later = [
        teacher.post(here("classes:extension-request-decline", wish.pk), fields),
        teacher.post(here("classes:extension-request-give", wish.pk), fields),
        browser(cast.student).post(here("submissions:more-time-withdraw")),
    ]

    assert ([answer.status_code for answer in later], states()) == ([409] * 3, ["declined"])
    assert (Extension.objects.count(), Message.objects.count()) == (0, 1)


def test_an_extension_given_by_hand_answers_what_was_asked(cast):
    ask(cast)
    actions.give_extension(cast.assignment, cast.student, due_at=NOW + 4 * DAY, by=cast.teacher, at=NOW)

    wish = ExtensionRequest.objects.get()
    assert (wish.state, wish.given_due_at, wish.answered_by) == ("given", NOW + 4 * DAY, cast.teacher)


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({"due_at": "2026-11-27T12:00"}, "due_at"),  # the due time they have
        ({"due_at": "2027-03-28T01:30"}, "due_at"),  # skipped by the clocks
        ({"due_at": "soon"}, "due_at"),
        ({"due_at": ""}, "due_at"),
        ({"due_at": "2026-12-01T17:00Z"}, "due_at"),
        ({"due_at": "9999-12-31T23:59"}, "due_at"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
    ],
)
def test_a_bad_wish_is_400_and_asks_nothing(cast, here, changes, wrong):
    response = browser(cast.student).post(here("submissions:more-time"), WISH | changes)

    assert (response.status_code, list(response.context["form"].errors), states()) == (400, [wrong], [])


@pytest.mark.parametrize("due_at", ["2026-11-27T12:00", "2027-03-28T01:30", "whenever", ""])
def test_a_bad_time_given_is_400_and_answers_nothing(cast, here, due_at):
    wish = ask(cast)

    response = browser(cast.teacher).post(here("classes:extension-request-give", wish.pk), {"due_at": due_at})

    assert (response.status_code, list(response.context["giving"].errors), states()) == (400, ["due_at"], ["open"])


@pytest.mark.parametrize(
    "opens, due, closes, policy, may",
    [
        (-2, -1, 1, "accept", True),  # after the due time, before closing
        (-2, -1, 1, "refuse", True),
        (-3, -2, -1, "accept", False),
        (1, 2, 3, "accept", False),
    ],
)
def test_from_opening_until_closing_one_can_ask(cast, here, opens, due, closes, policy, may):
    moments = {"opens_at": NOW + opens * DAY, "due_at": NOW + due * DAY, "closes_at": NOW + closes * DAY}
    Assignment.objects.filter(pk=cast.assignment.pk).update(late_policy=policy, **moments)
    student = browser(cast.student)
    later = (NOW + 5 * DAY).strftime("%Y-%m-%dT%H:%M")

    answers = [
        student.get(here("submissions:more-time")),
        student.post(here("submissions:more-time"), {"due_at": later}),
    ]

    assert [answer.status_code for answer in answers] == ([200, 303] if may else [409, 409])
    assert states() == (["open"] if may else [])
    if may:
        past = {"until": NOW, "reason": "Late", "at": NOW}
        with pytest.raises(Refused, match="still to come"):
            ask(cast, cast.classmate, **past)


def test_the_desk_and_the_overview_tell_teachers_and_nobody_else(cast, here):
    for person in (cast.student, cast.classmate):
        ask(cast, person)
    removed = place(UserFactory(username="gone"), cast.school_class, "student")
    ask(cast, removed)
    Enrollment.objects.filter(person=removed).update(ended_at=NOW)

    told = {who: [(row.title, row.url, row.label) for row in teacher_desk(getattr(cast, who), NOW).waiting]
            for who in ("teacher", "assistant", "other_teacher", "student")}  # fmt: skip
    overviews = [
        browser(person).get(here("grading:overview")).content.decode() for person in (cast.teacher, cast.assistant)
    ]

    row = ("2 students ask for more time", here("classes:extensions"), "To answer")
    assert told == {"teacher": [row], "assistant": [], "other_teacher": [], "student": []}
    assert ["2 students ask for more time" in body for body in overviews] == [True, False]


def test_a_request_of_another_assignment_is_not_found_here(cast):
    wish = ask(cast)
    here = [cast.other_class.public_id, cast.other_assignment.slug, wish.pk]

    for name in ("extension-request", "extension-request-give", "extension-request-decline"):
        answer = getattr(browser(cast.other_teacher), "get" if name == "extension-request" else "post")(
            reverse(f"classes:{name}", args=here)
        )
        assert answer.status_code == 404
    assert states() == ["open"]


def test_pages_cost_the_same_for_one_request_and_for_three(cast, here, django_assert_num_queries):
    student, teacher = browser(cast.student), browser(cast.teacher)
    student.get(here("submissions:lesson"))
    teacher.get(here("classes:extensions"))
    never_asked = 5  # session, person, places; answers, of which there are none, and the assignment
    for number in (1, 2, 3):
        for wish in ExtensionRequest.objects.open():
            actions.decline_request(wish, word="No.", by=cast.teacher, at=NOW)
        wish = ask(cast, until=WISHED + number * DAY)
        if number == 2:
            continue
        with django_assert_num_queries(never_asked + 1):
            student.get(here("submissions:lesson"))
        with django_assert_num_queries(6):
            student.get(here("submissions:more-time"))
        with django_assert_num_queries(7):
            teacher.get(here("classes:extension-request", wish.pk))
        with django_assert_num_queries(6):
            teacher.get(here("classes:extensions"))
    other = browser(cast.classmate)
    other.get(here("submissions:lesson"))
    with django_assert_num_queries(never_asked):
        other.get(here("submissions:lesson"))


def test_a_request_that_nobody_answered_in_time_is_seen_and_withdrawn_after_closing(cast, here, time_machine):
    ask(cast)
    time_machine.move_to(cast.assignment.closes_at + DAY, tick=False)
    student = browser(cast.student)

    page = student.get(here("submissions:more-time"))
    again = student.post(here("submissions:more-time"), WISH)
    assert (page.status_code, again.status_code, states()) == (200, 409, ["open"])
    text = page.content.decode()
    assert ["Withdraw it" in text, "has closed, and nobody has answered yet" in text, "Keep writing" in text] == [
        True, True, False,
    ]  # fmt: skip
    assert student.post(here("submissions:more-time-withdraw")).status_code == 303
    assert (states(), student.get(here("submissions:more-time")).status_code) == (["withdrawn"], 409)


def test_the_answer_to_a_request_of_who_has_left_is_not_to_be_found(cast, here):
    wish = ask(cast)
    Enrollment.objects.filter(person=cast.student).update(ended_at=NOW)
    teacher = browser(cast.teacher)

    given = {"due_at": "2026-12-01T17:00", "word": "No."}
    asked = [teacher.get(here("classes:extension-request", wish.pk))]
    asked += [teacher.post(here(f"classes:extension-request-{act}", wish.pk), given) for act in ("give", "decline")]
    assert ([page.status_code for page in asked], states()) == ([404] * 3, ["open"])


def test_later_than_the_class_is_judged_by_the_due_time_that_holds_once_the_class_is_held(cast):
    before = Assignment.objects.select_related("school_class", "lesson_version").get(pk=cast.assignment.pk)
    Assignment.objects.update(due_at=NOW + 5 * DAY, closes_at=NOW + 6 * DAY)

    with pytest.raises(Refused, match="ends after the class’s due time"):
        actions.give_extension(before, cast.student, due_at=NOW + 4 * DAY, by=cast.teacher, at=NOW)

    assert Extension.objects.count() == 0
