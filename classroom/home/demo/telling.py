"""One student's way through an assignment, walked with the actions that the pages call."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading import anchors, rubrics
from classroom.grading.actions import comments, grades, letters, releases
from classroom.grading.judgement import Levels
from classroom.grading.models import Comment, GradeEvent
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission

from .essays import Essay, Portfolio

WRITING = timedelta(minutes=38)  # for one answer
READING = timedelta(minutes=9)  # for one answer, too
TAKING_BACK = timedelta(minutes=17)
RELEASING = timedelta(minutes=40)
HELD = timedelta(minutes=10)


@dataclass(frozen=True)
class Story:
    """How many hours ago a student began, turned in and was read; what came after."""

    began: int
    turned_in: int | None = None
    read: int | None = None
    ending: str = ""  # "taken back" or "returned"
    reader: str = "teacher"


@transaction.atomic
def let_happen(
    story: Story, portfolio: Portfolio, assignment: Assignment, *, student: User, reader: User, at: datetime
) -> None:
    """All of one student's story, or nothing."""
    work = _write(portfolio, assignment, student, at - timedelta(hours=story.began))
    if story.turned_in is None:
        return
    turned_in = at - timedelta(hours=story.turned_in)
    actions.turn_in(work, token=uuid.uuid4(), by=student, at=turned_in)
    if story.ending == "taken back":
        actions.take_back(work, by=student, at=turned_in + TAKING_BACK)
    if story.read is not None:
        read = at - timedelta(hours=story.read)
        _read(portfolio, work, reader, read)
        if story.ending == "returned":
            _return(work, reader, read + RELEASING)


def _write(portfolio: Portfolio, assignment: Assignment, student: User, at: datetime) -> Submission:
    """Begin, and write each answer in two sittings: the first paragraph, then all of it."""
    work = actions.start(assignment, student, at=at)
    answers = _answers(work)
    for essay in portfolio.essays:
        first, rest = essay.text.split("\n\n", 1)[0], essay.text
        saved = actions.save_answer(answers[essay.key], text=first, base=0, at=at + WRITING / 2)
        at += WRITING
        actions.save_answer(saved, text=rest, base=saved.revision, at=at)
    return work


def _answers(work: Submission) -> dict[str, Answer]:
    related = Answer.objects.filter(submission=work).select_related("submission", "question", "assignment")
    return {answer.question_key: answer for answer in related}


def _read(portfolio: Portfolio, work: Submission, reader: User, at: datetime) -> None:
    """Comment and grade what the reader has got to, and write the letter where there is one."""
    answers = _answers(work)
    for essay in portfolio.essays:
        if essay.levels:
            _comment(essay, answers[essay.key], reader, at)
            _grade(essay, answers[essay.key], reader, at + READING / 2)
        at += READING
    if portfolio.letter:
        letters.save_letter(work, body=portfolio.letter, base=0, by=reader, at=at)


def _comment(essay: Essay, answer: Answer, reader: User, at: datetime) -> None:
    for remark in essay.remarks:
        start = essay.text.index(remark.quote)
        place = anchors.Selection(start, start + len(remark.quote))
        kind = Comment.Kind(remark.kind)
        comments.add_comment(answer, kind=kind, body=remark.body, place=place, by=reader, at=at)


def _grade(essay: Essay, answer: Answer, reader: User, at: datetime) -> None:
    criteria = rubrics.in_force(answer).criteria.prefetch_related("levels")
    chosen: Levels = {
        criterion.pk: criterion.levels.all()[level - 1] if isinstance(level, int) else level
        for level, criterion in zip(essay.levels, criteria, strict=True)
    }
    grades.save_grade(
        answer,
        by=reader,
        at=at,
        base=0,
        levels=chosen,
        notes={criterion.pk: essay.notes.get(criterion.key, "") for criterion in criteria},
        adjustment=Decimal(0),
        adjustment_reason="",
        comment=essay.in_all,
        done=True,
        path=GradeEvent.Path.COMMAND,
    )


def _return(work: Submission, reader: User, at: datetime) -> None:
    releases.release(work.assignment, [work], by=reader, at=at, visible_from=at + HELD)
