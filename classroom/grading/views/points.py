"""Points for all answers to one question in one table: a cell each, by desk number or by name as on the desk."""

from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.grading import entries
from classroom.grading.desk_forms import PageForm
from classroom.grading.entry_forms import PointsForm
from classroom.http import SignedInRequest

from .entering import enter, note_look
from .place import QuestionPlace, find_question

ROWS = 50  # answers on a page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """A page of cells; POST stores all that was entered, or nothing and says at which cell why."""
    place = find_question(request, class_id, slug, n)
    if request.method == "POST":
        return enter(request, place, partial(_answer, request, place))
    page = _page(request, place)
    return _answer(request, place, PointsForm(rows=list(page)), page=page)


def _page(request: SignedInRequest, place: QuestionPlace) -> Page[Any]:
    """Fifty answers, by name where names are shown; two queries."""
    wanted = PageForm(request.GET)
    number = wanted.cleaned_data["page"] if wanted.is_valid() else None
    order = ["submission__student__name", "desk_number"] if place.names else ["desk_number"]
    found = entries.to_judge(request.user, place.assignment).filter(question_key=place.question.key)
    page = Paginator(found.order_by(*order), ROWS).get_page(number or 1)
    page.object_list = [entries.Row(answer, place.names) for answer in page.object_list]
    return page


def _answer(  # noqa: PLR0917  what a page is made of
    request: SignedInRequest, place: QuestionPlace, form: PointsForm, status: int = 200, page: Page[Any] | None = None
) -> HttpResponse:
    note_look(request, place, form, f"for question {place.question.position}")
    context = {"place": place, "form": form, "page_obj": page}
    return render(request, "grading/points.html", context, status=status)
