"""Notes for staff: read on the desk by teachers and assistants of the class, taken away and kept."""

from datetime import timedelta

import pytest
from django.test import Client

from classroom.classes.models import Assignment
from classroom.grading.actions import releases, staff_notes
from classroom.grading.freezing import freeze
from classroom.grading.models import StaffNote
from classroom.http import BadValue
from tests.factories import NOW
from tests.grading.desk import answer_to, url

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def answer(cast, graded):
    return answer_to(graded(cast.student), 1)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_notes_are_written_read_by_staff_and_taken_away(cast, answer):
    assistant, teacher = signed_in(cast.assistant), signed_in(cast.teacher)
    note = {"body": "<script>alert(1)</script> Ask Helen."}

    made = assistant.post(url("staff-note", answer), note)
    again = assistant.post(url("staff-note", answer), note)
    empty, long = (teacher.post(url("staff-note", answer), {"body": body}) for body in (" ", "x" * 2001))
    fragment = teacher.post(url("staff-note", answer), {"body": "Agreed."}, headers={"HX-Request": "true"})
    desk = teacher.get(url("desk", answer)).content.decode()

    assert [one.status_code for one in (made, again, empty, long, fragment)] == [302, 302, 400, 400, 200]
    assert "x" * 2001 in long.content.decode()
    assert fragment.content.decode().startswith("\n<section") or "<html" not in fragment.content.decode()
    assert "Sam, 25 November " in desk  # names are hidden, so the day alone
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Ask Helen." in desk
    assert list(StaffNote.objects.order_by("pk").values_list("author", "body", "at")) == [
        (cast.assistant.pk, "<script>alert(1)</script> Ask Helen.", NOW), (cast.teacher.pk, "Agreed.", NOW)
    ]  # fmt: skip

    asked = teacher.get(url("staff-note-delete", answer, 1))
    gone = teacher.post(url("staff-note-delete", answer, 1)), teacher.post(url("staff-note-delete", answer, 1))

    assert [asked.status_code, *(one.status_code for one in gone)] == [200, 302, 404]
    first, second = StaffNote.objects.order_by("pk")
    assert (first.deleted_by, first.deleted_at, first.body) == (cast.teacher, NOW, note["body"])
    staff_notes.delete_note(first, by=cast.assistant, at=NOW + timedelta(1))
    first.refresh_from_db()
    assert first.deleted_by == cast.teacher
    assert [each.pk for each in teacher.get(url("desk", answer)).context["notes"]] == [second.pk]
    assert teacher.get(url("desk", answer)).context["notes"][0].ordinal == 2


def test_notes_are_in_nothing_that_is_frozen_or_made_known(cast, answer):
    before = freeze([answer.submission], by=cast.teacher)
    note = staff_notes.add_note(answer, body="Only us.", by=cast.teacher, at=NOW)
    Assignment.objects.update(names_hidden=False)

    assert freeze([answer.submission], by=cast.teacher) == before
    made = releases.release(cast.assignment, [answer.submission], by=cast.teacher, at=NOW, visible_from=NOW)
    staff_notes.add_note(answer, body="Still only us.", by=cast.teacher, at=NOW)
    assert releases.release(cast.assignment, [answer.submission], by=cast.teacher, at=NOW, visible_from=NOW) == made
    knows = [
        StaffNote.objects.visible_to(person).filter(pk=note.pk).exists()
        for person in (cast.student, cast.classmate, cast.assistant, cast.teacher, cast.other_teacher, cast.superuser)
    ]
    assert knows == [False, False, True, True, False, False]
    assert "25 November, 12:00" in signed_in(cast.teacher).get(url("desk", answer)).content.decode()
    with pytest.raises(BadValue):
        staff_notes.add_note(answer, body="", by=cast.teacher, at=NOW)
