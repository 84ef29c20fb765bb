"""The time zone of the class is named to staff who live in another, wherever its times stand; to nobody else."""

import re
from html import unescape

import pytest
from django.urls import reverse

from classroom.accounts.models import User
from classroom.grading.actions import names, releases
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("stopped_clock")

SAID = "Times are in Europe/London time."


@pytest.fixture
def text(client, cast):
    """The words of one page, for the teacher."""

    def read(name, *args):
        response = client.get(reverse(f"grading:{name}", args=[cast.school_class.public_id, "hanoi", *args]))
        assert response.status_code == 200
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())

    return read


@pytest.mark.parametrize(("zone", "number"), [("Asia/Tokyo", 1), ("Europe/London", 0), ("", 0)])
def test_pages_with_times_name_the_zone_to_whoever_lives_by_another_clock(client, cast, graded, text, zone, number):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    releases.release(cast.assignment, works[:1], by=cast.teacher, at=NOW, visible_from=NOW)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    User.objects.filter(pk=cast.teacher.pk).update(time_zone=zone)
    client.force_login(cast.teacher)
    answer = works[1].answers.get(question_key="q1").desk_number

    pages = [text("overview"), text("release"), text("desk", 1, answer), text("history", 1, answer)]
    releases.release(cast.assignment, works[1:], by=cast.teacher, at=NOW, visible_from=NOW)
    pages.append(text("release"))  # where nothing waits to be released

    assert [page.count(SAID) for page in pages] == [number] * len(pages)


def test_no_zone_is_named_where_hidden_names_leave_no_time(client, cast, graded, text):
    answer = graded(cast.student).answers.get(question_key="q1").desk_number
    User.objects.filter(pk=cast.teacher.pk).update(time_zone="Asia/Tokyo")
    client.force_login(cast.teacher)

    assert [text(name, 1, answer).count(SAID) for name in ("desk", "history")] == [0, 0]
