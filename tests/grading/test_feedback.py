"""The feedback page: only what was released, as it was frozen, to whom it belongs, from its moment on (A7, A10)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from classroom.classes.models import Assignment, Extension
from classroom.grading.actions import comments, releases
from classroom.grading.anchors import Words
from classroom.grading.feedback import released
from classroom.grading.models import Comment, CriterionMark, Grade, Letter, ReleaseItem
from classroom.submissions.actions import start_next_attempt
from classroom.submissions.models import Answer, Submission
from lessons.models import LessonVersion, Question
from tests.factories import NOW, DraftFactory
from tests.grading.conftest import judge

pytestmark = pytest.mark.usefixtures("stopped_clock")

SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def address(cast):
    return lambda n=1: reverse("grading:feedback", args=[cast.school_class.public_id, "hanoi", n])


@pytest.fixture
def paper(cast):
    return reverse("grading:feedback-print", args=[cast.school_class.public_id, "hanoi"])


@pytest.fixture
def rendered(cast):
    """The cast's assignment, with a lesson whose model answers are rendered."""
    draft = DraftFactory()
    Question.objects.filter(version=draft).update(model_answer_html="<p>A model.</p>")
    LessonVersion.objects.filter(pk=draft.pk).update(number=1, published_at=NOW)
    Assignment.objects.filter(pk=cast.assignment.pk).update(lesson_version=draft)
    cast.assignment.refresh_from_db()


@pytest.fixture
def returned(cast, graded):
    """The student's work, commented, released and visible since NOW."""
    work = graded(cast.student, points=3, comment="Good on the whole.", letter="Linh, you understand why.")
    answer = Answer.objects.get(submission=work, question_key="q2")
    comments.add_comment(
        answer, kind=Comment.Kind.STRENGTH, body="Both sides.", place=Words(1, "two sides"), by=cast.teacher, at=NOW
    )
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    return work


def said(response):
    """The body, but for what differs from request to request."""
    return re.sub(r'(content|value)="[A-Za-z0-9]{64}"', "", response.content.decode())


def test_page_shows_letter_total_marks_and_comments(client, cast, returned, address):
    client.force_login(cast.student)

    body = " ".join(client.get(address(2)).content.decode().split())

    for words in [
        "Linh, you understand why.",
        "Ms Marsh, Wednesday 25 November",
        '<span class="visually-hidden">Total </span>27<span> of 36</span>',
        "How the 9 points add up",
        "Secure, 3 of 4",
        "Secure evidence.",
        "Good on the whole.",
        "On ‘two sides’: Strength.",
        "Both sides.",
        "Turned in on time.",
    ]:
        assert words in body


def test_page_is_good_without_a_letter(client, cast, graded, address):
    work = graded(cast.student)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)

    response = client.get(address())

    assert response.status_code == 200
    assert 'class="letter"' not in response.content.decode()


def test_page_shows_the_frozen_copy_whatever_happened_since(client, cast, returned, address):
    client.force_login(cast.student)
    before = client.get(address(2)).context["part"]

    Grade.objects.update(points=1)
    CriterionMark.objects.update(points=0, level=None)
    Comment.objects.update(body="Other words.")
    Letter.objects.update(body="Another letter.")
    Answer.objects.update(text="Another text.")

    response = client.get(address(2))
    assert response.context["part"] == before
    assert "Other words." not in response.content.decode()
    assert "Another" not in response.content.decode()


@pytest.mark.parametrize("page", ["screen", "paper"])
def test_before_its_hour_it_is_not_there(client, cast, graded, address, paper, page):
    work = graded(cast.student)
    where = address() if page == "screen" else paper
    client.force_login(cast.student)
    never = client.get(where)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON)

    early = client.get(where)
    with time_machine.travel(SOON, tick=False):
        in_time = client.get(where)

    assert (never.status_code, early.status_code, in_time.status_code) == (404, 404, 200)
    missing = client.get(where.replace("hanoi", "no-such"))
    assert (missing.status_code, said(missing).replace("no-such", "hanoi")) == (404, said(never))
    assert said(early) == said(never)


def test_after_an_undo_it_is_gone(client, cast, graded, address):
    made = releases.release(cast.assignment, [graded(cast.student)], by=cast.teacher, at=NOW, visible_from=NOW)
    releases.undo(made, by=cast.teacher, at=NOW)
    client.force_login(cast.student)

    assert client.get(address()).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("classmate", 404), ("other_student", 404), ("teacher", 403), ("assistant", 403), ("superuser", 404)],
)
def test_nobody_else_reads_it_here(client, cast, returned, address, paper, who, status):
    client.force_login(getattr(cast, who))

    assert (client.get(address()).status_code, client.get(paper).status_code) == (status, status)


def test_removed_student_still_reads_own_feedback(client, cast, returned, address):
    cast.student.enrollments.update(ended_at=NOW)
    client.force_login(cast.student)

    assert client.get(address()).status_code == 200


@pytest.mark.parametrize("query", [{"attempt": "2"}, {"attempt": "0"}, {"attempt": "x"}, {"attempt": "9" * 30}])
def test_attempts_that_are_not_there_are_404(client, cast, returned, address, query):
    client.force_login(cast.student)

    assert client.get(address(), query).status_code == 404
    assert client.get(address(4)).status_code == 404


def test_first_look_is_kept_and_later_ones_change_nothing(client, cast, returned, address, paper):
    client.force_login(cast.student)

    client.head(address())
    assert ReleaseItem.objects.get().first_seen_at is None
    client.get(address())
    with time_machine.travel(SOON, tick=False):
        client.get(paper)

    assert ReleaseItem.objects.get().first_seen_at == NOW


def test_look_at_what_was_taken_back_meanwhile_is_refused(cast, returned):
    item = released(cast.assignment, cast.student, at=NOW)[0]
    ReleaseItem.objects.update(undone_at=NOW)

    assert releases.mark_seen(item, at=NOW) is False
    assert ReleaseItem.objects.get().first_seen_at is None


def test_latest_released_counts_and_says_why(client, cast, returned, regrade, address):
    regrade(returned, points=4)
    releases.release(cast.assignment, [returned], by=cast.teacher, at=NOW, visible_from=NOW, reason="Added up wrong.")
    client.force_login(cast.student)

    response = client.get(address())

    assert response.context["frozen"]["total"] == "36.00"
    assert "Added up wrong." in response.content.decode()


def test_next_attempt_is_offered_where_it_can_begin(client, cast, graded, address):
    Assignment.objects.filter(pk=cast.assignment.pk).update(attempts=2)
    work = graded(cast.student)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)

    offered = client.get(address()).context["may_begin_another"]
    start_next_attempt(work, at=NOW)
    begun = client.get(address()).context

    assert (offered, begun["may_begin_another"], begun["later"].attempt) == (True, False, 2)


def test_model_answer_opens_when_nobody_can_write_any_more(client, cast, rendered, returned, address):
    client.force_login(cast.student)
    last = cast.assignment.due_at + timedelta(hours=5)
    Extension.objects.create(assignment=cast.assignment, student=cast.classmate, due_at=last, given_by=cast.teacher)

    found = []
    for moment in (NOW, cast.assignment.due_at, last, last + timedelta(microseconds=1)):
        with time_machine.travel(moment, tick=False):
            found.append(client.get(address()).context["part"].model_answer)

    assert found == ["", "", "", "<p>A model.</p>"]


def test_model_answer_that_never_opens_stays_shut(client, cast, rendered, returned, address):
    Assignment.objects.filter(pk=cast.assignment.pk).update(model_answer="never")
    client.force_login(cast.student)

    with time_machine.travel(cast.assignment.closes_at + timedelta(days=1), tick=False):
        assert client.get(address()).context["part"].model_answer == ""


def test_empty_answer_says_that_it_counts_nothing(client, cast, write, graded_answer, address):
    work = graded_answer(write(cast.assignment, cast.student, text=""), "q1", text="Words enough to be graded.")
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)

    assert "You left this question empty, so it counts 0 points." in client.get(address(2)).content.decode()


def test_essay_and_comments_are_shown_as_typed_text(client, cast, work, address, paper):
    script = "<script>alert(1)</script> & <b>two sides</b>"
    submission = work(cast.assignment, cast.student, text=f"{script} and more words.")
    for answer in Answer.objects.filter(submission=submission):
        judge(answer, by=cast.teacher, points=3, comment=script)
    releases.release(cast.assignment, [submission], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)

    for where in (address(), paper):
        body = client.get(where).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;two sides&lt;/b&gt; and more words." in body


@pytest.mark.parametrize("count", [1, 3])
def test_feedback_costs_the_same_for_any_number(client, cast, graded, address, paper, count, django_assert_num_queries):
    work = graded(cast.student)
    for number in range(count):
        for answer in Answer.objects.filter(submission=work):
            comments.add_comment(
                answer,
                kind=Comment.Kind.QUESTION,
                body=f"{number}",
                place=Words(1, "two sides"),
                by=cast.teacher,
                at=NOW,
            )
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    client.force_login(cast.student)
    client.get(address())

    with django_assert_num_queries(10):
        client.get(address())
    with django_assert_num_queries(9):
        client.get(paper)
    assert Submission.objects.get().state == "returned"
