"""What the gradebook can be asked: which assignment, which students."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet, Window
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Assignment, Enrollment, Group, SchoolClass

from . import class_states as states
from .gradebook import titles
from .overview_forms import FAR

ROWS = 50  # students on a page
SHEETS = 6  # assignments side by side

STATES: dict[str, tuple[Any, Q]] = {
    "to-grade": (_("To grade"), Q(state=states.TURNED_IN)),
    "not-released": (_("Not released"), Q(state=states.GRADED)),
    "returned": (_("Returned"), Q(state=states.RETURNED)),
    "draft": (_("Draft"), Q(state=states.DRAFT)),
    "not-started": (_("Not started"), Q(state=states.NOT_STARTED)),
    "missing": (_("Missing"), Q(state=states.MISSING)),
    "late": (_("Late"), Q(late=True)),
    "extended": (_("Extended"), Q(extended=True)),
    "excused": (_("Excused"), Q(state=states.EXCUSED)),
    "on-paper": (_("On paper"), Q(on_paper=True)),
}


class GradebookForm(forms.Form):
    """What makes no sense is left out of account."""

    q = forms.CharField(label=_("Find a student"), max_length=80, required=False)
    lesson = forms.ChoiceField(label=_("Lesson"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    page = forms.IntegerField(min_value=1, max_value=FAR, required=False)

    def __init__(self, *args: Any, assignments: Sequence[Assignment], groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignments = assignments
        called = titles(assignments)
        self._choose("lesson", _("All lessons"), [(each.slug, called[each.pk]) for each in assignments])
        self._choose("state", _("All states"), [(name, label) for name, (label, _shown) in STATES.items()])
        self._choose("group", _("All groups"), [(str(each.pk), each.name) for each in groups])
        self.full_clean()
        self.asked = {name: self.cleaned_data.get(name) or "" for name in ("q", "lesson", "state", "group")}
        self.asked_page: int = self.cleaned_data.get("page") or 1

    def _choose(self, name: str, every: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def menus(self) -> list[tuple[Any, str]]:
        """The fields to choose from, each with what was chosen; none with a single choice, but the states."""
        fields: list[tuple[Any, str]] = [(self[name], self.asked[name]) for name in ("lesson", "state", "group")]
        return [each for each in fields if len(each[0].field.choices) > 2 or each[0].name == "state"]

    @property
    def query(self) -> dict[str, str]:
        """What was asked, for addresses that keep it."""
        return {name: value for name, value in self.asked.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether some students may be left out."""
        return any(self.asked[name] for name in ("q", "state", "group"))

    @property
    def chosen(self) -> Sequence[Assignment]:
        """The one assignment that was asked for, else all."""
        return [each for each in self.assignments if self.asked["lesson"] in {"", each.slug}]

    def students(self, school_class: SchoolClass, shown: Sequence[Assignment], at: datetime) -> QuerySet[Any]:
        """The students by name, with `matching`, how many they are. A state counts in any assignment shown."""
        rows = Enrollment.objects.active().students().filter(school_class=school_class)
        if self.asked["q"]:
            rows = rows.filter(person__name__icontains=self.asked["q"])
        if self.asked["group"]:
            rows = rows.filter(group__pk=self.asked["group"])
        if self.asked["state"]:
            rows = rows.filter(self._in_state(shown, at))
        return (
            rows.select_related("person", "group").annotate(matching=Window(Count("pk"))).order_by("person__name", "pk")
        )

    def _in_state(self, shown: Sequence[Assignment], at: datetime) -> Q:
        _label, wanted = STATES[self.asked["state"]]
        found = Q(pk__in=[])
        for assignment in shown:
            rows = states.listed(assignment, at, shown=states.SHOWN[states.EVERYONE])
            found |= Q(pk__in=rows.filter(wanted).order_by().values("pk"))
        return found
