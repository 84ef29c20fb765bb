"""The gradebook's sheets and lines from the database: a fixed number of queries for a page, however large the class."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.submissions.models import Submission
from lessons.models import Question

from . import class_states as states
from .blind import blind_in, is_blind
from .gradebook import DRAFT, HIDDEN, NO_ANSWER, NONE, POINTS, TO_GRADE, Cell, Entry, Line, Sheet, Stand, titles
from .judged import POINTS as POINTS_FIELD
from .judged import judged_answers, total
from .question_results import results_of
from .readiness import CORRECTED, works

AT_ONCE = 6  # assignments asked about in one query


def sheets(school_class: SchoolClass, assignments: Sequence[Assignment]) -> list[Sheet]:
    """The columns; two queries."""
    results, called = results_of(school_class.pk, assignments), titles(assignments)
    return [Sheet(each, called[each.pk], results[each.pk]) for each in assignments]


def lines(shown: Sequence[Sheet], enrollments: Sequence[Enrollment], at: datetime) -> list[Line]:
    """The rows of these students; two queries for every six assignments. Who has just left the class is left out."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    for start in range(0, len(shown), AT_ONCE):
        for entry in _entries(shown[start : start + AT_ONCE], enrollments, at):
            entries[entry.stand.enrollment].append(entry)
    return [Line(each, entries[each.pk]) for each in enrollments if each.pk in entries]


def _entries(shown: Sequence[Sheet], enrollments: Sequence[Enrollment], at: datetime) -> Iterator[Entry]:
    """In the order of the sheets; nothing of a student who left the class a moment ago."""
    stands = {(each.assignment, each.enrollment): each for each in _stands(shown, enrollments, at)}
    answers = _answers([sheet for sheet in shown if sheet.names], enrollments)
    for sheet in shown:
        for each in enrollments:
            stand = stands.get((sheet.assignment.pk, each.pk))
            if stand is None:
                continue
            found = answers[sheet.assignment.pk, each.person_id]
            cells = [_cell(question, stand, found.get(question.key, [])) for question in sheet.questions]
            yield Entry(sheet, stand, cells if sheet.names else [])


def _stands(shown: Sequence[Sheet], enrollments: Sequence[Enrollment], at: datetime) -> Iterable[Stand]:
    """One query, made of one for each assignment."""
    first, *rest = [_standing(sheet.assignment, enrollments, at) for sheet in shown]
    return [Stand(*row) for row in first.union(*rest, all=True).order_by()]


def _standing(assignment: Assignment, enrollments: Sequence[Enrollment], at: datetime) -> QuerySet[Any]:
    own = {"assignment": assignment, "student": OuterRef("person")}
    last = Submission.objects.turned_in().filter(**own).order_by("-attempt")
    rows = states.listed(assignment, at, shown=states.SHOWN[states.EVERYONE]).order_by()
    named = rows.filter(pk__in=[each.pk for each in enrollments]).annotate(
        sheet=Value(assignment.pk),
        came=Subquery(last.values("turn_in__at")[:1]),
        points=Subquery(last.annotate(points=readable_total()).values("points")[:1]),
        corrected=Exists(works(assignment).filter(CORRECTED, student=OuterRef("person"))),
    )
    told = ("state", "attempt", "set_due", "excused", "extended", "closing", "late", "on_paper", "handed_in")
    found: QuerySet[Any] = named.values_list("pk", "sheet", *told, "came", "points", "corrected")
    return found


def readable_total() -> Case:
    """For submissions: the total; none while a second look hides one of its marks, which the others would give away."""
    return Case(When(blind_in(), then=None), default=total(), output_field=POINTS_FIELD)


def _answers(
    shown: Sequence[Sheet], enrollments: Sequence[Enrollment]
) -> dict[tuple[int, int], dict[str, list[tuple[Any, ...]]]]:
    """By assignment and student, by question: points, held, desk number, blind; of what was judged last, what waits."""
    found: dict[tuple[int, int], dict[str, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    if shown and enrollments:
        answers = judged_answers(enrollments[0].school_class_id, [sheet.assignment for sheet in shown])
        own = answers.filter(submission__student__in=[each.person_id for each in enrollments])
        place = ("assignment_id", "submission__student_id", "question_key")
        rows = (
            own.annotate(blind=is_blind())
            .order_by("submission__attempt")
            .values_list(*place, "value", "held", "desk_number", "blind")
        )
        for assignment, student, key, *told in rows:
            found[assignment, student][key].append(tuple(told))
    return found


def _cell(question: Question, stand: Stand, answers: Iterable[tuple[Any, ...]]) -> Cell:
    """What was judged last gives the points; an answer of a later attempt may wait beside it."""
    points, held, desk = None, False, None
    for value, is_held, number, blind in answers:
        if blind:
            return Cell(question, HIDDEN, desk=number)
        if value is None:
            desk = number
        else:
            points, held = value, is_held
    if points is not None:
        return Cell(question, POINTS, points, held, desk)
    if desk is not None:
        return Cell(question, TO_GRADE, desk=desk)
    if stand.handed_in:
        return Cell(question, NO_ANSWER)
    return Cell(question, DRAFT if stand.state == states.DRAFT else NONE)
