"""Let students see what was judged, from a page that says what becomes visible to whom, and who is told how."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.grading import readiness, recipients, rules, second_marking
from classroom.grading.actions import releases
from classroom.grading.audience import Audience
from classroom.grading.audience_forms import AudienceForm, groups_of
from classroom.grading.models import Release
from classroom.grading.release_forms import ReleaseForm
from classroom.http import Refused, SignedInRequest, conflict

from .place import Place, find_assignment

PAST = 10  # earlier releases shown


@dataclass(frozen=True)
class Plan:
    """A release that is asked for: where, for whom, and what it would do now."""

    place: Place
    asked: AudienceForm
    numbers: readiness.Readiness

    @property
    def audience(self) -> Audience:
        return self.asked.audience

    @property
    def finds_something(self) -> bool:
        return bool(self.numbers.new or self.numbers.corrected)

    @property
    def is_done(self) -> bool:
        """Whether these students have theirs, and nothing waits."""
        return not self.finds_something and readiness.is_released(self.place.assignment, self.audience)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """GET says what becomes visible to whom and when, POST makes it so; a second POST changes nothing."""
    plan = _plan(request, find_assignment(request, class_id, slug, may=rules.may_release))
    if request.method != "POST":
        return _page(request, plan, ReleaseForm(readiness=plan.numbers, at=request.arrived))
    if plan.is_done:
        return _released_already(request, plan)
    form = ReleaseForm(request.POST, readiness=plan.numbers, at=request.arrived)
    if not form.is_valid():
        return _page(request, plan, form, status=400)
    if form.cleaned_data["seen"] != plan.numbers.seen:
        return _asked_again(request, plan)
    return _release(request, plan, form)


def _released_already(request: SignedInRequest, plan: Plan) -> HttpResponse:
    said = _("This is released already. Nothing was changed.")
    if readiness.is_left(plan.place.assignment, plan.audience):
        said = _(
            "Nothing is ready to be released now, so nothing was changed. If you pressed twice, it is done already."
        )
    messages.info(request, said)
    return redirect(plan.place.url("release"))


def _asked_again(request: SignedInRequest, plan: Plan) -> HttpResponse:
    """409 with the numbers as they are now, and what was chosen and written; what counts as 0 is ticked anew."""
    sent = request.POST.copy()
    sent["seen"] = plan.numbers.seen
    sent.pop("blank", None)
    return _page(request, plan, ReleaseForm(sent, readiness=plan.numbers, at=request.arrived), status=409)


def _plan(request: SignedInRequest, place: Place) -> Plan:
    """What the address asks for. What makes no sense is 404: it must not become the whole class."""
    asked = AudienceForm(request.GET, groups=groups_of(place.school_class))
    if not asked.is_valid() or not asked.audience.is_of(place.school_class.pk):
        raise Http404
    return Plan(place, asked, readiness.readiness(place.assignment, asked.audience))


def _release(request: SignedInRequest, plan: Plan, form: ReleaseForm) -> HttpResponse:
    """Do it, unless it became something else in the last moment: then it is asked for anew."""
    place = plan.place
    try:
        made = releases.release_as_agreed(
            place.assignment,
            plan.audience,
            agreed=form.cleaned_data["seen"],
            by=request.user,
            at=request.arrived,
            visible_from=form.visible_from,
            reason=form.why,
        )
    except Refused as refusal:
        now = _plan(request, place)
        if now.is_done:
            return _released_already(request, now)
        if not now.finds_something:
            return conflict(request, refusal, back=place.url("release"))
        return _asked_again(request, now)
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


def _page(request: SignedInRequest, plan: Plan, form: ReleaseForm, *, status: int = 200) -> HttpResponse:
    place, audience = plan.place, plan.audience
    context = {
        "place": place,
        "back": place.url("overview"),
        "asked": plan.asked,
        "audience": audience,
        "ready": plan.numbers,
        "unsettled": second_marking.unsettled(place.assignment),
        "unfinished": readiness.unfinished(place.assignment, audience),
        "form": form,
        "recipients": recipients.of_release(place.assignment, audience, plan.numbers),
        "releases": _past(place, request.arrived),
        "changed": status == 409,
    }
    template = "grading/release.html" if plan.finds_something else "grading/release_nothing.html"
    return render(request, template, context, status=status)


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
