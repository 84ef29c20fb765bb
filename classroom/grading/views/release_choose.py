"""Choose the students a release is for, one by one."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from classroom.access import signed_in
from classroom.classes.models import Enrollment
from classroom.grading import readiness, rules
from classroom.grading.audience_forms import MOST, AudienceForm
from classroom.grading.overview_forms import StudentsForm
from classroom.http import SignedInRequest

from .place import Place, find_assignment


@signed_in
@require_safe
def choose(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The students whose work is ready, to tick; who has ticked some goes on to what that would release."""
    place = find_assignment(request, class_id, slug, may=rules.may_release)
    form, search = AudienceForm(request.GET, groups=[]), StudentsForm(request.GET, groups=[])
    search.is_valid()
    if form.is_valid() and form.audience.chosen:
        return redirect(place.url("release") + form.audience.query)
    rows = list(_ready(place, search.asked["q"])[: MOST + 1])
    context = {
        "place": place,
        "back": place.url("release"),
        "works": rows[:MOST],
        "most": MOST if len(rows) > MOST else 0,
        "q": search.asked["q"],
        "errors": form.errors.get("student", []),
        "none_chosen": "go" in request.GET and not form.errors,
    }
    return render(request, "grading/release_choose.html", context, status=400 if form.errors else 200)


def _ready(place: Place, name: str) -> QuerySet[Any]:
    """The works that can be released, by name of student, each with the `seat` in the class."""
    seats = Enrollment.objects.students().filter(school_class=place.school_class, person=OuterRef("student"))
    works = readiness.ready(place.assignment, corrected=True).annotate(seat=Subquery(seats.values("pk")[:1]))
    named = works.filter(student__name__icontains=name) if name else works
    found: QuerySet[Any] = named.exclude(seat=None).select_related("student").order_by("student__name", "pk")
    return found
