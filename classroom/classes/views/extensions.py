"""One student's later date. Classmates learn nothing of it."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from classroom.access import signed_in
from classroom.classes import actions
from classroom.classes.forms import ExtensionForm
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.more_time import ExtensionRequest
from classroom.http import Refused, SignedInRequest, conflict

from .assignments import set_in
from .pages import ask, form_page, page_of


def list_of(assignment: Assignment) -> str:
    """The address of an assignment's extensions."""
    return reverse("classes:extensions", args=[assignment.school_class.public_id, assignment.slug])


def students_with_dates(assignment: Assignment) -> QuerySet[Any]:
    """The class's students: their extension (`extended_to`, `given`, `extension_reason`), `days` more always, `asks`.

    `given` says whether one was given by hand, `asks` names the request that waits for an answer, `wishes` its time.
    """
    own = Extension.objects.filter(assignment=assignment, student=OuterRef("person"))
    asked = ExtensionRequest.objects.open().filter(assignment=assignment, student=OuterRef("person"))
    students = Enrollment.objects.active().students().filter(school_class=assignment.school_class)
    return (
        students.select_related("person", "school_class")
        .with_standing()
        .annotate(
            extended_to=Subquery(own.values("due_at")[:1]),
            extension_reason=Subquery(own.values("reason")[:1]),
            given=Exists(own.filter(Q(standing_due_at=None) | Q(given_due_at__isnull=False))),
            asks=Subquery(asked.values("pk")[:1]),
            wishes=Subquery(asked.values("wanted_due_at")[:1]),
        )
    )


def student_in(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> tuple[Assignment, Enrollment]:
    """The assignment and one active student of its class, for a teacher of it."""
    _place, found = set_in(request, class_id, slug)
    seat: Enrollment = get_object_or_404(students_with_dates(found), pk=enrollment)
    return found, seat


@signed_in
@require_safe
def extensions(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Every student with their own date, those first who ask for one."""
    place, found = set_in(request, class_id, slug)
    page = page_of(request, students_with_dates(found).order_by(F("asks").asc(nulls_last=True), "person__name", "pk"))
    context = {"assignment": found, "school_class": place, "page_obj": page}
    return render(request, "classes/extensions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Give or change one."""
    found, seat = student_in(request, class_id, slug, enrollment)
    given = Extension.objects.filter(assignment=found, student=seat.person).first()
    now = {"due_at": given.by_hand or given.due_at, "reason": given.reason} if given else {"due_at": found.due_at}
    form = ExtensionForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_extension(found, seat.person, **form.cleaned_data, by=request.user, at=request.arrived)
        except Refused as refusal:
            return conflict(request, refusal, back=request.path)
        messages.success(request, _("%s has more time.") % seat.person)
        return redirect(list_of(found))
    title = _("More time for %s") % seat.person
    intro = _("In %s time.") % found.school_class.time_zone
    return form_page(request, form, title=title, intro=intro, verb=_("Give more time"), back=list_of(found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove_extension(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """Take one back, after a question."""
    found, seat = student_in(request, class_id, slug, enrollment)
    given = Extension.objects.filter(assignment=found, student=seat.person).first()
    if given is None or given.by_hand is None:
        raise Http404
    if request.method == "POST":
        actions.remove_extension(given, at=request.arrived)
        return redirect(list_of(found))
    return ask_removal(request, found, seat)


def ask_removal(request: SignedInRequest, found: Assignment, seat: Enrollment) -> HttpResponse:
    """The question before extra time is taken back."""
    return ask(
        request,
        question=_("Take the extra time back from %s?") % seat.person,
        consequence=_("The due time they would have without it holds again, also when it has passed."),
        verb=_("Take back the extra time"),
        back=list_of(found),
        danger=True,
    )
