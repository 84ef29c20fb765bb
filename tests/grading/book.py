"""A class in every state of the gradebook, and the page's table read back as text."""

import re
from datetime import timedelta
from html import unescape

from classroom.classes.models import Assignment, Enrollment, Extension, Group
from classroom.grading.actions import releases
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.cast import Cast, person, place, turn_in_answers, write_answers
from tests.factories import NOW
from tests.grading.conftest import judge

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def table(page: str) -> list[list[str]]:
    """The rows of the page's table, each cell as what is read aloud."""
    ledger = page[page.index('<table class="ledger') : page.index("</table>")]
    return [[_text(cell) for cell in CELL.findall(row)] for row in ROW.findall(ledger)]


def _text(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())


def join(cast: Cast, name: str, **kwargs: object) -> object:
    return place(person(name.split(maxsplit=1)[0].lower(), name), cast.school_class, "student", **kwargs)


def judged(cast: Cast, student: object, *points: int) -> object:
    """Turned-in work whose first answers have these points a criterion; the rest wait."""
    work = turn_in_answers(cast.assignment, student)
    answers = Answer.objects.filter(submission=work).order_by("question__position")
    for answer, each in zip(answers, points, strict=False):
        judge(answer, by=cast.teacher, points=each)
    work.refresh_from_db()
    return work


def release(cast: Cast, *works: object) -> None:
    releases.release(cast.assignment, list(works), by=cast.teacher, at=NOW, visible_from=NOW)


def fill(cast: Cast) -> None:
    """One student in each state; the cast's two have not begun."""
    Assignment.objects.filter(pk=cast.assignment.pk).update(names_hidden=False)
    table_one = Group.objects.create(school_class=cast.school_class, name="Table 1")
    release(cast, judged(cast, join(cast, "Ada Back", school_number="0017", group=table_one), 4, 3, 2))
    judged(cast, join(cast, "Ben Held"), 1, 2, 4)
    judged(cast, join(cast, "Cleo Half", group=table_one), 3)
    blank = join(cast, "Dan Blank")
    work = actions.start(cast.assignment, blank, at=NOW)
    for answer in Answer.objects.filter(submission=work, question_key="q1"):
        actions.save_answer(answer, text="Only one.", base=answer.revision, at=NOW)
    actions.turn_in(work, token="8d2f5b1e-8a8e-4a3e-9a52-6f9d9c3a2b10", by=blank, at=NOW)
    judge(Answer.objects.get(submission=work, question_key="q1"), by=cast.teacher, points=4)
    write_answers(cast.assignment, join(cast, "Eve Draft"))
    excused = join(cast, "Finn Excused")
    actions.excuse(cast.assignment, excused, by=cast.teacher, at=NOW, reason="Ill")
    extended = join(cast, "Gil Extended")
    later = cast.assignment.due_at + timedelta(days=7)
    Extension.objects.create(assignment=cast.assignment, student=extended, due_at=later, given_by=cast.teacher)
    paper = {"by": cast.teacher, "at": NOW, "handed_in_at": NOW, "reason": "No laptop"}
    actions.record_paper(cast.assignment, join(cast, "Hal Paper"), **paper)
    Enrollment.objects.filter(person__in=[cast.student, cast.classmate]).update(ended_at=NOW)
