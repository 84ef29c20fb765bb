"""Choose the students a release is for, one by one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
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
    """The students whose work is ready, to tick; who has ticked some goes on to what that would release.

    Who looks for another one keeps what is ticked.
    """
    place = find_assignment(request, class_id, slug, may=rules.may_release)
    form, search = AudienceForm(request.GET, groups=[]), StudentsForm(request.GET, groups=[])
    search.is_valid()
    ticked = form.audience.chosen if form.is_valid() else ()
    if ticked and "find" not in request.GET:
        return redirect(place.url("release") + form.audience.query)
    rows = list(_ready(place, search.asked["q"], ticked)[: MOST + 1])
    context = {
        "place": place,
        "back": place.url("release"),
        "works": rows[:MOST],
        "ticked": ticked,
        "nobody": bool(search.asked["q"]) and all(row.seat in ticked for row in rows),
        "most": MOST if len(rows) > MOST else 0,
        "q": search.asked["q"],
        "errors": form.errors.get("student", []),
        "none_chosen": "go" in request.GET and not form.errors,
    }
    return render(request, "grading/release_choose.html", context, status=400 if form.errors else 200)


def _ready(place: Place, name: str, ticked: Sequence[int]) -> QuerySet[Any]:
    """The works that can be released, by name of student, each with the `seat` in the class; those ticked first."""
    seats = Enrollment.objects.students().filter(school_class=place.school_class, person=OuterRef("student"))
    works = readiness.ready(place.assignment, corrected=True).annotate(seat=Subquery(seats.values("pk")[:1]))
    named = works.filter(Q(student__name__icontains=name) | Q(seat__in=ticked)) if name else works
    first = Case(When(seat__in=ticked, then=Value(0)), default=Value(1))
    found: QuerySet[Any] = named.exclude(seat=None).select_related("student").order_by(first, "student__name", "pk")
    return found
