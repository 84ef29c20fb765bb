"""Who grades what of an assignment, set by a teacher; and which answers one goes through, chosen by each grader."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.grading import choosing, rules
from classroom.grading.actions import allocations
from classroom.grading.allocation_forms import AllocationForm, By, Sharing
from classroom.grading.graders import loads
from classroom.grading.lanes import in_queue
from classroom.http import SignedInRequest, way_back

from .place import Place, find_assignment


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def allocation(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Share the answers out by question, by group or in equal shares, or not at all."""
    place = find_assignment(request, class_id, slug, may=rules.may_allocate)
    sharing = Sharing.of(place.assignment)
    sent = request.POST if request.method == "POST" else None
    form = AllocationForm(sent, sharing=sharing, initial=sharing.initial())
    if form.is_valid():
        _share_out(request, place, form)
        messages.success(request, _("Saved. Each grader’s desk goes through their own part first."))
        return redirect(place.url("allocation"))
    context = {"place": place, "form": form, "loads": loads(place.assignment)}
    return render(request, "grading/allocation.html", context, status=400 if form.errors else 200)


def _share_out(request: SignedInRequest, place: Place, form: AllocationForm) -> None:
    made: dict[str, Any] = {"by": request.user, "at": request.arrived}
    match form.cleaned_data["by"]:
        case By.QUESTION:
            allocations.by_question(place.assignment, form.questions, **made)
        case By.GROUP:
            allocations.by_group(place.assignment, form.groups, **made)
        case By.SHARE:
            allocations.by_share(place.assignment, form.among, anew=form.cleaned_data.get("anew", False), **made)
        case _:
            allocations.to_everybody(place.assignment)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Which answers to go through: one's own part, all, or a group's. Kept in the session."""
    place = find_assignment(request, class_id, slug)
    queue = in_queue(request.user, place.assignment)
    has_part = any(each.has_part for each in queue)
    groups = choosing.groups_of(place.assignment, names=place.names)
    asked = request.POST if request.method == "POST" else request.GET
    back = way_back(request, asked.get("next", ""), otherwise=place.url("queue", 1))
    sent = request.POST if request.method == "POST" else None
    initial = {"show": place.looking.through, "next": back}
    form = choosing.ChoiceForm(sent, has_part=has_part, groups=groups, initial=initial)
    if form.is_valid():
        choosing.choose_among(request, queue, form.cleaned_data["show"], names=place.names)
        return redirect(back)
    context = {"place": place, "form": form, "back": back}
    return render(request, "grading/choose.html", context, status=400 if form.errors else 200)
