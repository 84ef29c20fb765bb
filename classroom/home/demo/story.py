"""What has happened in the demo's classes so far, told through the real actions and dated back."""

from datetime import datetime, timedelta

from classroom.accounts.models import User
from classroom.classes.actions import give_extension
from classroom.classes.models import Assignment, Extension
from classroom.submissions.actions import ask_again, excuse
from classroom.submissions.models import Excuse, RevisionRequest, Submission
from lessons.models import Question

from .essays import read_all
from .looking_again import look_again
from .people import ASSISTANT, OTHER_TEACHER, TEACHER
from .school import ASKED_AGAIN, EXCUSED, EXTENDED, OTHER_STUDENTS, School
from .telling import Story, let_happen

STORIES = {
    "student2": Story(29),
    "student3": Story(52, 27),
    "student4": Story(100, 76, 22),
    "student5": Story(122, 99, 50, "returned"),
    "student6": Story(74, 70, 20),
    "student7": Story(47, 6),
    "student8": Story(98, 95, 21, reader=ASSISTANT.username),
    "student9": Story(146, 118, 49, "returned"),
    "student10": Story(77, 51, 5),
    "student11": Story(101, 74, 19),
    "student12": Story(54, 30, ending="taken back"),
    "student13": Story(60, 26),
}


def tell(school: School, people: dict[str, User], at: datetime) -> None:
    """Let happen what has not happened yet; work that somebody has begun is left alone."""
    _extend(school.assignment, people, at)
    _excuse(school.other_assignment, people, at)
    for portfolio in read_all():
        story = STORIES.get(portfolio.username)
        other = portfolio.username in OTHER_STUDENTS
        assignment = school.other_assignment if other else school.assignment
        student = people[portfolio.username]
        if story and not Submission.objects.filter(assignment=assignment, student=student).exists():
            let_happen(story, portfolio, assignment, student=student, reader=people[story.reader], at=at)
    look_again(school.assignment, people, at)
    _ask_again(school.assignment, people, at)


def _extend(assignment: Assignment, people: dict[str, User], at: datetime) -> None:
    student = people[EXTENDED]
    if not Extension.objects.filter(assignment=assignment, student=student).exists():
        due = assignment.due_at + timedelta(days=2)
        give_extension(
            assignment, student, due_at=due, by=people[TEACHER.username], at=at, reason="School orchestra trip"
        )


def _excuse(assignment: Assignment, people: dict[str, User], at: datetime) -> None:
    student = people[EXCUSED]
    if not Excuse.objects.filter(assignment=assignment, student=student).exists():
        excuse(assignment, student, by=people[OTHER_TEACHER.username], at=at, reason="In hospital since the lesson")


def _ask_again(assignment: Assignment, people: dict[str, User], at: datetime) -> None:
    """One question of work that came back is to be written again."""
    work = Submission.objects.filter(assignment=assignment, student=people[ASKED_AGAIN], state="returned").first()
    if work is None or RevisionRequest.objects.filter(submission__student=work.student).exists():
        return
    ask_again(
        work,
        questions=list(Question.objects.filter(version=work.lesson_version_id, position=2)),
        due_at=at + timedelta(days=6),
        words="You are one step away. Take my comments on question 2 one by one, and write it once more.",
        base=None,
        by=people[TEACHER.username],
        at=at,
    )
