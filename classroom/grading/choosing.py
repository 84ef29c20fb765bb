"""Which answers of an assignment a grader goes through: chosen once, kept in the session, heeded by every way on."""

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Assignment, Group

from .looking import ALL, OWN

FEW = 5  # while names are hidden, a smaller group would tell whose an answer is


class ChoiceForm(forms.Form):
    """One's own part, all answers, or those of one group; `next` is where to go on."""

    show = forms.ChoiceField(label=_("Which ones"), widget=forms.RadioSelect)
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_part: bool, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(OWN, _("Your part"))] if has_part else []
        named = [(str(group.pk), group.name) for group in groups]
        self.fields["show"].choices = [*own, (ALL, _("All answers")), *named]  # type: ignore[attr-defined]


def groups_of(assignment: Assignment, *, names: bool) -> QuerySet[Group]:
    """The groups of the class to choose from."""
    turned_in = Q(
        enrollments__person__submissions__assignment=assignment,
        enrollments__person__submissions__turn_in__isnull=False,
    )
    groups = Group.objects.filter(school_class=assignment.school_class_id)
    if names:
        return groups
    counted = groups.annotate(students=Count("enrollments__person", filter=turned_in, distinct=True))
    return counted.filter(students__gte=FEW)


def choose_among(request: HttpRequest, queue: list[Any], show: str, *, names: bool) -> None:
    """For every assignment in the queue, begun with the one it was asked at; a group is one of that one's class."""
    for assignment in queue[:1] if show not in {OWN, ALL} else queue:
        choose(request, assignment, show, names=names)


def choose(request: HttpRequest, assignment: Assignment, show: str, *, names: bool) -> None:
    """Keep it for as long as this person is signed in here."""
    request.session[_key(assignment)] = {"show": show, "names": names}


def chosen(request: HttpRequest, assignment: Assignment, *, names: bool) -> str:
    """What was chosen, one's own part by default. A group chosen by name is none once names are hidden again."""
    kept = request.session.get(_key(assignment), {})
    return OWN if kept.get("names") and not names else kept.get("show", OWN)


def _key(assignment: Assignment) -> str:
    return f"goes-through-{assignment.pk}"
