import itertools
import random
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from classroom.grading.actions import grades
from classroom.grading.models import Comment, Grade, GradeEvent, ReleaseItem
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer, Submission
from tests.factories import NOW
from tests.grading.conftest import judge, levels_of
from tests.grading.desk import answer_to, rows


@pytest.fixture
def answer(cast, work):
    """A turned-in answer to question 2."""
    return answer_to(work(cast.assignment, cast.student))


@pytest.fixture
def save(cast, answer):
    """Save a grade of the answer as the teacher; what is not named is plain."""

    def saving(*, points=3, **more):
        plain = {
            "by": cast.teacher,
            "at": NOW,
            "base": 0,
            "levels": levels_of(answer, points),
            "adjustment": Decimal(0),
            "adjustment_reason": "",
            "comment": "Clear.",
            "done": True,
        }
        return grades.save_grade(answer, **plain | more)

    return saving


def test_a_grade_is_stored_exactly_with_its_marks_comment_and_history(cast, answer, save):
    grade = save(adjustment=Decimal("-0.25"), adjustment_reason="A page too long.")

    assert (grade.points, grade.state, grade.revision, grade.grader) == (Decimal("8.75"), "done", 1, cast.teacher)
    marks = list(grade.marks.values_list("criterion__key", "level__name", "points"))
    assert marks == [(key, "Secure", Decimal(3)) for key in ("understanding", "evidence", "argument")]
    assert list(Comment.objects.values_list("body", "start", "author")) == [("Clear.", None, cast.teacher.pk)]
    event = GradeEvent.objects.get()
    mark = {"level": "Secure", "points": "3.00"}
    assert (event.by, event.at, event.path, event.reason, event.old) == (cast.teacher, NOW, "screen", "", None)
    assert event.new == {
        "state": "done",
        "points": "8.75",
        "rubric": 1,
        "marks": {"understanding": mark, "evidence": mark, "argument": mark},
        "adjustment": "-0.25",
        "adjustment_reason": "A page too long.",
        "comment": "Clear.",
    }


def test_each_change_adds_to_the_history_where_the_last_one_ended(save):
    save()
    save(base=1, points=2)
    save(base=2, points=2, comment="")
    save(base=3, points=0, comment="Again.", done=False)

    events = list(GradeEvent.objects.order_by("pk"))
    assert [event.old for event in events] == [None, *(event.new for event in events[:-1])]
    assert [event.new["points"] for event in events] == ["9.00", "6.00", "6.00", "0.00"]
    assert [event.new["comment"] for event in events] == ["Clear.", "Clear.", "", "Again."]
    assert list(Comment.objects.standing().values_list("body", flat=True)) == ["Again."]


def test_the_same_again_changes_nothing_even_from_an_older_revision(save):
    save()
    save(base=1, points=2)
    before = rows()

    save(base=2, points=2)
    save(base=0, points=2)

    assert rows() == before


def test_not_shown_earns_nothing_and_an_undecided_criterion_is_only_for_a_draft(answer, save):
    some = dict(list(levels_of(answer, 0).items())[:2])

    draft = save(levels=some, done=False)

    assert (draft.points, draft.state, draft.marks.count()) == (Decimal(0), "draft", 2)
    with pytest.raises(BadValue) as wrong:
        save(base=1, levels=some)
    assert (wrong.value.field, wrong.value.problem) == (
        "level-argument",
        "Choose a level for Argument, or “Not shown”.",
    )


def test_a_comment_alone_is_a_draft_without_points(save):
    grade = save(levels={}, done=False)

    assert (grade.points, grade.state) == (None, "draft")


@pytest.mark.parametrize(
    "adjustment", ["-10", "-9.01", "3.01", "4", "0.001", "NaN", "sNaN", "Infinity", "1e309", "9" * 400]
)
def test_points_outside_the_question_or_not_exact_are_refused(save, adjustment):
    save()
    before = rows()

    with pytest.raises(BadValue) as wrong:
        save(base=1, adjustment=Decimal(adjustment), adjustment_reason="Because.")

    assert wrong.value.field == "adjustment"
    assert rows() == before


def test_nothing_has_no_sign(save):
    save()
    again = save(base=1, adjustment=Decimal("-0"))

    assert (again.revision, GradeEvent.objects.count()) == (1, 1)


def test_an_adjustment_needs_a_reason(save):
    with pytest.raises(BadValue) as wrong:
        save(adjustment=Decimal(1))

    assert wrong.value.field == "adjustment_reason"


def test_levels_of_another_question_are_refused(cast, answer, save):
    other = Answer.objects.get(submission=answer.submission, question__position=1)

    with pytest.raises(BadValue):
        save(levels=levels_of(other, 3))

    first, second, *_rest = levels_of(answer, 3).values()
    with pytest.raises(BadValue):
        save(levels={first.criterion_id: second})
    assert Grade.objects.count() == 0


def test_nothing_at_all_is_no_grade(save):
    with pytest.raises(BadValue):
        save(levels={}, comment="", done=False)

    assert Grade.objects.count() == 0


@pytest.mark.parametrize("first, second", [("teacher", "assistant"), ("assistant", "teacher")])
def test_of_two_graders_the_second_gets_the_firsts_values_and_overwrites_nothing(cast, save, first, second):
    """W2, in both orders, for a first grade and for a change."""
    for base, points in [(0, 1), (1, 2)]:
        save(by=getattr(cast, first), base=base, points=points, comment="First.")
        before = rows()

        with pytest.raises(Refused) as refused:
            save(by=getattr(cast, second), base=base, points=4, comment="Second.")

        assert rows() == before
        assert refused.value.kept == "Second."
        state = refused.value.state
        assert (state["revision"], state["points"], state["comment"]) == (base + 1, f"{3 * points}.00", "First.")
        assert state["by"] == getattr(cast, first).get_short_name()


@pytest.mark.once
def test_a_thousand_saves_some_of_them_stale_overwrite_nothing(cast, save):
    """W2: graders take turns, some with an older page; each acknowledged save is the next link of the history."""
    chance = random.Random(7)
    seen = {cast.teacher.pk: 0, cast.assistant.pk: 0}
    people = itertools.cycle([cast.teacher, cast.assistant])
    saved, refused = [], 0
    for number in range(1000):
        person = next(people)
        if chance.random() < 0.3:
            seen[person.pk] = Grade.objects.values_list("revision", flat=True).first() or 0
        try:
            grade = save(by=person, base=seen[person.pk], points=number % 5, comment=f"Try {number}.")
        except Refused:
            refused += 1
        else:
            saved.append(f"Try {number}.")
            seen[person.pk] = grade.revision

    events = list(GradeEvent.objects.order_by("pk").values_list("old", "new"))
    assert [new["comment"] for _old, new in events] == saved
    assert [old for old, _new in events[1:]] == [new for _old, new in events[:-1]]
    assert len(saved) + refused == 1000
    assert min(len(saved), refused) > 250
    assert Comment.objects.get().body == saved[-1]
    assert Grade.objects.get().revision == len(saved)


def test_a_first_grade_that_the_database_refuses_is_a_conflict(cast, answer, save):
    """Two inserts at once: the unique constraint decides, and the loser hears who won."""
    save(comment="First.")
    loser = grades.Judgement(Grade.objects.get().rubric, levels_of(answer, 1), Decimal(0), "", "Second.", True)

    with pytest.raises(Refused) as refused, transaction.atomic():
        grades._write(answer, loser, Grade.objects.get().judged, by=cast.assistant, at=NOW, base=0)

    assert refused.value.state["comment"] == "First."


def test_a_draft_cannot_be_graded(cast, write):
    """W4."""
    draft = answer_to(write(cast.assignment, cast.student))

    with pytest.raises(Refused):
        judge(draft, by=cast.teacher, points=3)

    assert Grade.objects.count() == 0


def test_an_answer_without_words_cannot_be_graded(cast, work):
    empty = answer_to(work(cast.assignment, cast.student, text=" \n "))

    with pytest.raises(Refused):
        judge(empty, by=cast.teacher, points=3)

    assert Grade.objects.count() == 0


def test_a_page_of_an_older_text_cannot_be_graded(save):
    with pytest.raises(Refused) as refused:
        save(read=7)

    assert (refused.value.kept, refused.value.state) == ("Clear.", {})


def test_the_first_grade_begins_grading_so_that_nothing_is_taken_back(answer, save):
    save()

    assert Submission.objects.get(pk=answer.submission_id).grading_began_at == NOW


def test_released_work_is_corrected_only_with_a_reason(cast, answer, save):
    save()
    release = answer.assignment.releases.create(by=cast.teacher, at=NOW, visible_from=NOW)
    ReleaseItem.objects.create(release=release, submission=answer.submission, frozen={"points": "9.00"})
    before = rows()

    with pytest.raises(BadValue) as wrong:
        save(base=1, points=4)
    assert wrong.value.field == "reason"
    assert rows() == before

    save(base=1, points=4, reason="Misread.")
    assert GradeEvent.objects.order_by("pk").last().reason == "Misread."
    assert ReleaseItem.objects.get().frozen == {"points": "9.00"}


@pytest.mark.parametrize("statement", ["UPDATE grading_gradeevent SET reason = 'x'", "DELETE FROM grading_gradeevent"])
def test_the_database_refuses_to_rewrite_the_history(save, statement):
    save()
    before = rows()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert rows() == before


def test_a_graders_name_can_go_without_touching_the_history(cast, save):
    save()
    before = rows()

    cast.teacher.name, cast.teacher.known_as, cast.teacher.email = "", "", ""
    cast.teacher.save()

    assert rows() == before


def test_what_a_grade_stands_on_is_not_deleted_with_anything(answer, save):
    grade = save()

    for thing in [grade, answer, answer.submission]:
        with pytest.raises(ProtectedError):
            thing.delete()
