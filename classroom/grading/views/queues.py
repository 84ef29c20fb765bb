"""The order in which one grades the answers to a lesson."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classroom.access import signed_in
from classroom.grading.actions.queues import choose_order
from classroom.grading.models import QueueChoice
from classroom.grading.queue_forms import OrderForm
from classroom.http import BadValue, Refused, SignedInRequest, bad_value, conflict, way_back

from .place import find_assignment


@signed_in
@require_POST
def order(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Choose it, for this lesson in all one's classes, and go back."""
    place = find_assignment(request, class_id, slug)
    form = OrderForm(request.POST)
    back = way_back(request, form.data.get("next", ""), otherwise=place.url("queue", 1))
    if not form.is_valid():
        return bad_value(request, BadValue("order", _("Choose one of the orders on the desk.")), back=back)
    chosen = QueueChoice.Order(form.cleaned_data["order"])
    if chosen == QueueChoice.Order.STUDENT and not place.names:
        return conflict(
            request, Refused(_("By student needs names, and they are hidden here. Show them first.")), back=back
        )
    choose_order(place.assignment.lesson_version.lesson, order=chosen, by=request.user)
    return redirect(back)
