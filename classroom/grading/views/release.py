"""Let students see what was judged, from a page that says what becomes visible to whom; and take it back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.accounts.models import User
from classroom.grading import readiness, rules
from classroom.grading.actions import releases
from classroom.grading.models import Release
from classroom.grading.release_forms import ReleaseForm
from classroom.http import Refused, SignedInRequest, conflict

from .place import Place, find_assignment

NAMES = 30  # said by name; of the rest the number
PAST = 10  # earlier releases shown


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """GET says what becomes visible to whom and when, POST makes it so; a second POST changes nothing."""
    place = find_assignment(request, class_id, slug, may=rules.may_release)
    numbers = readiness.readiness(place.assignment)
    if request.method != "POST":
        return _page(request, place, numbers, ReleaseForm(readiness=numbers, at=request.arrived))
    if not (numbers.new or numbers.corrected) and place.assignment.releases.exists():
        messages.info(request, _("This is released already. Nothing was changed."))
        return redirect(place.url("release"))
    form = ReleaseForm(request.POST, readiness=numbers, at=request.arrived)
    if not form.is_valid():
        return _page(request, place, numbers, form, status=400)
    if form.cleaned_data["seen"] != numbers.seen:
        form = ReleaseForm(readiness=numbers, at=request.arrived)
        return _page(request, place, numbers, form, status=409, changed=True)
    return _release(request, place, form)


def _release(request: SignedInRequest, place: Place, form: ReleaseForm) -> HttpResponse:
    works = readiness.ready(place.assignment, corrected=bool(form.why))
    try:
        made = releases.release(
            place.assignment,
            list(works),
            by=request.user,
            at=request.arrived,
            visible_from=form.visible_from,
            reason=form.why,
        )
    except Refused as refusal:
        return conflict(request, refusal, back=place.url("release"))
    messages.success(request, _when(made.visible_from, request.arrived))
    return redirect(place.url("release"))


def _when(visible_from: datetime, at: datetime) -> str:
    """Students see this at 18:10; with the day when it is another."""
    if visible_from <= at:
        return _("Released. Students can see it now.")
    local, today = timezone.localtime(visible_from), timezone.localtime(at).date()
    if local.date() == today:
        return _("Students see this at %(time)s.") % {"time": date_format(local, "H:i")}
    said = {"day": date_format(local, "l j F"), "time": date_format(local, "H:i")}
    return _("Students see this on %(day)s at %(time)s.") % said


def _page(
    request: SignedInRequest,
    place: Place,
    numbers: readiness.Readiness,
    form: ReleaseForm,
    *,
    status: int = 200,
    changed: bool = False,
) -> HttpResponse:
    ready = numbers.new or numbers.corrected
    context = {
        "place": place,
        "back": place.url("overview"),
        "ready": numbers,
        "form": form,
        "names": _names(place, numbers),
        "releases": _past(place, request.arrived),
        "changed": changed,
    }
    template = "grading/release.html" if ready else "grading/release_nothing.html"
    return render(request, template, context, status=status)


def _names(place: Place, numbers: readiness.Readiness) -> str:
    """Who will see it: Amara Okafor, Linh Trần and 4 others. One query."""
    works = readiness.ready(place.assignment, corrected=False).select_related("student")
    names = [work.student.get_full_name() for work in works.order_by("student__name", "pk")[:NAMES]]
    return and_others(names, numbers.new)


def and_others(names: list[str], count: int) -> str:
    """The names, and how many more there are."""
    said = ", ".join(names)
    more = count - len(names)
    if more <= 0:
        return said
    return ngettext("%(names)s and %(more)s other", "%(names)s and %(more)s others", more) % {
        "names": said,
        "more": more,
    }


def _past(place: Place, at: datetime) -> list[Any]:
    """The last releases of the assignment, each with how many see it, how many have opened it, and `pending`."""
    standing = Q(items__undone_at=None)
    counted = Release.objects.filter(assignment=place.assignment).annotate(
        standing=Count("items", filter=standing),
        opened=Count("items", filter=standing & Q(items__first_seen_at__isnull=False)),
    )
    found = list(counted.select_related("by").order_by("-at", "-pk")[:PAST])
    for each in found:
        each.pending = each.visible_from > at  # type: ignore[attr-defined]  # read by the template
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SignedInRequest, class_id: str, slug: str, release: int) -> HttpResponse:
    """GET says what would be taken back and who keeps it, POST takes it back."""
    place = find_assignment(request, class_id, slug, may=rules.may_release)
    made = get_object_or_404(Release, assignment=place.assignment, pk=release)
    if request.method == "POST":
        return _undo(request, place, made)
    standing, keepers = made.items.filter(undone_at=None).count(), releases.keepers(made)
    kept = keepers.count()
    if standing == kept:
        reason = _("There is nothing left to take back: it has been taken back already, or everybody has opened it.")
        return conflict(request, Refused(reason), back=place.url("release"))
    context = {
        "place": place,
        "release": made,
        "back": place.url("release"),
        "taken": standing - kept,
        "kept": kept,
        "keepers": _people([item.submission.student for item in keepers[:NAMES]], kept),
        "pending": made.visible_from > request.arrived,
        "danger": True,
    }
    return render(request, "grading/release_undo.html", context)


def _undo(request: SignedInRequest, place: Place, made: Release) -> HttpResponse:
    kept = releases.undo(made, by=request.user, at=request.arrived)
    if kept:
        said = ngettext(
            "Taken back where nobody had looked. %(count)s student keeps it: %(names)s.",
            "Taken back where nobody had looked. %(count)s students keep it: %(names)s.",
            len(kept),
        )
        messages.warning(request, said % {"count": len(kept), "names": _people(kept, len(kept))})
    else:
        messages.success(request, _("Taken back. No student sees it."))
    return redirect(place.url("release"))


def _people(people: list[User], count: int) -> str:
    return and_others([person.get_full_name() for person in people[:NAMES]], count)
