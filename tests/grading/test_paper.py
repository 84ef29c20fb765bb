"""Work on paper at the desk: it waits for a grade like any other, is never an empty answer, and comes back as paper."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.grading.actions import names, releases
from classroom.grading.class_states import SHOWN
from classroom.grading.feedback import parts_of, released
from classroom.grading.models import Comment, Grade, ReleaseItem
from classroom.grading.question_results import results
from classroom.grading.readiness import readiness
from classroom.grading.standing import standing
from classroom.home.teacher_desk import teacher_desk
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Submission
from tests.factories import NOW
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, on_words, sent, url

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def paper(cast):
    """Work that came in on paper."""
    asked = {"by": cast.teacher, "at": NOW, "handed_in_at": NOW, "reason": "No laptop"}
    actions.record_paper(cast.assignment, cast.student, **asked)
    return Submission.objects.get()


def judge_all(submission, by):
    for n in (1, 2, 3):
        judge(answer_to(submission, n), by=by, points=3)


def numbers(cast):
    found = readiness(cast.assignment)
    states = standing(cast.assignment, NOW, shown=SHOWN["everyone"]).states
    waiting = [result.waiting for result in results(cast.assignment)]
    return (found.new, found.blank, found.to_grade), (states["turned-in"], states["graded"]), waiting


def test_it_waits_for_a_grade_and_is_no_blank(cast, paper):
    assert numbers(cast) == ((0, 0, 1), (1, 0), [1, 1, 1])
    assert [row.title for row in teacher_desk(cast.teacher, NOW).waiting] == ["Grade 1 student’s answers"]
    with pytest.raises(Refused, match="all graded"):
        releases.release(cast.assignment, [paper], by=cast.teacher, at=NOW, visible_from=NOW)

    judge_all(paper, cast.teacher)

    assert numbers(cast) == ((1, 0, 0), (0, 1), [0, 0, 0])


def test_the_desk_says_so_in_place_of_a_text_and_grades_it(client, cast, paper):
    client.force_login(cast.assistant)
    answer = answer_to(paper)

    page = client.get(url("desk", answer)).content.decode()
    response = client.post(url("desk", answer), sent(done="yes"))

    assert "Handed in on paper" in page
    assert "counts 0 without a grade" not in page
    assert "Linh" not in page
    assert (response.status_code, Grade.objects.get().points) == (302, Decimal(9))
    assert [comment.body for comment in Comment.objects.all()] == ["Clear."]
    assert client.post(url("comment", answer), on_words()).status_code == 400


def test_it_comes_back_as_paper(client, cast, paper):
    judge_all(paper, cast.teacher)
    releases.release(cast.assignment, [paper], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)

    place = [cast.school_class.public_id, "hanoi"]
    page = client.get(reverse("grading:feedback", args=[*place, 1])).content.decode()

    assert "You handed this answer in on paper." in page
    assert "You left this question empty" not in page
    item = ReleaseItem.objects.get()
    assert [part["on_paper"] for part in item.frozen["answers"]] == [True, True, True]
    found = released(cast.assignment, cast.student, at=NOW)[0]
    assert [part.is_on_paper for part in parts_of(found, cast.student, at=NOW)] == [True, True, True]
    assert [result.median for result in results(cast.assignment)] == [Decimal(9)] * 3


def test_what_was_released_before_is_not_corrected_by_a_word_more(cast, graded):
    """Frozen copies of typed work say nothing of paper, so that earlier ones still say the same."""
    back = graded(cast.classmate)
    releases.release(cast.assignment, [back], by=cast.teacher, at=NOW, visible_from=NOW)

    assert not any("on_paper" in part for part in ReleaseItem.objects.get().frozen["answers"])


def test_the_whole_work_reads_as_paper(client, cast, paper):
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)
    seat = cast.student.enrollments.get()
    place = [cast.school_class.public_id, "hanoi"]

    page = client.get(reverse("grading:letter", args=[*place, seat.pk])).content.decode()
    row = client.get(reverse("grading:wrap-up", args=place)).context["page_obj"][0]

    assert (page.count("Handed in on paper."), "No answer" in page) == (3, False)
    assert (row.graded, row.written) == (0, 3)
    overview = client.get(reverse("grading:overview", args=place)).content.decode()
    assert '<td class="n">on paper</td>' in overview


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_any_number(client, cast, count, django_assert_num_queries):
    client.force_login(cast.teacher)
    people = [cast.student, cast.classmate][:1] if count == 1 else [cast.student, cast.classmate]
    for student in people:
        asked = {"by": cast.teacher, "at": NOW, "handed_in_at": NOW, "reason": "No laptop"}
        actions.record_paper(cast.assignment, student, **asked)
    answer = answer_to(Submission.objects.get(student=cast.student))
    client.get(url("desk", answer))

    with django_assert_num_queries(11):
        client.get(url("desk", answer))


def test_what_a_revision_only_carries_on_is_still_on_paper(client, cast, paper):
    judge_all(paper, cast.teacher)
    releases.release(cast.assignment, [paper], by=cast.teacher, at=NOW, visible_from=NOW)
    paper.refresh_from_db()
    question = answer_to(paper, 2).question
    wish = {"questions": [question], "due_at": cast.assignment.due_at, "words": "Name the order."}
    actions.ask_again(paper, **wish, base=None, by=cast.teacher, at=NOW)
    revising = actions.start_next_attempt(paper, at=NOW)
    client.force_login(cast.student)
    here = [cast.school_class.public_id, cast.assignment.slug]

    read = client.get(reverse("submissions:answer", args=[*here, 1])).content.decode()
    check = client.get(reverse("submissions:turn-in", args=here)).content.decode()
    answer = answer_to(revising, 2)
    actions.save_answer(answer, text="Now written here.", base=answer.revision, at=NOW)
    actions.turn_in(revising, token=uuid.uuid4(), by=cast.student, at=NOW)
    receipt = client.get(reverse("submissions:receipt", args=here)).content.decode()

    assert ("Your answer is on paper." in read, "No answer was written." in read) == (True, False)
    assert (check.count("Handed in on paper."), check.count("No answer yet.")) == (2, 1)
    assert [receipt.count(f"<dd>{said}</dd>") for said in ("On paper", "3 words", "No answer")] == [2, 1, 0]
