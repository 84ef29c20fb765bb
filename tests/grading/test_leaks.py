"""Two worlds that differ in the value of what is not released answer every student alike (decision 24)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from classroom.accounts.models import Message
from classroom.classes.actions import change_members, make_group
from classroom.classes.models import Assignment, Enrollment
from classroom.grading.actions import allocations, comments, leases, releases, second_looks, staff_notes
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, CriterionMark, Grade, Letter, RegradeRequest, ReleaseItem, StaffNote
from classroom.submissions.models import Answer
from tests.factories import NOW
from tests.grading.looked_twice import Asked, decide, mark

pytestmark = pytest.mark.usefixtures("stopped_clock")

SOON = NOW + timedelta(minutes=10)
READERS = ["student", "classmate"]
ONCE = re.compile(r'(content|value)="[A-Za-z0-9]{64}"|"[A-Za-z0-9]{64}"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')


def named(patterns: list[URLPattern | URLResolver], space: str = "", given: tuple[str, ...] = ()) -> Iterator[Any]:
    """Every named address outside the admin, with what it is made of."""
    for pattern in patterns:
        needs = (*given, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from named(pattern.url_patterns, inner, needs)
        elif pattern.name:
            yield space + pattern.name, needs


@pytest.fixture
def held(cast, graded):
    """The student's work, judged with a grade, a comment on words, one on the whole, and a letter; a day promised."""
    Assignment.objects.filter(pk=cast.assignment.pk).update(feedback_by=date(2026, 12, 4))
    work = graded(cast.student, points=3, comment="Good on the whole.", letter="Dear Linh")
    answer = Answer.objects.get(submission=work, question_key="q1")
    comments.add_comment(
        answer, kind=Comment.Kind.STRENGTH, body="Both sides.", place=Words(1, "two sides"), by=cast.teacher, at=NOW
    )
    staff_notes.add_note(answer, body="For the staff.", by=cast.assistant, at=NOW)
    return work


@pytest.fixture
def addresses(cast, held):
    """Each address that can be made with what exists here."""
    answer = Answer.objects.get(submission=held, question_key="q1")
    names = {
        "class_id": cast.school_class.public_id,
        "slug": "hanoi",
        "n": 1,
        "desk": answer.desk_number,
        "comment": 1,
        "note": 1,
        "enrollment": Enrollment.objects.get(person=cast.student).pk,
        "release": 1,
        "code": cast.school_class.code,
        "invitation": 1,
        "token": "token",
        "key": "key",
        "uidb36": "1",
        "user_pk": cast.student.pk,
    }
    found = []
    for name, needs in named(get_resolver().url_patterns):
        try:
            found.append((name, reverse(name, kwargs={need: names[need] for need in needs})))
        except (KeyError, NoReverseMatch):
            continue
    return sorted(found)


def answers(cast, addresses):
    """What each student is told at each address, by GET and, where work or judgement is concerned, by POST."""
    found = {}
    for who in READERS:
        client = Client()
        client.force_login(getattr(cast, who))
        for name, address in addresses:
            if name in {"account_logout", "accounts:theme"}:
                continue
            found[who, name] = said(client.get(address))
            if name.startswith("grading:"):
                found[who, name, "post"] = said(client.post(address))
    return found


def said(response):
    return response.status_code, response.get("Location", ""), ONCE.sub("", response.content.decode())


def mail():
    return [
        render_to_string(f"messages/{message.kind}.txt", message.context) for message in Message.objects.order_by("pk")
    ]


def change_values(points):
    """The same world with other points, other marks, other words."""
    Grade.objects.update(points=points)
    CriterionMark.objects.update(points=points, level=None, comment=f"{points} words on a criterion.")
    Comment.objects.update(body=f"{points} quite other words.")
    Letter.objects.update(body=f"{points} other letters.")
    StaffNote.objects.update(body=f"{points} other notes.")
    RegradeRequest.objects.update(remark=f"{points} other remarks.")
    RegradeRequest.objects.exclude(outcome="").update(outcome="agreed", word=f"{points} other words.")
    for item in ReleaseItem.objects.all():
        item.frozen["total"], item.frozen["letter"] = f"{3 * points}.00", f"{points} other letters."
        for part in item.frozen["answers"]:
            part["points"], part["comment"] = f"{points}.00", f"{points} quite other words."
        item.save(update_fields=["frozen"])


def test_nothing_that_is_not_released_can_be_told_apart(cast, held, addresses):
    """Before a release, until the last second of the ten minutes, and after it was undone, whatever the values are."""
    graded = answers(cast, addresses)
    made = releases.release(cast.assignment, [held], by=cast.teacher, at=NOW, visible_from=SOON)
    mailed = mail()
    change_values(1)
    with time_machine.travel(SOON - timedelta(microseconds=1), tick=False):
        pending = answers(cast, addresses)
    assert (pending, mail()) == (graded, mailed)

    releases.undo(made, by=cast.teacher, at=NOW)
    releases.undo(
        releases.release(cast.assignment, [held], by=cast.teacher, at=NOW, visible_from=NOW), by=cast.teacher, at=NOW
    )
    change_values(2)
    assert answers(cast, addresses) == graded
    assert ("student", "grading:feedback") in graded
    assert "Feedback expected by 4 December" in graded["student", "home:home"][2]


def test_who_grades_what_and_has_it_open_is_no_students_business(cast, held, addresses):
    before = answers(cast, addresses)

    answer = Answer.objects.get(submission=held, question_key="q1")
    leases.hold(answer, by=cast.assistant, at=NOW)
    allocations.by_share(cast.assignment, [cast.teacher, cast.assistant], by=cast.teacher, at=NOW)
    group = make_group(cast.school_class, name="Table")
    change_members(group, come=Enrollment.objects.filter(person=cast.student), go=[])

    assert answers(cast, addresses) == before


def test_the_test_can_see_a_difference_once_it_is_released(cast, held, addresses):
    releases.release(cast.assignment, [held], by=cast.teacher, at=NOW, visible_from=SOON)
    with time_machine.travel(SOON, tick=False):
        before = answers(cast, addresses)
        change_values(1)
        after = answers(cast, addresses)

    differ = {key for key, value in before.items() if after[key] != value}
    read = {"feedback", "feedback-print", "grade-history", "second-look-ask"}
    assert differ == {("student", f"grading:{name}") for name in read} | {
        ("student", "grading:second-look-ask", "post")
    }
    assert "Feedback expected" not in before["student", "home:home"][2]


def test_second_mark_and_decision_cannot_be_told_apart_before_the_correction_is_out(cast, held, addresses):
    releases.release(cast.assignment, [held], by=cast.teacher, at=NOW, visible_from=NOW)
    answer = Answer.objects.get(submission=held, question_key="q1")
    asked = second_looks.ask(answer, by=cast.student, at=NOW, reason="Please.")
    world = Asked(cast, held, answer, asked, ReleaseItem.objects.get())
    mark(world)
    decide(world, "second", base=1, visible_from=SOON)
    before, mailed = answers(cast, addresses), mail()
    seen = ReleaseItem.objects.filter(release__visible_from__lte=NOW).values("frozen").get()["frozen"]

    change_values(1)
    ReleaseItem.objects.filter(release__visible_from__lte=NOW).update(frozen=seen)

    assert answers(cast, addresses) == before
    assert mail() == mailed
