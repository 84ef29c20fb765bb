"""The world behind the access table: work in three states, and what the addresses call its things."""

import uuid
from datetime import timedelta
from decimal import Decimal
from hashlib import md5

from django.core import signing

from classroom.classes import actions as classes
from classroom.classes.actions.invitations import SALT
from classroom.classes.models import Enrollment, Extension, Invitation
from classroom.grading import anchors
from classroom.grading.actions import comments, grades, names, releases, second_looks, second_marking, staff_notes
from classroom.grading.actions.beside import Marking
from classroom.grading.bench import comments_on
from classroom.grading.models import Comment
from classroom.submissions import actions as submissions
from classroom.submissions.models import Answer, AnswerRevision, Submission
from lessons.models import Criterion
from tests.cast import TEXT, Cast, person, place, turn_in_answers, write_answers
from tests.factories import NOW

SAID = "Clear."  # what a teacher says of an answer


def place_names(cast: Cast, *, text: str = TEXT, said: str = SAID) -> dict[str, object]:
    """Bring the world about and say what the addresses call its things.

    Every answer reads `text`, which names "two sides"; what a teacher says of it, and what is said back, is `said`.
    """
    draft = write_answers(cast.assignment, cast.classmate, text=text)
    left = Enrollment.objects.filter(person=cast.removed)
    left.update(ended_at=None)
    turn_in_answers(cast.assignment, cast.removed, text=text)
    left.update(ended_at=NOW)
    turn_in_answers(cast.other_assignment, cast.other_student)
    rewritten = write_again(cast, text, said)
    done = turn_in_answers(cast.assignment, cast.student, text=text)
    judge(done, cast, said)
    release = releases.release(cast.assignment, [done], by=cast.teacher, at=NOW, visible_from=NOW)
    invitation = Invitation.objects.create(
        school_class=cast.school_class, email="new@school.example", invited_by=cast.teacher
    )
    Extension.objects.create(
        assignment=cast.assignment, student=cast.classmate, due_at=NOW + timedelta(days=4), given_by=cast.teacher
    )
    seat = Enrollment.objects.get(person=cast.classmate)
    classes.give_standing(seat, days=1, reason="Reads slowly", by=cast.teacher, at=NOW)
    until = NOW + timedelta(days=6)
    asked = classes.ask_for_time(cast.assignment, cast.classmate, until=until, reason="Was ill", at=NOW)
    group = classes.make_group(cast.school_class, name="Table 1")
    classes.change_members(group, come=[seat], go=[])
    second = Answer.objects.get(submission=done, question_key="q2")
    second_looks.ask(second, by=cast.student, at=NOW, reason=said)
    release.items.update(first_seen_at=None)  # so that there is something to take back
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    desk = Answer.objects.get(submission=done, question_key="q1")
    second_marking.appoint(
        cast.assignment, cast.assistant, every=1, tolerance=Decimal(0), base=None, by=cast.teacher, at=NOW
    )
    best = {each.pk: each.levels.get(points=4) for each in Criterion.objects.filter(rubric__question=desk.question)}
    second_marking.mark_second(desk, Marking(best, Decimal(0), "", {}), by=cast.assistant, at=NOW)
    staff_notes.add_note(desk, body=said, by=cast.assistant, at=NOW)
    return {
        "class_id": cast.school_class.public_id,
        "slug": cast.assignment.slug,
        "code": cast.school_class.code,
        "n": 1,
        "desk": desk.desk_number,
        "second_n": 2,
        "second_desk": second.desk_number,
        "third_desk": Answer.objects.get(submission=done, question_key="q3").desk_number,
        "rewritten_desk": rewritten.desk_number,
        "note": 1,
        "revision": AnswerRevision.objects.get(answer=desk).pk,
        "draft_revision": AnswerRevision.objects.get(answer__submission=draft, answer__question_key="q1").pk,
        "enrollment": seat.pk,
        "asked": asked.pk,
        "group": group.pk,
        "graded_enrollment": Enrollment.objects.get(person=cast.student).pk,
        "comment": comments_on(desk)[1][0].ordinal,  # type: ignore[attr-defined]  # as the desk numbers them
        "entry": md5(said.encode(), usedforsecurity=False).hexdigest(),  # the teacher's own words
        "release": release.pk,
        "invitation": invitation.pk,
        "uidb36": "1",
        "uuid": str(uuid.uuid4()),
        "key": "no-such-key",
        "token": signing.dumps(invitation.pk, salt=SALT),
    }


def write_again(cast: Cast, text: str, said: str) -> Answer:
    """Somebody beside the cast has got work back and turned its first answer in anew; that answer."""
    writer = place(person("wanda", "Wanda Weber"), cast.school_class, "student")
    first = turn_in_answers(cast.assignment, writer, text=text)
    judge(first, cast, said)
    releases.release(cast.assignment, [first], by=cast.teacher, at=NOW, visible_from=NOW)
    first.refresh_from_db()
    wish = {"questions": [first.lesson_version.questions.get(position=1)], "due_at": NOW + timedelta(days=5)}
    submissions.ask_again(first, **wish, words=said, base=None, by=cast.teacher, at=NOW)
    second = submissions.start_next_attempt(first, at=NOW)
    answer = second.answers.select_related("assignment__school_class", "submission").get(question_key="q1")
    answer.submission.student = writer
    submissions.save_answer(answer, text=f"{text} Once more.", base=answer.revision, at=NOW)
    submissions.turn_in(second, token=uuid.uuid4(), by=writer, at=NOW)
    return answer


def judge(submission: Submission, cast: Cast, said: str = SAID) -> None:
    """Grade every answer, with one anchored comment each."""
    for answer in Answer.objects.filter(submission=submission):
        levels = {
            criterion.pk: criterion.levels.get(points=3)
            for criterion in Criterion.objects.filter(rubric__question=answer.question)
        }
        grades.save_grade(
            answer,
            by=cast.teacher,
            at=NOW,
            base=0,
            levels=levels,
            adjustment=Decimal(0),
            adjustment_reason="",
            comment=said,
            done=True,
        )
        words = anchors.Words(paragraph=1, words="two sides")
        comments.add_comment(answer, kind=Comment.Kind.STRENGTH, body="Both.", place=words, by=cast.teacher, at=NOW)
