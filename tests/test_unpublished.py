"""To a student, what is not published is not there: no page, no list, no count, no save, no turning in (threat A5).

Not published is a lesson that was withdrawn, for who has no work in it, and a draft, which no assignment holds. Of one
that opens later its students are told when, and nothing of the lesson.
"""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from classroom.classes.models import Assignment
from lessons import actions
from tests.access_table import ROWS
from tests.factories import NOW, AssignmentFactory, DraftFactory, published
from tests.test_access_matrix import all_rows

pytestmark = pytest.mark.usefixtures("stopped_clock")

LISTS = ["home:home", "home:lessons", "home:feedback", "classes:list"]
MADE_ANEW = re.compile(r"[A-Za-z0-9]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # the tokens of a page
OPEN = {200, 302, 303, 400, 409}
BELOW_A_LESSON = [
    row for row in ROWS if "slug" in row.needs.split() and OPEN & {row.get["student"], row.post["student"]}
]
NEEDS_WORK = ("grading:", "submissions:receipt")
SAVES = ("submissions:autosave", "submissions:notes-autosave")
OF_THE_LESSON = ["Two leaders met in Hanoi.", "What the background was.", "second meeting", "Pressure.", "Objectives"]


@pytest.fixture
def student(cast):
    """The browser of a student who has begun nothing, and to whom another lesson is open."""
    rivers = published(title="Rivers")
    AssignmentFactory(school_class=cast.school_class, slug="rivers", lesson_version=rivers, created_by=cast.teacher)
    client = Client()
    client.force_login(cast.student)
    return client


def withdraw(assignment):
    actions.withdraw(assignment.lesson_version.lesson, by=None, at=NOW)


def open_later(assignment):
    Assignment.objects.filter(pk=assignment.pk).update(opens_at=NOW + timedelta(hours=1))


def told(response):
    return response.status_code, MADE_ANEW.sub("made anew", response.content.decode())


def answers(client, row, cast, slug="hanoi"):
    """What the address of that lesson says to a GET and to all that a page would POST there; its own name left out."""
    cache.clear()
    names = {"class_id": cast.school_class.public_id, "slug": slug, "uuid": "7f2c1a52-7f0e-4c5d-9d9e-0b1a2c3d4e5f"}
    names |= dict.fromkeys(["n", "second_n", "revision", "draft_revision", "comment"], 1)
    address = reverse(row.name, kwargs=row.kwargs(names))
    found = []
    if row.get["student"] != 405:
        found.append(told(client.get(address)))
    if row.name in SAVES:
        found.append(told(client.post(address, json.dumps({"text": "Mine.", "base": 0}), "application/json")))
    elif row.post["student"] != 405:
        found.append(told(client.post(address, row.posted(names))))
    return [(status, body.replace(address, "here")) for status, body in found]


@pytest.mark.parametrize("row", BELOW_A_LESSON, ids=lambda row: row.name)
def test_a_withdrawn_lesson_reads_like_one_that_is_not_there(cast, student, row):
    withdraw(cast.assignment)
    before = all_rows()

    found = answers(student, row, cast)

    assert {status for status, _body in found} == {404}
    assert found == answers(student, row, cast, slug="nowhere")
    assert all_rows() == before


@pytest.mark.parametrize("row", BELOW_A_LESSON, ids=lambda row: row.name)
def test_of_a_lesson_that_opens_later_nothing_is_shown_and_nothing_is_begun(cast, student, row):
    open_later(cast.assignment)
    before = all_rows()

    found = answers(student, row, cast)

    assert {status for status, _body in found} == {404 if row.name.startswith(NEEDS_WORK) else 409}
    assert [words for words in OF_THE_LESSON for _status, body in found if words in body] == []
    assert all_rows() == before


def listed(student):
    return {name: told(student.get(reverse(name))) for name in LISTS}


@pytest.mark.parametrize("leave_unpublished", [withdraw, open_later])
def test_lists_and_counts_are_as_if_it_had_not_been_set(cast, student, leave_unpublished):
    with transaction.atomic():
        Assignment.objects.filter(pk=cast.assignment.pk).delete()
        without = listed(student)
        transaction.set_rollback(True)
    open_to_all = listed(student)

    leave_unpublished(cast.assignment)

    assert listed(student) == without != open_to_all
    assert "Rivers" in without["home:lessons"][1]


def test_a_draft_of_a_lesson_that_is_set_changes_no_page_of_its_readers(cast, student):
    pages = [row for row in BELOW_A_LESSON if row.post["student"] == 405]
    before = [answers(student, row, cast) for row in pages], listed(student)

    DraftFactory(lesson=cast.assignment.lesson_version.lesson, title="Hanoi, rewritten", lede="Nobody met.")

    assert ([answers(student, row, cast) for row in pages], listed(student)) == before
