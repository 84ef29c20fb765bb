"""What goes on behind the marks of the demo: a student asks for a second look, an assistant leaves a note for staff."""

from contextlib import suppress
from datetime import datetime, timedelta

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading.actions.second_looks import ask
from classroom.grading.actions.staff_notes import add_note
from classroom.grading.models import RegradeRequest, ReleaseItem, StaffNote
from classroom.http import Refused
from classroom.submissions.models import Answer

from .people import ASSISTANT

ASKS, ABOUT = "student9", 3
WHY = "You ask me to say where my inference begins. I wrote “I imagine”, and I think that this does say it."
NOTED = "student8"
NOTE = "Between two levels on evidence, I took the lower. Would you look at paragraph 2?"


def look_again(assignment: Assignment, people: dict[str, User], at: datetime) -> None:
    """Both, where they have not happened and there is something to ask about."""
    asked_at = at - timedelta(hours=20)
    student = people[ASKS]
    answers = Answer.objects.filter(assignment=assignment).select_related("submission", "question")
    answer = answers.filter(submission__student=student, question__position=ABOUT).first()
    back = ReleaseItem.objects.in_force(asked_at).filter(submission__assignment=assignment, submission__student=student)
    if answer and back.exists() and not RegradeRequest.objects.filter(answer=answer).exists():
        with suppress(Refused):  # of a demo made long ago the days to ask have gone by
            ask(answer, by=student, at=asked_at, reason=WHY)
    noted = answers.filter(submission__student=people[NOTED], question__position=1).first()
    if noted and not noted.submission.is_draft and not StaffNote.objects.filter(answer=noted).exists():
        add_note(noted, body=NOTE, by=people[ASSISTANT.username], at=asked_at)
