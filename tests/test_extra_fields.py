"""Fields that no form of ours has change nothing, whatever they are called: with them the same rows come about (A8)."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.admin.test_admin_access import everything
from tests.cast import turn_in_answers, write_answers
from tests.factories import PASSWORD
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, on_words, sent, url

pytestmark = [pytest.mark.usefixtures("stopped_clock"), pytest.mark.once]

MADE_ANEW = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}|md5\$[^']+")  # the number of a receipt, a password with its salt
ACTS = ["autosave", "save", "notes", "turn-in", "sign-up", "profile", "grade", "comment", "release"]
NEW_TEXT = {"text": "Other words.", "base": 1}


@pytest.fixture
def extra(cast):
    """Whose it is, where it lies, what it is worth, how far it has come, when it was and who one is."""
    return {
        **dict.fromkeys(["student", "student_id", "user", "owner"], cast.other_student.pk),
        **dict.fromkeys(["grader", "by", "author", "given_by"], cast.assistant.pk),
        **dict.fromkeys(["class", "school_class", "school_class_id"], cast.other_class.pk),
        **dict.fromkeys(["assignment", "assignment_id"], cast.other_assignment.pk),
        **dict.fromkeys(["score", "points", "grade", "adjustment_points", "max_points"], "12"),
        **dict.fromkeys(["status", "state"], "returned"),
        **dict.fromkeys(["released", "is_released", "graded", "is_graded", "late", "counts", "names_hidden"], "on"),
        **dict.fromkeys(["submitted_at", "turned_in_at", "saved_at", "at"], "2026-11-20T12:00"),
        **dict.fromkeys(["released_at", "returned_from", "visible_from"], "2026-11-20T12:00"),
        **dict.fromkeys(["role", "purpose"], "teacher"),
        **dict.fromkeys(["is_staff", "is_superuser", "is_active", "groups", "user_permissions"], "1"),
        **dict.fromkeys(["id", "pk", "answer", "submission", "question"], "1"),
    }


@pytest.fixture
def posts(cast):
    """Each act: who does it, where, and what its page sends. One work is graded, another is a draft."""
    work = turn_in_answers(cast.assignment, cast.student)
    for n in (1, 2, 3):
        judge(answer_to(work, n), by=cast.teacher, points=3)
    write_answers(cast.assignment, cast.classmate)
    place = [cast.school_class.public_id, cast.assignment.slug]
    turning_in = {"token": "7f2c1a52-7f0e-4c5d-9d9e-0b1a2c3d4e5f", "own_words": "on", "base-1": 1, "base-2": 1}
    teacher = Client()
    teacher.force_login(cast.teacher)
    seen = teacher.get(below("release", work)).context["form"]["seen"].value()
    account = {"name": "Ella Novák", "username": "ella", "email": "", "password": PASSWORD}
    profile = {"name": "Linh Trần", "known_as": "Linh", "time_zone": "Asia/Ho_Chi_Minh"}
    return {
        "autosave": (cast.classmate, reverse("submissions:autosave", args=[*place, 1]), NEW_TEXT),
        "save": (cast.classmate, reverse("submissions:answer", args=[*place, 1]), NEW_TEXT | {"go": "save"}),
        "notes": (cast.classmate, reverse("submissions:notes", args=place), {"text": "Mine alone.", "base": 0}),
        "turn-in": (cast.classmate, reverse("submissions:turn-in", args=place), turning_in | {"base-3": 1}),
        "sign-up": (None, reverse("classes:join-account", args=[cast.school_class.code]), account),
        "profile": (cast.student, reverse("accounts:profile"), profile),
        "grade": (cast.teacher, url("desk", answer_to(work)), sent(base=1, done="on")),
        "comment": (cast.teacher, url("comment", answer_to(work)), on_words()),
        "release": (cast.teacher, below("release", work), {"seen": seen, "when": "soon"}),
    }


def rows():
    return {table: MADE_ANEW.sub("made anew", repr(found)) for table, found in everything().items()}


def outcome(act, more):
    """What is answered, and every row that is there afterwards; then it is undone."""
    person, address, data = act
    cache.clear()
    client = Client()
    if person:
        client.force_login(person)
    with transaction.atomic():
        if address.endswith("/autosave/"):
            response = client.post(address, json.dumps(data | more), "application/json")
        else:
            response = client.post(address, data | more)
        after = rows()
        transaction.set_rollback(True)
    return response.status_code, after


@pytest.mark.parametrize("name", ACTS)
def test_the_same_rows_come_about_with_fields_that_no_form_has(posts, extra, name):
    before = rows()

    status, after = outcome(posts[name], {})

    assert (status < 400, after != before) == (True, True)
    assert outcome(posts[name], extra) == (status, after)
