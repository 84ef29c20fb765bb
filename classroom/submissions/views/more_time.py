"""Asking for more time: the student's own page. Classmates learn nothing of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.classes.actions import ask_for_time, refuse_asking, withdraw_request
from classroom.classes.forms import WishForm
from classroom.classes.models import Assignment
from classroom.classes.more_time import ExtensionRequest
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions import rules
from classroom.submissions.moments import moments_for

from .place import SeeOther, address, fetch_assignment


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """GET shows what was asked, also after closing as long as nobody has answered, or the form to ask; POST asks."""
    assignment = fetch_assignment(request, rules.may_write, class_id, slug)
    after = max(moments_for(assignment, request.user).due, request.arrived)
    form = WishForm(request.POST or None, after=after, initial={"due_at": after})
    asked = ExtensionRequest.objects.filter(assignment=assignment, student=request.user).select_related("answered_by")
    wishes = list(asked)
    try:
        if request.method == "POST" or not any(each.is_open for each in wishes):
            refuse_asking(assignment, request.user, at=request.arrived)
        if request.method == "POST" and form.is_valid():
            wish = form.cleaned_data
            ask_for_time(assignment, request.user, until=wish["due_at"], reason=wish["reason"], at=request.arrived)
            messages.success(request, _("Your teacher sees that you ask for more time."))
            return SeeOther(address("lesson", assignment) + "#questions")
    except Refused as refusal:
        return conflict(request, refusal, back=address("lesson", assignment))
    return _page(request, assignment, form, wishes)


def _page(
    request: SignedInRequest, assignment: Assignment, form: WishForm, wishes: list[ExtensionRequest]
) -> HttpResponse:
    """What waits for an answer or the form, with what was asked before; 400 with what was wrong in the form."""
    waiting = next((each for each in wishes if each.is_open), None)
    moments = moments_for(assignment, request.user)
    context = {
        "assignment": assignment,
        "form": form,
        "waiting": waiting,
        "earlier": [each for each in wishes if not each.is_open],
        "moments": moments,
        "has_ended": moments.closes < request.arrived,
    }
    return render(request, "submissions/more_time.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Ask no more."""
    assignment = fetch_assignment(request, rules.may_write, class_id, slug)
    try:
        withdraw_request(assignment, request.user, at=request.arrived)
    except Refused as refusal:
        return conflict(request, refusal, back=address("lesson", assignment))
    messages.success(request, _("You no longer ask for more time."))
    return SeeOther(address("lesson", assignment) + "#questions")
