"""The list of classes, a class's own page, and its code."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.accounts.rules import creates_classes
from classroom.classes import actions, rules
from classroom.classes.forms import ClassForm, ExpiryForm
from classroom.classes.models import Enrollment, SchoolClass
from classroom.classes.places import enter
from classroom.http import SignedInRequest

from .pages import ask, form_page, page_of


@signed_in
@require_safe
def class_list(request: SignedInRequest) -> HttpResponse:
    """The person's own classes, taught and learnt in."""
    page = page_of(request, Enrollment.objects.of(request.user).order_by("school_class__name", "pk"))
    context = {"page_obj": page, "creates": creates_classes(request.user)}
    return render(request, "classes/list.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """A new class."""
    if not creates_classes(request.user):
        raise PermissionDenied
    form = ClassForm(request.POST or None, initial={"time_zone": request.user.time_zone or "UTC"})
    if request.method == "POST" and form.is_valid():
        return redirect(actions.create_class(**form.cleaned_data, by=request.user, at=request.arrived))
    return form_page(request, form, title=_("New class"), verb=_("Create class"), back=reverse("classes:list"))


@signed_in
@require_safe
def detail(request: SignedInRequest, class_id: str) -> HttpResponse:
    """The class: what is set, its code, its people."""
    place = enter(request, class_id, rules.grades)
    assignments = place.assignments.select_related("lesson_version").order_by("-due_at", "pk")
    context = {
        "school_class": place,
        "page_obj": page_of(request, assignments),
        "teaches": rules.teaches(request.user, place),
        "students": place.enrollments.active().students().count(),
        "joined_today": joined_today(place, request.arrived).count(),
        "code_open": place.code_opens(request.arrived),
    }
    return render(request, "classes/detail.html", context)


def joined_today(place: SchoolClass, at: datetime) -> QuerySet[Enrollment]:
    """Students who came in by the code since midnight, by the class's clock."""
    midnight = timezone.localtime(at, place.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return place.enrollments.by_code_since(midnight).select_related("person")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Name and time zone."""
    place = enter(request, class_id)
    form = ClassForm(request.POST or None, initial={"name": place.name, "time_zone": place.time_zone})
    if request.method == "POST" and form.is_valid():
        return redirect(actions.change_class(place, **form.cleaned_data))
    return form_page(request, form, title=_("Name and time zone"), verb=_("Save class"), back=place.get_absolute_url())


@signed_in
@require_POST
def pause_code(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Let nobody in for now."""
    return redirect(actions.pause_code(enter(request, class_id)))


@signed_in
@require_POST
def resume_code(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Let people in again."""
    return redirect(actions.resume_code(enter(request, class_id)))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def renew_code(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Replace the code, after a question: whoever has the old one on paper is affected."""
    place = enter(request, class_id)
    if request.method == "POST":
        messages.success(request, _("The new code is %s.") % actions.renew_code(place).spoken_code)
        return redirect(place)
    return ask(
        request,
        question=_("Replace the class code?"),
        consequence=_("%s stops working at once. Students who are in the class stay in it.") % place.spoken_code,
        verb=_("Replace class code"),
        back=place.get_absolute_url(),
        danger=True,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def expire_code(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Until when the code lets people in."""
    place = enter(request, class_id)
    form = ExpiryForm(request.POST if request.method == "POST" else None, initial={"expires_at": place.code_expires_at})
    if form.is_bound and form.is_valid():
        return redirect(actions.expire_code(place, **form.cleaned_data))
    intro = _("In %s time.") % place.time_zone
    back = place.get_absolute_url()
    return form_page(request, form, title=_("When the code runs out"), intro=intro, verb=_("Save"), back=back)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove_joined_today(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Take out those who came in today by a code that went too far, after a question with their names: those alone."""
    place = enter(request, class_id)
    newcomers = list(joined_today(place, request.arrived))
    if request.method == "POST":
        named = set(request.POST.getlist("place"))
        count = actions.end_joined_today([each for each in newcomers if str(each.pk) in named], at=request.arrived)
        messages.success(request, ngettext("%s student is out.", "%s students are out.", count) % count)
        return redirect(place)
    if not newcomers:
        messages.info(request, _("Nobody joined by code today."))
        return redirect(place)
    return ask(
        request,
        question=_("Take out %s who joined today?") % len(newcomers),
        consequence=", ".join(str(newcomer.person) for newcomer in newcomers),
        verb=_("Take them out"),
        back=place.get_absolute_url(),
        danger=True,
        sent=[("place", newcomer.pk) for newcomer in newcomers],
    )
