import re
from datetime import timedelta

import pytest
from django.utils import timezone

from classroom.classes.models import Assignment, Extension
from classroom.submissions import actions
from lessons.models import Lesson
from tests.factories import NOW, published
from tests.submissions.rows import rows

pytestmark = pytest.mark.usefixtures("stopped_clock")


def states(response):
    return [task.state for task in response.context["work"].tasks]


def test_a_student_reads_the_lesson_with_own_states(cast, at_address, signed_in):
    submission = actions.start(cast.assignment, cast.student, at=NOW)
    ready, draft, _untouched = submission.answers.in_order()
    actions.save_answer(ready, text="one two three four five", base=0, at=NOW)
    actions.save_answer(draft, text="one two", base=0, at=NOW)

    response = signed_in(cast.student).get(at_address("lesson"))

    assert states(response) == ["ready", "draft", "not-started"]
    assert response.context["work"].summary == "1 ready, 1 in draft, 1 to start"
    assert "submissions/lesson.html" in {template.name for template in response.templates}
    assert "Continue question 2" in response.content.decode()
    assert "Due Friday 27 November, 12:00" in response.content.decode()


@pytest.mark.parametrize("who", ["teacher", "assistant"])
def test_staff_read_it_without_anybody_s_states(cast, at_address, signed_in, write, who):
    write(cast.assignment, cast.student)

    response = signed_in(getattr(cast, who)).get(at_address("lesson"))

    assert (response.status_code, response.context["work"]) == (200, None)
    assert "Continue question" not in response.content.decode()


@pytest.mark.parametrize("page", ["lesson", "print"])
@pytest.mark.parametrize(
    "who, status", [("student", 409), ("teacher", 200), ("other_student", 404), ("superuser", 404)]
)
def test_before_opening_time_students_are_told_when(cast, at_address, signed_in, page, who, status):
    cast.assignment.opens_at = NOW + timedelta(hours=1)
    cast.assignment.save()

    response = signed_in(getattr(cast, who)).get(at_address(page))

    assert response.status_code == status
    assert ("This assignment opens on Wednesday 25 November at 13:00." in response.content.decode()) is (status == 409)


def test_a_withdrawn_lesson_stays_for_those_with_work_in_it(cast, at_address, signed_in, write):
    write(cast.assignment, cast.student)
    Lesson.objects.update(withdrawn_at=NOW)

    statuses = [
        signed_in(person).get(at_address("lesson")).status_code
        for person in (cast.student, cast.classmate, cast.teacher)
    ]

    assert statuses == [200, 404, 200]


def test_a_removed_student_reads_own_work_and_nothing_else(cast, at_address, signed_in, work):
    assert signed_in(cast.removed).get(at_address("lesson")).status_code == 404
    work(cast.assignment, cast.removed)

    assert signed_in(cast.removed).get(at_address("lesson")).status_code == 200


def test_an_extension_is_named(cast, at_address, signed_in):
    due = NOW + timedelta(days=5)
    Extension.objects.create(assignment=cast.assignment, student=cast.student, due_at=due, given_by=cast.teacher)

    assert "Extended to Monday 30 November, 12:00" in signed_in(cast.student).get(at_address("lesson")).content.decode()


def test_a_return_shows_when_it_is_known_and_not_before(cast, at_address, signed_in, work):
    submission = work(cast.assignment, cast.student)
    client = signed_in(cast.student)
    before = client.get(at_address("lesson"))
    actions.mark_returned(submission, visible_from=NOW + timedelta(minutes=10))
    held = client.get(at_address("lesson"))
    actions.mark_returned(submission, visible_from=NOW)

    assert states(before) == states(held) == ["turned-in"] * 3
    assert states(client.get(at_address("lesson"))) == ["returned"] * 3


@pytest.mark.parametrize("page", ["lesson", "print", "answer", "turn-in", "receipt", "take-back"])
def test_looking_changes_nothing(cast, at_address, signed_in, write, page):
    write(cast.assignment, cast.student)
    before = rows()

    signed_in(cast.student).get(at_address(page, *([1] if page == "answer" else [])))
    signed_in(cast.classmate).get(at_address(page, *([1] if page == "answer" else [])))

    assert rows() == before


@pytest.mark.parametrize("page", ["lesson", "print", "answer", "turn-in", "receipt"])
def test_a_page_takes_few_queries(cast, at_address, signed_in, write, work, page, django_assert_max_num_queries):
    (work if page == "receipt" else write)(cast.assignment, cast.student)
    client = signed_in(cast.student)
    client.get(at_address("lesson"))  # the session has been seen

    with django_assert_max_num_queries(12):
        response = client.get(at_address(page, *([1] if page == "answer" else [])))

    assert response.status_code == 200


def test_the_page_speaks_the_time_of_the_class(cast, at_address, signed_in):
    cast.school_class.time_zone = "Asia/Tokyo"
    cast.school_class.save()

    response = signed_in(cast.student).get(at_address("lesson"))

    assert "Due Friday 27 November, 21:00" in response.content.decode()
    assert timezone.get_current_timezone_name() == "Asia/Tokyo"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize(
    "attempt, status", [("", 200), ("1", 200), ("2", 404), ("0", 404), ("x", 404), ("9" * 30, 404)]
)
def test_an_attempt_that_does_not_exist_is_not_found(cast, at_address, signed_in, write, attempt, status):
    write(cast.assignment, cast.student)

    assert signed_in(cast.student).get(at_address("lesson"), {"attempt": attempt}).status_code == status


def ways_above(page):
    return re.findall(r'href="([^"]*)"', re.findall(r'<nav class="crumbs".*?</nav>', page, re.DOTALL)[0])


@pytest.mark.parametrize(
    "who, name", [("student", "lesson"), ("student", "print"), ("student", "receipt"), ("assistant", "lesson")]
)
def test_each_way_above_the_title_lets_its_reader_in(cast, at_address, signed_in, work, who, name):
    work(cast.assignment, cast.student)
    client = signed_in(getattr(cast, who))

    crumbs = ways_above(client.get(at_address(name)).content.decode())

    assert [client.get(way).status_code for way in crumbs] == [200] * len(crumbs)
    assert crumbs != []


def test_what_the_lesson_asks_is_marked_as_its_language(cast, at_address, signed_in):
    Assignment.objects.filter(pk=cast.assignment.pk).update(lesson_version=published(language="vi"))

    pages = [signed_in(cast.student).get(at_address(name)).content.decode() for name in ("lesson", "print")]

    assert [len(re.findall(r'<span class="task-name" lang="vi">', page)) for page in pages] == [3, 3]


def test_staff_follow_a_reference_into_the_version_the_work_was_written_on(cast, at_address, signed_in, write):
    before = cast.assignment.lesson_version
    write(cast.assignment, cast.student)
    Assignment.objects.update(lesson_version=published(lesson=before.lesson))
    published(lesson=before.lesson)  # a third, which nobody here has read

    for who in (cast.teacher, cast.assistant):
        browser = signed_in(who)
        asked = ["", "?version=", "?version=1", "?version=2", "?version=3", "?version=0", "?version=x"]
        answers = {query: browser.get(at_address("lesson") + query) for query in asked}
        assert {query: response.status_code for query, response in answers.items()} == {
            query: 404 if query in {"?version=3", "?version=0", "?version=x"} else 200 for query in asked
        }
        assert [answers[query].context["version"].number for query in asked[:4]] == [2, 2, 1, 2]
    own = signed_in(cast.student).get(at_address("lesson") + "?version=2")
    assert own.context["version"].number == 1  # a student's own work says which it is
