"""Fair to the end: one's own marks in their order, and the first of them given once more without sight of the mark."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from classroom.accounts.models import AccessLog
from classroom.grading import fairness
from classroom.grading.actions import releases, second_looks
from classroom.grading.models import Grade, GradeEvent, ReleaseItem
from classroom.grading.plots import course
from tests.cast import person, place
from tests.factories import NOW
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, rows, sent, url

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def answer(cast, graded):
    """The student's answer to question 2, of 9 points and with a comment, by the teacher."""
    return answer_to(graded(cast.student, points=3, comment="Thin on sources."))


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def join(cast):
    return lambda username, name: place(person(username, name), cast.school_class, "student")


def said(response):
    """The words of the page, without markup."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_answer_comes_again_without_its_mark_and_then_both_stand_beside_each_other(teacher, cast, answer):
    blind = teacher.get(url("again", answer)).content.decode()

    assert ("Thin on sources." in blind, re.findall(r'value="\d"[^>]* checked', blind)) == (False, [])
    entered = teacher.post(url("again", answer), sent(levels=("3", "2", "3")))
    both = said(teacher.get(url("again", answer)))

    assert (entered.status_code, entered["Location"]) == (302, url("again", answer))
    assert ("Points 9 8 (differs)" in both, "Which mark is to count?" in both) == (True, True)
    first, again = Grade.objects.filter(answer=answer).order_by("pk")
    assert (first.counts, again.counts, again.purpose, str(again.points)) == (True, False, "remark", "8.00")
    assert GradeEvent.objects.filter(answer=answer).last().reason == "Read again"
    assert AccessLog.objects.filter(subject=cast.student, what=f"answer {answer.pk} to read it again").count() == 2


def test_the_first_mark_is_kept_by_doing_nothing_and_the_new_one_counts_when_taken(teacher, answer):
    teacher.post(url("again", answer), sent(levels=("3", "2", "3"), **{"comment-evidence": "Two would do."}))
    kept = Grade.objects.counting().get(answer=answer)

    stale = teacher.post(url("again-count", answer), {"base": 7})
    taken = teacher.post(url("again-count", answer), {"base": 1})
    again = said(teacher.get(url("again", answer)))

    counts = Grade.objects.counting().get(answer=answer)
    assert (str(kept.points), stale.status_code, taken.status_code) == ("9.00", 409, 302)
    assert (counts.pk, str(counts.points), counts.revision) == (kept.pk, "8.00", 2)
    assert list(counts.marks.exclude(comment="").values_list("comment", flat=True)) == ["Two would do."]
    assert answer.comments.get().body == "Thin on sources."
    assert "Both marks are the same" in again


def test_words_under_criteria_stay_where_the_new_mark_has_none(teacher, answer):
    first = {"comment-evidence": "One source.", "comment-argument": "A good turn."}
    teacher.post(url("desk", answer), sent(1, levels=("3", "3", "3"), done="yes", **first))
    teacher.post(url("again", answer), sent(levels=("3", "2", "3"), **{"comment-evidence": "Two would do."}))

    teacher.post(url("again-count", answer), {"base": 2})

    marks = Grade.objects.counting().get(answer=answer).marks.exclude(comment="")
    words = dict(marks.values_list("criterion__key", "comment"))
    assert words == {"evidence": "Two would do.", "argument": "A good turn."}


def test_a_released_mark_changes_with_a_reason_only_and_the_student_reads_the_old_one(teacher, cast, answer):
    releases.release(cast.assignment, [answer.submission], by=cast.teacher, at=NOW, visible_from=NOW)
    teacher.post(url("again", answer), sent(levels=("3", "2", "3")))
    before = [item.frozen for item in ReleaseItem.objects.all()]

    without = teacher.post(url("again-count", answer), {"base": 1})
    given = teacher.post(url("again-count", answer), {"base": 1, "reason": "Too hard at first."})

    assert (without.status_code, "Say why you change it." in said(without), given.status_code) == (400, True, 302)
    assert GradeEvent.objects.last().reason == "Too hard at first."
    assert [item.frozen for item in ReleaseItem.objects.all()] == before


@pytest.mark.parametrize(
    "wrong", [{"level-evidence": ""}, {"adjustment": "1"}, {"adjustment": "NaN"}, {"read": "x"}], ids=str
)
def test_what_cannot_stand_is_said_and_stores_nothing(teacher, answer, wrong):
    before = rows()

    response = teacher.post(url("again", answer), sent(levels=("3", "2", "3")) | wrong)

    assert (response.status_code, rows()) == (400, before)


def test_it_is_marked_again_once(teacher, answer):
    teacher.post(url("again", answer), sent(levels=("3", "2", "3")))
    before = rows()

    again = teacher.post(url("again", answer), sent(levels=("1", "1", "1")))

    assert (again.status_code, rows()) == (409, before)


def test_a_second_look_goes_first(teacher, cast, answer):
    releases.release(cast.assignment, [answer.submission], by=cast.teacher, at=NOW, visible_from=NOW)
    second_looks.ask(answer, by=cast.student, at=NOW, reason="Please.")

    shown, sent_in = teacher.get(url("again", answer)), teacher.post(url("again", answer), sent())

    assert (shown.status_code, shown["Location"], sent_in.status_code) == (302, url("second-look", answer), 409)
    assert "Answer" not in said(teacher.get(below("fair", answer.submission, 2)))


def test_nobody_elses_mark_comes_again(client, cast, answer):
    client.force_login(cast.assistant)

    assert client.get(url("again", answer)).status_code == 404
    assert "You have finished no mark here yet" in said(client.get(below("fair", answer.submission, 2)))


def test_the_first_three_are_listed_as_they_stand(teacher, cast, graded, join, monkeypatch):
    works = [graded(join(f"s{number}", f"S {number}"), points=number % 4 + 1) for number in range(4)]
    judge(answer_to(works[0]), by=cast.teacher, points=2)
    teacher.post(url("again", answer_to(works[0])), sent(levels=("2", "2", "2")))
    teacher.post(url("again", answer_to(works[1])), sent(levels=("2", "2", "3")))

    page = teacher.get(below("fair", works[0], 2))

    numbers = [answer_to(work).desk_number for work in works]
    assert re.findall(r"Answer (\d+) (.*?)(?= Answer|$)", said(page)) == [
        (str(numbers[0]), "6 both times Same points"),
        (str(numbers[1]), "6 counts, 7 when read again Differs"),
        (str(numbers[2]), "To read again"),
    ]
    assert "You have given 4 marks here. Below 60 a picture can’t tell drift from chance." in said(page)
    monkeypatch.setattr(fairness, "ENOUGH", 4)
    drawn = teacher.get(below("fair", works[0], 2)).content.decode()
    assert 'aria-label="Your 4 marks in their order: the first third averages 6, the last third 12."' in drawn


def test_the_course_of_sixty_marks_is_drawn_and_said():
    points = [Decimal(6)] * 20 + [Decimal(7)] * 20 + [Decimal(9)] * 20

    drift = fairness.drift(points, Decimal(12))

    assert fairness.drift(points[1:], Decimal(12)) is None
    assert drift.spoken == "Your 60 marks in their order: the first third averages 6, the last third 9."
    assert (len(drift.course.dots), drift.course.dots[0].y, drift.course.dots[-1].y) == (60, 56.0, 32.0)
    assert drift.course.lines == [(14.0, 118.0, 56.0), (222.0, 326.0, 32.0)]


@pytest.mark.parametrize("number, dots", [(3, 3), (120, 120), (121, 61), (660, 110)])
def test_a_course_has_a_bounded_number_of_dots_within_its_frame(number, dots):
    drawn = course([Decimal(place % 13) for place in range(number)], Decimal(12))

    assert len(drawn.dots) == dots
    assert {14.0 <= dot.x <= 326.0 and 8.0 <= dot.y <= 104.0 for dot in drawn.dots} == {True}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(client, cast, graded, join, count, django_assert_num_queries):
    works = [graded(join(f"s{number}", f"S {number}")) for number in range(count)]
    client = Client()
    client.force_login(cast.teacher)
    client.get(below("fair", works[0], 2))

    with django_assert_num_queries(7):
        client.get(below("fair", works[0], 2))
    here = url("again", answer_to(works[0]))
    client.get(here)
    with django_assert_num_queries(10):
        client.get(here)
