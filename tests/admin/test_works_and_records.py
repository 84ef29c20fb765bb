"""Submissions, letters, comments, grades, history and releases in the admin."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.accounts.models import AccessLog
from classroom.classes.models import Extension, Invitation
from classroom.grading.actions import allocations, comments, letters, names
from classroom.grading.admin.hiding import answer_url
from classroom.grading.anchors import Words
from classroom.grading.models import (
    Comment,
    Grade,
    GradeEvent,
    Letter,
    RegradeRequest,
    Release,
    ReleaseItem,
    StaffNote,
)
from classroom.submissions.models import Answer, RevisionRequest, Submission
from tests.factories import NOW, AssignmentFactory, EnrollmentFactory, UserFactory
from tests.test_page_queries import MOST, cost

TABLES = ["submissions_submission", "submissions_answer", "grading_grade", "grading_comment", "grading_gradeevent"]


def change_url(table: str, pk: int) -> str:
    return reverse(f"admin:{table}_change", args=[pk])


def listed(client, table: str, **asked) -> list[object]:
    return list(client.get(reverse(f"admin:{table}_changelist"), asked).context["cl"].result_list)


@pytest.fixture
def said(work, answer_of, judge):
    """Work that was turned in, graded on its first question and commented on."""

    def saying(assignment, student, by) -> Comment:
        answer = answer_of(work(assignment, student))
        judge(answer, by)
        place = Words(1, "two sides")
        return comments.add_comment(answer, kind=Comment.Kind.STRENGTH, body="Yes.", place=place, by=by, at=NOW)[0]

    return saying


@pytest.mark.parametrize("table", TABLES)
def test_lists_hold_what_lies_in_classes_taught_alone(client, cast, said, table):
    said(cast.assignment, cast.student, cast.teacher)
    said(cast.other_assignment, cast.other_student, cast.other_teacher)
    mine = {"submissions_submission": 1, "submissions_answer": 3}.get(table, 1)

    for who, count in [(cast.teacher, mine), (cast.other_teacher, mine), (cast.superuser, 2 * mine)]:
        client.force_login(who)
        assert len(listed(client, table)) == count


def test_somebody_who_only_assists_sees_nothing_of_the_class(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.teacher)
    cast.school_class.enrollments.create(person=cast.other_teacher, role="assistant")
    client.force_login(cast.other_teacher)

    assert {table: listed(client, table) for table in TABLES} == {table: [] for table in TABLES}
    assert client.get(change_url("grading_comment", comment.pk)).status_code == 404


@pytest.mark.parametrize(
    "table", [*TABLES, "grading_release", "grading_letter", "classes_enrollment", "classes_assignment"]
)
def test_lists_cost_the_same_for_one_row_and_three(client, cast, said, table):
    client.force_login(cast.superuser)
    url = reverse(f"admin:{table}_changelist")
    counts, rows = [], []
    for student in (cast.student, cast.classmate, UserFactory()):
        EnrollmentFactory(person=student, school_class=AssignmentFactory().school_class)
        comment = said(cast.assignment, student, cast.teacher)
        submission = comment.answer.submission
        Letter.objects.create(submission=submission, body="Dear", author=cast.teacher, saved_at=NOW)
        Release.objects.create(assignment=cast.assignment, by=cast.teacher, at=NOW, visible_from=NOW)
        counts.append(cost(client, url))
        rows.append(len(listed(client, table)))

    assert rows[0] < rows[1] < rows[2]
    assert counts[0] == counts[2]
    assert counts[2] <= MOST


@pytest.mark.parametrize(
    "table, called",
    [
        ("submissions_answer", "answers"),
        ("grading_grade", "grades"),
        ("grading_comment", "comments"),
        ("grading_gradeevent", "grade events"),
        ("grading_regraderequest", "requests for a second look"),
        ("grading_staffnote", "notes for staff"),
    ],
)
def test_each_student_whose_work_a_list_tells_of_was_looked_at(client, cast, said, table, called):
    beside(said(cast.assignment, cast.student, cast.teacher))
    beside(said(cast.assignment, cast.classmate, cast.teacher))
    client.force_login(cast.superuser)

    response = client.get(reverse(f"admin:{table}_changelist"))

    looks = AccessLog.objects.order_by("subject").values_list("viewer", "subject", "what", "request_id")
    what = f"list of {called} in the admin"
    assert list(looks) == [
        (cast.superuser.pk, subject.pk, what, response["X-Request-ID"]) for subject in (cast.student, cast.classmate)
    ]


def beside(comment: Comment) -> None:
    """What may stand beside a work, each by somebody else: asked for, given, shared out, noted."""
    answer, by, asks = comment.answer, UserFactory(), comment.answer.submission.student
    assignment = AssignmentFactory()
    invited = f"{by.username}@school.example"
    Extension.objects.create(assignment=assignment, student=asks, due_at=NOW, given_by=by)
    Invitation.objects.create(school_class=assignment.school_class, email=invited, invited_by=by)
    allocations.by_share(assignment, [by, UserFactory()], by=by, at=NOW)
    RevisionRequest.objects.create(submission=answer.submission, due_at=NOW, words="Say why.", by=by, at=NOW)
    RegradeRequest.objects.create(
        answer=answer,
        by=asks,
        at=NOW,
        reason="Why?",
        first=Grade.objects.get(answer=answer),
        state="withdrawn",
        ended_at=NOW,
    )
    StaffNote.objects.create(answer=answer, author=by, body="Odd.", at=NOW)


@pytest.mark.parametrize(
    "table",
    [
        "classes_extension", "classes_invitation", "grading_allocation",
        "submissions_revisionrequest", "grading_regraderequest", "grading_staffnote",
    ],
)  # fmt: skip
def test_lists_of_what_stands_beside_work_cost_the_same_for_one_row_and_three(client, cast, said, table):
    client.force_login(cast.superuser)
    url = reverse(f"admin:{table}_changelist")
    costs = []
    for student in (cast.student, cast.classmate, UserFactory()):
        beside(said(cast.assignment, student, cast.teacher))
        costs.append(cost(client, url))

    assert len(listed(client, table)) == 3
    assert (costs[2], costs[2] <= MOST) == (costs[0], True)


@pytest.mark.parametrize("who", ["teacher", "superuser"])
def test_pages_cost_the_same_for_one_row_and_three(client, cast, said, who):
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    first = said(cast.assignment, cast.student, cast.teacher)
    client.force_login(getattr(cast, who))
    urls = [
        answer_url(first.answer),
        change_url("submissions_submission", first.answer.submission_id),
        change_url("grading_comment", first.pk),
        change_url("grading_gradeevent", GradeEvent.objects.get().pk),
    ]

    before = [cost(client, url) for url in urls]
    for number, words in enumerate(["different things", "go first"], 1):
        place = Words(number, words)
        comments.add_comment(
            first.answer, kind=Comment.Kind.QUESTION, body="Why?", place=place, by=cast.assistant, at=NOW
        )
    for student in (cast.classmate, UserFactory()):
        said(cast.assignment, student, cast.teacher)

    assert [cost(client, url) for url in urls] == before
    assert max(before) <= MOST, before


def test_named_list_of_submissions_hides_the_words_of_work_on_the_desk(client, cast, work, write):
    work(cast.assignment, cast.student)
    write(cast.assignment, cast.classmate)
    client.force_login(cast.teacher)

    source = client.get(reverse("admin:submissions_submission_changelist")).content.decode()

    assert source.count('<td class="field-words">hidden</td>') == 1
    assert "Linh Trần" in source


def test_page_of_a_submission_leads_to_no_answer_while_names_are_hidden(client, cast, work, answer_of):
    submission = work(cast.assignment, cast.student)
    client.force_login(cast.teacher)
    url = change_url("submissions_submission", submission.pk)

    hidden = client.get(url).content.decode()
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    shown = client.get(url).content.decode()

    numbers = [str(number) for number in submission.answers.values_list("desk_number", flat=True)]
    assert [f".{number}/change/" in hidden for number in numbers] == [False] * 3
    assert [f".{number}/change/" in shown for number in numbers] == [True] * 3
    assert AccessLog.objects.filter(viewer=cast.teacher, subject=cast.student).count() == 2


def test_letter_is_saved_through_its_action_and_keeps_the_base_revision(client, cast, work):
    submission = work(cast.assignment, cast.student)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)
    url = change_url("submissions_submission", submission.pk)

    first = client.post(url, {"base": 0, "body": "Dear Linh"})
    letters.save_letter(submission, body="Theirs", base=1, by=cast.assistant, at=NOW)
    stale = client.post(url, {"base": 1, "body": "Mine"})

    assert (first.status_code, stale.status_code) == (302, 409)
    assert Letter.objects.get(submission=submission).body == "Theirs"
    assert "Theirs" in stale.content.decode()
    assert "Mine" in stale.content.decode()


def test_letter_cannot_be_written_while_names_are_hidden(client, cast, work):
    submission = work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    response = client.post(change_url("submissions_submission", submission.pk), {"base": 0, "body": "Dear Linh"})

    assert response.status_code == 409
    assert Letter.objects.count() == 0
    assert listed(client, "grading_letter") == []


def test_comment_is_added_on_words_without_script(client, cast, work, answer_of):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)
    form = {"read": 1, "paragraph": 1, "words": "different things", "kind": "question", "body": "Which?"}

    response = client.post(answer_url(answer, "comment"), form)

    comment = Comment.objects.get()
    assert response.status_code == 302
    assert [str(each) for each in client.get(answer_url(answer)).context["messages"]] == ["Comment added."]
    assert (comment.quote, comment.kind, comment.body, comment.author) == (
        "different things", "question", "Which?", cast.teacher,
    )  # fmt: skip


@pytest.mark.parametrize("bad", [{"words": "not there"}, {"body": " "}, {"kind": "praise"}, {"paragraph": "99"}])
def test_comment_that_cannot_stand_is_a_400_and_is_kept(client, cast, work, answer_of, bad):
    answer = answer_of(work(cast.assignment, cast.student))
    client.force_login(cast.teacher)
    form = {"read": 1, "paragraph": 1, "words": "different things", "kind": "question", "body": "Kept words"}

    response = client.post(answer_url(answer, "comment"), form | bad)

    assert response.status_code == 400
    assert Comment.objects.count() == 0
    assert ("Kept words" in response.content.decode()) is ("body" not in bad)


def test_comment_is_changed_from_its_revision_alone(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.assistant)
    client.force_login(cast.teacher)
    url = change_url("grading_comment", comment.pk)

    changed = client.post(url, {"base": 1, "kind": "question", "body": "Is it?"})
    stale = client.post(url, {"base": 1, "kind": "question", "body": "Mine"})

    comment.refresh_from_db()
    assert (changed.status_code, stale.status_code) == (302, 409)
    assert (comment.body, comment.author) == ("Is it?", cast.teacher)
    assert "Mine" in stale.content.decode()


def test_deleted_comment_is_kept_out_of_sight(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.teacher)
    client.force_login(cast.teacher)
    url = reverse("admin:grading_comment_delete", args=[comment.pk])

    asked = client.get(url)
    stale = client.post(url, {"base": 7})
    done = client.post(url, {"base": 1})

    assert (asked.status_code, stale.status_code, done.status_code) == (200, 409, 302)
    assert Comment.objects.get(pk=comment.pk).deleted_at == NOW
    assert listed(client, "grading_comment") == []
    assert client.get(url).status_code == 404


def test_words_for_a_comment_that_was_deleted_meanwhile_are_given_back(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.assistant)
    Comment.objects.filter(pk=comment.pk).update(deleted_at=NOW)
    mine = {"base": 1, "kind": "question", "body": "Mine, at length."}
    url = change_url("grading_comment", comment.pk)

    answers = []
    for who in (cast.teacher, cast.other_teacher):
        client.force_login(who)
        answers.append(client.post(url, mine))

    assert [response.status_code for response in answers] == [409, 404]
    assert b"Mine, at length." in answers[0].content


def test_correction_after_release_needs_a_reason_and_the_student_sees_it_only_when_released(
    client, cast, said, typed, answer_of
):
    comment = said(cast.assignment, cast.student, cast.teacher)
    answer = comment.answer
    release = Release.objects.create(
        assignment=cast.assignment, by=cast.teacher, at=NOW, visible_from=NOW - timedelta(hours=1)
    )
    item = ReleaseItem.objects.create(release=release, submission=answer.submission, frozen={"points": "9.00"})
    client.force_login(cast.teacher)
    form = typed(answer, adjustment="1", adjustment_reason="Evidence")

    without = client.post(answer_url(answer), form)
    with_reason = client.post(answer_url(answer), form | {"reason": "Overlooked a source"})

    assert (without.status_code, with_reason.status_code) == (400, 302)
    assert Grade.objects.get(answer=answer).points == Decimal("10.00")
    assert GradeEvent.objects.filter(path="admin").get().reason == "Overlooked a source"
    item.refresh_from_db()
    assert ReleaseItem.objects.visible_to(cast.student, NOW).get().frozen == item.frozen == {"points": "9.00"}


def test_history_says_the_day_alone_while_names_are_hidden(client, cast, said):
    said(cast.assignment, cast.student, cast.teacher)
    client.force_login(cast.teacher)
    url = change_url("grading_gradeevent", GradeEvent.objects.get().pk)

    hidden = client.get(url).content.decode()
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    shown = client.get(url).content.decode()

    assert ("25 November 2026, 12:00" in hidden, "25 November 2026, 12:00" in shown) == (False, True)
    assert "Linh" not in hidden


def test_no_path_of_the_admin_deletes_work(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.teacher)
    rows = {
        "accounts_user": cast.student.pk, "classes_schoolclass": cast.school_class.pk,
        "classes_assignment": cast.assignment.pk, "submissions_submission": comment.answer.submission_id,
        "grading_grade": Grade.objects.get().pk, "lessons_lesson": cast.assignment.lesson_version.lesson_id,
        "lessons_lessonversion": cast.assignment.lesson_version_id, "lessons_question": comment.answer.question_id,
    }  # fmt: skip
    client.force_login(cast.superuser)
    for table, pk in rows.items():
        assert client.post(reverse(f"admin:{table}_delete", args=[pk]), {"post": "yes"}).status_code == 403, table
        client.post(
            reverse(f"admin:{table}_changelist"), {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        )

    left = [model.objects.count() for model in (Submission, Answer, Grade, Comment)]
    assert left == [1, 3, 1, 1]


FOUND = {
    ("grading_comment", "q=Yes"): 1,
    ("grading_comment", "q=Yes never"): 0,
    ("grading_comment", "kind=strength"): 1,
    ("grading_comment", "kind=question"): 0,
    ("grading_staffnote", "q=Odd"): 1,
    ("grading_staffnote", "q=never"): 0,
    ("grading_letter", "q=Dear"): 1,
    ("grading_letter", "q=never"): 0,
    ("grading_grade", "q=Objectives"): 1,
    ("grading_grade", "q=never"): 0,
    ("grading_grade", "state=done"): 1,
    ("grading_grade", "state=draft"): 0,
    ("submissions_submission", "state=turned_in"): 1,
    ("submissions_submission", "state=draft"): 0,
}


def test_lists_are_searched_and_filtered(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.teacher)
    StaffNote.objects.create(answer=comment.answer, author=cast.teacher, body="Odd.", at=NOW)
    Letter.objects.create(submission=comment.answer.submission, body="Dear", author=cast.teacher, saved_at=NOW)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    client.force_login(cast.teacher)

    found = {(table, asked): len(listed(client, table, **dict([asked.split("=")]))) for table, asked in FOUND}

    assert found == FOUND


def test_a_comment_on_words_that_cannot_stand_is_said_and_changes_nothing(client, cast, said):
    comment = said(cast.assignment, cast.student, cast.teacher)
    client.force_login(cast.teacher)
    sent = {"base": comment.revision, "kind": "strength", "body": "x" * 4001}

    response = client.post(change_url("grading_comment", comment.pk), sent)

    assert (response.status_code, Comment.objects.get(pk=comment.pk).body) == (400, "Yes.")
    assert "4000" in response.content.decode()
