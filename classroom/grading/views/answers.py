"""All answers to one question on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import all_answers
from classroom.grading.desk_forms import PageForm
from classroom.http import SignedInRequest

from .place import find_question


@signed_in
@require_safe
def answers(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """Ten answers at a time with their comments and points, each with the way to its place on the desk."""
    place = find_question(request, class_id, slug, n)
    wanted = PageForm(request.GET)
    number = wanted.cleaned_data["page"] if wanted.is_valid() else None
    page, empty = all_answers.page_of(place.ways.queue, number)
    students = [shown.answer.submission.student for shown in page]
    what = f"answers to question {n} of assignment {place.assignment.pk} on one page"
    log_look(request.user, students, what=what, at=request.arrived, request_id=request.id)
    return render(request, "grading/answers.html", {"place": place, "page_obj": page, "empty": empty})
