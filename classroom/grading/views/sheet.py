"""What the desk's page is made of, for whichever view answers with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from classroom.grading import bench, reading, roster, staff_notes
from classroom.grading.attempt_before import earlier_grade
from classroom.grading.desk_forms import CommentForm, PageForm
from classroom.grading.grade_form import GradeForm, standing
from classroom.grading.keys import KEYS, are_on
from classroom.grading.models import Comment
from classroom.grading.second_look_forms import NoteForm
from classroom.http import BadValue, SignedInRequest
from classroom.submissions.references import references

from .place import DeskPlace

SHEET, PAGE = "grading/_sheet.html", "grading/desk.html"


def put_problem(form: Any, problem: BadValue) -> None:
    """Say what can't stand at its field, or above the form when it has none there."""
    form.add_error(problem.field if problem.field in form.fields else None, problem.problem)


def grade_form(place: DeskPlace, criteria: list[bench.CriterionToMark], comment: str) -> GradeForm:
    """The form as the grade stands now."""
    grade, answer = bench.grade_of(place.answer), place.answer
    initial: dict[str, Any] = {"base": 0, "read": answer.judged_revision, "comment": comment}  # type: ignore[attr-defined]
    if grade:
        adjustment = f"{grade.adjustment.normalize():+f}" if grade.adjustment else ""
        initial |= {"base": grade.revision, "adjustment": adjustment, "adjustment_reason": grade.adjustment_reason}
    return GradeForm(criteria=criteria, initial=initial | standing(criteria))


def comment_form(place: DeskPlace, paragraphs: int) -> CommentForm:
    """An empty form for a comment on words."""
    initial = {"read": place.answer.judged_revision, "kind": Comment.Kind.NEXT_STEP}  # type: ignore[attr-defined]
    return CommentForm(paragraphs=paragraphs, initial=initial)


def sheet(place: DeskPlace, comments: list[Comment], *, adding: CommentForm | None = None) -> dict[str, Any]:
    """The essay with its comments and the form for another."""
    text: str = place.answer.judged_text or ""  # type: ignore[attr-defined]  # annotated
    links = references(text, place.assignment, place.answer.submission.lesson_version_id)
    paragraphs = reading.annotated_paragraphs(text, comments, links)
    return {
        "place": place,
        "paragraphs": paragraphs,
        "comment_form": adding or comment_form(place, len(paragraphs)),
        "tools": True,
    }


def fragment(request: SignedInRequest, place: DeskPlace, *, status: int = 200, **more: Any) -> HttpResponse:
    """The sheet alone, for HTMX; `adding` is a comment form to keep, `new` the number of a comment just made."""
    _whole, comments = bench.comments_on(place.answer)
    context = sheet(place, comments, adding=more.pop("adding", None)) | more
    return render(request, SHEET, context, status=status)


def page(  # noqa: PLR0913  what the page keeps or shows besides, each by its name
    request: SignedInRequest,
    place: DeskPlace,
    *,
    status: int = 200,
    grading: GradeForm | None = None,
    adding: CommentForm | None = None,
    theirs: dict[str, Any] | None = None,
    noting: NoteForm | None = None,
    said: str = "",
    before: int | None = None,
) -> HttpResponse:
    """The whole page; `grading`, `adding` and `noting` are forms to keep, `theirs` the values somebody else has saved.

    `said` is put below the comment on the answer, unsaved. `before` is the number of an answer just graded.
    """
    whole, comments = bench.comments_on(place.answer)
    whole = f"{whole}\n{said}".strip() if said else whole
    criteria = grading.criteria if grading else bench.rubric_of(place.answer)
    wanted = PageForm(request.GET)
    number = wanted.cleaned_data["page"] if wanted.is_valid() else None
    around = roster.around(place.ways.walk, place.answer, page=number)
    context = sheet(place, comments, adding=adding) | {
        "roster": around,
        "tabs": [(question, _tab(place, around, question.position)) for question in place.questions],
        "form": grading or grade_form(place, criteria, whole),
        "grade": bench.grade_of(place.answer),
        "saved_before": before,
        "earlier": earlier_grade(place.answer),
        "theirs": theirs_by_criterion(theirs, criteria),
        "keys": KEYS,
        "keys_on": are_on(request),
        "notes": staff_notes.on(place.answer) if place.answer.noted else [],  # type: ignore[attr-defined]  # annotated
        "note_form": noting or NoteForm(auto_id="staff-%s"),
        "released": place.answer.group == roster.RETURNED,  # type: ignore[attr-defined]  # annotated
    }
    return render(request, PAGE, context, status=status)


def _tab(place: DeskPlace, around: roster.Roster, n: int) -> str:
    """Where that question leads: by student to the same student's answer, else to the queue of its answers."""
    own = around.beside(place.answer).get(n)
    return own.url if own else place.url("queue", n)


def theirs_by_criterion(state: dict[str, Any] | None, criteria: list[bench.CriterionToMark]) -> dict[str, Any] | None:
    """What somebody else has saved, criterion by criterion."""
    if state is None:
        return None
    marks = [(criterion.name, state["marks"].get(criterion.key)) for criterion in criteria]
    return state | {"rows": [(name, mark) for name, mark in marks if mark]}
