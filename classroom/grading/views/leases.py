"""Who has an answer open: said by a small script while the desk is in front (at-desk.js)."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from classroom.access import signed_in
from classroom.grading.actions import leases
from classroom.http import SignedInRequest

from .place import DeskPlace, at_desk


@signed_in
@require_POST
@at_desk
def hold(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """This grader has the answer in front of them; the reply says which colleague has it too."""
    leases.hold(place.answer, by=request.user, at=request.arrived)
    return JsonResponse({"open_by": place.open_by or None})


@signed_in
@require_POST
@at_desk
def let_go(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """They have turned away from it."""
    leases.let_go(place.answer, by=request.user, at=request.arrived)
    return HttpResponse(status=204)
