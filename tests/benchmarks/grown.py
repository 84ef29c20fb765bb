"""The world that grows: one class whose work is real, and copies of its rows. PostgreSQL alone is spoken here."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.grading.models import Comment, CriterionMark, Grade, GradeEvent
from classroom.submissions.models import Answer, AnswerRevision, Submission, TurnIn, TurnInRevision
from tests.benchmarks import prepare
from tests.cast import turn_in_answers
from tests.factories import NOW
from tests.grading.conftest import judge

CLASS = 30
TEXT = "A sentence as long as sentences are, and another one beside it. " * 24
APART = 1_000_000  # between the keys of one copy and those of the next
PEOPLE = f"SELECT id FROM accounts_user WHERE username LIKE 'grown-%%' AND id < {APART}"
WORKS = f"SELECT id FROM submissions_submission WHERE student_id IN ({PEOPLE})"
ANSWERS = f"SELECT id FROM submissions_answer WHERE submission_id IN ({WORKS})"
CLASSES = f"SELECT id FROM classes_schoolclass WHERE name = 'Benchmark' AND id < {APART}"
Rows = dict[type[Model], str]
OF_STUDENTS: Rows = {  # in an order in which each finds what it hangs on
    User: f"id IN ({PEOPLE})",
    Enrollment: f"person_id IN ({PEOPLE})",
    Submission: f"id IN ({WORKS})",
    Answer: f"id IN ({ANSWERS})",
    AnswerRevision: f"answer_id IN ({ANSWERS})",
    TurnIn: f"submission_id IN ({WORKS})",
    TurnInRevision: f"turn_in_id IN (SELECT id FROM submissions_turnin WHERE submission_id IN ({WORKS}))",
    Grade: f"answer_id IN ({ANSWERS})",
    CriterionMark: f"grade_id IN (SELECT id FROM grading_grade WHERE answer_id IN ({ANSWERS}))",
    Comment: f"answer_id IN ({ANSWERS})",
    GradeEvent: f"answer_id IN ({ANSWERS})",
}
OF_CLASSES: Rows = {SchoolClass: f"id IN ({CLASSES})", Assignment: f"school_class_id IN ({CLASSES})"}
UNIQUE = {
    "username": "username || '-' || n",
    "public_id": "'g' || lpad(n::text, 9, '0')",
    "code": "lpad(n::text, 6, '0')",
    "token": "gen_random_uuid()",
    "receipt": f"lpad(to_hex(id + {APART}::bigint * n), 12, '0')",
}


def first_class() -> Assignment:
    """A class of thirty who have turned in; of each three answers two are graded."""
    teacher = User.objects.create(username="bench-teacher", name="Bench Teacher")
    work = prepare.assignment()
    week = timedelta(days=7)
    Assignment.objects.filter(pk=work.pk).update(opens_at=NOW - week, due_at=NOW + week, closes_at=NOW + 2 * week)
    work.refresh_from_db()
    for number in range(CLASS):
        student = User.objects.create(username=f"grown-{number}", name=f"Grown Student {number}")
        Enrollment.objects.create(school_class=work.school_class, person=student)
        turn_in_answers(work, student, text=TEXT)
    for answer in Answer.objects.filter(assignment=work).select_related("question", "submission"):
        if answer.pk % 3:
            judge(answer, by=teacher, points=3, comment="Clear, and nearly complete.")
    return work


def multiply(first: int, last: int) -> None:
    """Copies number `first` to `last` of the class, its assignment and its students: a school that grows."""
    _copy(OF_CLASSES | OF_STUDENTS, first, last)


def crowd(first: int, last: int) -> None:
    """The same of its students alone: they sit down in the first class."""
    _copy(OF_STUDENTS, first, last, {"desk_number": f"desk_number + 10000 * (n - {first} + 1)"})


def _copy(rows: Rows, first: int, last: int, more: dict[str, str] | None = None) -> None:
    """Each of these rows once for every number, with keys of its own; what is not copied is shared."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model, where in rows.items():
            fields = model._meta.local_concrete_fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join((UNIQUE | (more or {})).get(field.column) or _value(field, rows) for field in fields)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values}"
                f" FROM {model._meta.db_table} CROSS JOIN generate_series(%s::int, %s::int) AS n WHERE {where}",
                [first, last],
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _value(field: Any, rows: Rows) -> str:
    """A key of its own, that of the copy a row hangs on, or the same; of people the students alone are copied."""
    column = f'"{field.column}"'
    if field.related_model is User:
        return f"CASE WHEN {column} IN ({PEOPLE}) THEN {column} + {APART} * n ELSE {column} END"
    return f"{column} + {APART} * n" if field.primary_key or field.related_model in rows else column
