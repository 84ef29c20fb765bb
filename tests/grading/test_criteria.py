"""Points instead of a level, and words under a criterion."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from classroom.grading import criterion_results, entries
from classroom.grading.actions import releases
from classroom.grading.actions.points import enter_points
from classroom.grading.models import CriterionMark, Grade, GradeEvent
from classroom.submissions.models import Answer
from lessons.models import Level
from tests.factories import NOW
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, rows, sent, url

FREE = {"level-evidence": "", "points-evidence": "2.5", "comment-evidence": " One source, and a good one. "}
KEPT = "Clear.\n\n One source, and a good one. \n\npoints-evidence: 2.5"
BAD = [
    {"points-evidence": "4.01"},
    {"points-evidence": "-1"},
    {"points-evidence": "2.555"},
    {"points-evidence": "NaN"},
    {"points-evidence": "two"},
    {"comment-evidence": "x" * 501},
]


@pytest.fixture
def answer(cast, work):
    """A turned-in answer to question 2."""
    return answer_to(work(cast.assignment, cast.student))


@pytest.fixture
def teacher(client, cast):
    """The teacher's browser."""
    client.force_login(cast.teacher)
    return client


def marks():
    return list(CriterionMark.objects.values_list("criterion__key", "level__name", "points", "comment"))


def test_points_without_a_level_and_words_are_kept_shown_and_in_the_history(teacher, answer):
    response = teacher.post(
        url("desk", answer), sent(**FREE, adjustment="-0.25", adjustment_reason="Late.", done="yes")
    )

    assert response.status_code == 302
    assert marks() == [
        ("understanding", "Secure", Decimal(3), ""),
        ("evidence", None, Decimal("2.5"), "One source, and a good one."),
        ("argument", "Excellent", Decimal(4), ""),
    ]
    assert Grade.objects.get().points == Decimal("9.25")
    written = {"level": None, "points": "2.50", "comment": "One source, and a good one."}
    assert GradeEvent.objects.get().new["marks"]["evidence"] == written
    form = teacher.get(url("desk", answer)).context["form"]
    assert [form[name].value() for name in FREE] == ["", "2.5", "One source, and a good one."]
    history = teacher.get(url("history", answer)).context["events"][0].changes
    assert ("Evidence", "", "2.5\n“One source, and a good one.”") in history
    assert ("Adjustment", "", "-0.25 Late.") in history


def test_points_that_were_typed_count_before_a_level_and_none_are_not_shown(teacher, answer):
    teacher.post(url("desk", answer), sent(**{"points-evidence": "1.75", "points-argument": "0"}, done="yes"))

    assert [mark[:3] for mark in marks()] == [
        ("understanding", "Secure", Decimal(3)), ("evidence", None, Decimal("1.75")), ("argument", None, Decimal(0)),
    ]  # fmt: skip


def test_points_or_words_that_cannot_stand_are_a_400_with_the_form_kept(teacher, answer):
    before = rows()

    for wrong in BAD:
        response = teacher.post(url("desk", answer), sent(**(FREE | wrong)))

        (name, value), form = next(iter(wrong.items())), response.context["form"]
        assert (response.status_code, list(form.errors), form[name].value()) == (400, [name], value), wrong
        assert (form["comment"].value(), rows()) == ("Clear.", before)


def test_words_alone_are_a_draft_and_decide_nothing(teacher, answer):
    nothing = sent(levels=("", "", ""), **{"comment-evidence": "Whose words?"}, comment="")

    done = teacher.post(url("desk", answer), nothing | {"done": "yes"})
    draft = teacher.post(url("desk", answer), nothing)

    assert (done.status_code, list(done.context["form"].errors)) == (400, ["level-understanding"])
    assert (draft.status_code, marks()) == (302, [("evidence", None, None, "Whose words?")])
    assert Grade.objects.values_list("points", "state").get() == (None, "draft")


def test_who_says_nothing_of_the_words_leaves_them(cast, teacher, answer):
    teacher.post(url("desk", answer), sent(**FREE))

    judge(answer, by=cast.teacher, points=2)

    assert marks()[1] == ("evidence", "Developing", Decimal(2), "One source, and a good one.")


def test_the_student_reads_them_once_they_are_released_and_as_they_were(cast, client, graded):
    work = graded(cast.student)
    answer = answer_to(work)
    client.force_login(cast.teacher)
    client.post(url("desk", answer), sent(base=1, **FREE, done="yes"))
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    CriterionMark.objects.filter(level=None).update(comment="Other words.", points=1)
    client.force_login(cast.student)

    page = client.get(reverse("grading:feedback", args=[cast.school_class.public_id, cast.assignment.slug, 2]))

    mark = page.context["part"].marks[1]
    assert (mark.level, mark.points, mark.of, mark.pips) == ("", "2.50", "4.00", ["on", "at", "", ""])
    assert (mark.comment, mark.is_not_shown) == ("One source, and a good one.", False)
    body = " ".join(page.content.decode().split())
    assert '<span>Evidence</span><span class="num">2.5 of 4</span>' in body
    assert "Other words." not in body


@pytest.mark.parametrize("wrong", [{"points": None}, {"points": None, "level": True}, {"points": -1}])
def test_the_database_refuses_a_mark_that_says_nothing_or_less(cast, answer, wrong):
    judge(answer, by=cast.teacher, points=3)
    level = Level.objects.filter(criterion__key="evidence").first() if wrong.get("level") else None

    with pytest.raises(IntegrityError), transaction.atomic():
        CriterionMark.objects.filter(criterion__key="evidence").update(**wrong | {"level": level})


def test_words_typed_under_a_criterion_are_given_back_when_the_session_has_ended(client, answer):
    response = client.post(url("desk", answer), sent(**FREE))

    assert (response.status_code, response.context["kept"]) == (401, KEPT)
    assert not Answer.objects.get(pk=answer.pk).grades.exists()


def test_words_under_a_criterion_that_points_left_undecided_reach_the_student_and_no_count(cast, client, graded):
    """Points entered as a whole make a draft done in which a criterion has words and no points."""
    work = graded(cast.student)
    answer = answer_to(work)
    client.force_login(cast.teacher)
    client.post(url("desk", answer), sent(1, ("3", "", "3"), **{"comment-evidence": "Whose words?"}))
    entry = entries.Entry(Decimal(8), "", base=2, read=1)
    enter_points([(answer, entry)], by=cast.teacher, at=NOW, path=GradeEvent.Path.GRADEBOOK)
    names = {result.name for result in criterion_results.criteria(cast.assignment, names=True)["q2"]}
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)

    page = client.get(reverse("grading:feedback", args=[cast.school_class.public_id, cast.assignment.slug, 2]))

    marks = [(mark.name, mark.points, mark.comment, mark.is_not_shown) for mark in page.context["part"].marks]
    assert names == {"Understanding", "Argument"}
    assert marks == [
        ("Understanding", "3.00", "", False), ("Evidence", "", "Whose words?", False), ("Argument", "3.00", "", False),
    ]  # fmt: skip
    assert '<span>Evidence</span><span class="num">–</span>' in " ".join(page.content.decode().split())
