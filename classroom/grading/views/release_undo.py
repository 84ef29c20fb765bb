"""Take back what was released, from a page that says whom it leaves and who keeps it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.accounts.models import User
from classroom.grading import rules
from classroom.grading.actions import releases
from classroom.grading.models import Release
from classroom.grading.recipients import NAMES, and_others
from classroom.http import Refused, SignedInRequest, conflict

from .place import Place, find_assignment


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
