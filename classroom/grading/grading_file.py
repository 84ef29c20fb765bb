"""The grading file of an assignment: a row for each answer that came in, to be filled in elsewhere and uploaded again.

Its heads are the same in every language, for they are read back. An answer is named by question and desk number; names
and school numbers stand beside them only where names are shown, and tell the reader nothing but whether rows were mixed
up. `Work` keeps the file of another class from being read here.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from classroom.classes.models import Assignment, Enrollment, SchoolClass

from .entries import Row
from .spreadsheets import Cell

QUESTION, NUMBER, STUDENT, SCHOOL_NUMBER = "Question", "Desk number", "Student", "School number"
POINTS, OF, COMMENT = "Points", "Of", "Comment"
GRADE, TEXT, WORK = "Grade revision", "Text revision", "Work"
NEEDED = (QUESTION, NUMBER, POINTS, COMMENT, GRADE, TEXT, WORK)
KNOWN = (*NEEDED, STUDENT, SCHOOL_NUMBER, OF)


def named(assignment: Assignment) -> str:
    """What a file says it is of; needs the class."""
    return f"{assignment.school_class.public_id}/{assignment.slug}"


def file_rows(assignment: Assignment, rows: Iterable[Row], *, names: bool) -> Iterator[list[Cell]]:
    """The head, then a row for each answer; one query where names are shown."""
    who = [STUDENT, SCHOOL_NUMBER] if names else []
    yield [QUESTION, NUMBER, *who, POINTS, OF, COMMENT, GRADE, TEXT, WORK]
    numbers = _school_numbers(assignment.school_class) if names else {}
    for row in rows:
        answer = row.answer
        person = [row.who, numbers.get(answer.submission.student_id, "")] if names else []
        points, comment = row.said
        said: list[Cell] = [points, answer.question.points, comment, Decimal(row.revision), Decimal(row.read)]
        yield [answer.question_key, Decimal(answer.desk_number), *person, *said, named(assignment)]


def still(*, names: bool) -> int:
    """How many columns say whose answer it is."""
    return 4 if names else 2


def _school_numbers(school_class: SchoolClass) -> dict[int, str]:
    return dict(Enrollment.objects.filter(school_class=school_class).values_list("person", "school_number"))
