"""The comment bank beside an answer: one's own earlier words on its question, or found in all of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.grading import bank as suggesting
from classroom.grading import bench
from classroom.http import SignedInRequest

from .place import DeskPlace, at_desk


@signed_in
@require_safe
@at_desk
def bank(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """Suggestions, best first: a list to choose from for the script, a page of links without."""
    scripted, lesson = request.headers.get("HX-Request") == "true", place.assignment.lesson_version.lesson_id
    chosen = suggesting.LevelsForm(request.GET, criteria=bench.rubric_of(place.answer))
    form, levels = suggesting.SearchForm(request.GET), chosen.levels
    found = suggesting.suggestions(place.answer, by=request.user, lesson=lesson, levels=levels, words=form.words)
    template = "grading/_bank.html" if scripted else "grading/bank.html"
    context = {"place": place, "suggestions": found, "form": form, "q": " ".join(form.words)}
    return render(request, template, context)
