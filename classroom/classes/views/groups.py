"""Groups of a class, for its teachers: make, rename, put students in, remove."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.classes import actions
from classroom.classes.forms import SearchForm
from classroom.classes.group_forms import GroupForm, MembersForm
from classroom.classes.models import Enrollment, Group, SchoolClass
from classroom.classes.places import enter
from classroom.http import Refused, SignedInRequest, conflict

from .pages import ask, form_page, page_of


def groups_of(place: SchoolClass) -> str:
    """The address of the class's groups."""
    return reverse("classes:groups", args=[place.public_id])


def found_in(request: SignedInRequest, class_id: str, group: int) -> tuple[SchoolClass, Group]:
    """The class and one of its groups, for a teacher of the class."""
    place = enter(request, class_id)
    return place, get_object_or_404(Group, school_class=place, pk=group)


def students_of(place: SchoolClass) -> QuerySet[Enrollment]:
    """The class's students by name, each with their group."""
    return place.enrollments.active().students().select_related("person", "group")


@signed_in
@require_safe
def groups(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Each group with its number of students, and how many are in none."""
    place = enter(request, class_id)
    return _list(request, place, GroupForm(school_class=place))


def _list(request: SignedInRequest, place: SchoolClass, form: GroupForm) -> HttpResponse:
    active = Q(enrollments__role=Enrollment.Role.STUDENT, enrollments__ended_at=None)
    found = place.groups.annotate(students=Count("enrollments", filter=active)).order_by("name")
    context = {
        "school_class": place,
        "page_obj": page_of(request, found),
        "form": form,
        "alone": students_of(place).filter(group=None).count(),
    }
    return render(request, "classes/groups.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def new(request: SignedInRequest, class_id: str) -> HttpResponse:
    """Make a group and go on to who is in it."""
    place = enter(request, class_id)
    form = GroupForm(request.POST, school_class=place)
    if not form.is_valid():
        return _list(request, place, form)
    try:
        made = actions.make_group(place, **form.cleaned_data)
    except Refused as refusal:
        return conflict(request, refusal, back=groups_of(place))
    return redirect("classes:group", place.public_id, made.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: SignedInRequest, class_id: str, group: int) -> HttpResponse:
    """The class's students, those in the group ticked; POST puts them in and takes them out."""
    place, found = found_in(request, class_id, group)
    if request.method == "POST":
        form = MembersForm(request.POST, students=students_of(place))
        form.full_clean()  # it takes whatever a form can send
        actions.change_members(found, come=form.come, go=form.go)
        messages.success(request, _("Saved who is in %s.") % found.name)
        return redirect(request.get_full_path())
    return _members(request, place, found)


def _members(request: SignedInRequest, place: SchoolClass, found: Group) -> HttpResponse:
    form = SearchForm(request.GET)
    typed: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": ""}
    students = students_of(place)
    context = {
        "school_class": place,
        "group": found,
        "page_obj": page_of(request, students.matching(typed["q"]) if typed["q"] else students),  # type: ignore[attr-defined]
        "q": typed["q"],
        "query": f"{urlencode({'q': typed['q']})}&" if typed["q"] else "",
    }
    return render(request, "classes/group.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, class_id: str, group: int) -> HttpResponse:
    """Call it otherwise."""
    place, found = found_in(request, class_id, group)
    form = GroupForm(request.POST or None, school_class=place, group=found, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_group(found, **form.cleaned_data)
        except Refused as refusal:
            return conflict(request, refusal, back=groups_of(place))
        return redirect(groups_of(place))
    return form_page(request, form, title=found.name, verb=_("Rename"), back=groups_of(place))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, class_id: str, group: int) -> HttpResponse:
    """Take the group away, after a question."""
    place, found = found_in(request, class_id, group)
    if request.method == "POST":
        actions.remove_group(found)
        messages.success(request, _("%s is removed.") % found.name)
        return redirect(groups_of(place))
    return ask(
        request,
        question=_("Remove the group %s?") % found.name,
        consequence=_("Its students stay in the class, in no group. Answers shared out by it are everybody’s again."),
        verb=_("Remove group"),
        back=groups_of(place),
        danger=True,
    )
