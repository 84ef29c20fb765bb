"""Input of the page that shares answers out: how, and who gets what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, Group
from classroom.classes.querysets import STAFF
from lessons.models import Question

from .models import Allocation, Part

EVERYBODY = "everybody"
By = Allocation.By


def graders_of(assignment: Assignment) -> QuerySet[User]:
    """Who grades in the class now, by name."""
    places = Enrollment.objects.active().filter(school_class=assignment.school_class_id, role__in=STAFF)
    return User.objects.filter(enrollments__in=places).order_by("name", "pk")


@dataclass(frozen=True)
class Sharing:
    """What there is to share out among whom, and how it is shared out now."""

    questions: Sequence[Question]
    groups: Sequence[Group]
    graders: Sequence[User]
    parts: Sequence[Part]
    by: str

    @classmethod
    def of(cls, assignment: Assignment) -> "Sharing":
        """Five queries."""
        allocation = Allocation.objects.filter(assignment=assignment).first()
        return cls(
            questions=list(Question.objects.filter(version=assignment.lesson_version_id).order_by("position")),
            groups=list(Group.objects.filter(school_class=assignment.school_class_id)),
            graders=list(graders_of(assignment)),
            parts=list(Part.objects.filter(allocation=allocation).select_related("grader")) if allocation else [],
            by=allocation.by if allocation else EVERYBODY,
        )

    def initial(self) -> dict[str, Any]:
        """The form as it stands now."""
        sharing = {part.grader_id for part in self.parts} or {who.pk for who in self.graders}
        standing: dict[str, Any] = {"by": self.by, "sharers": sorted(sharing)}
        if self.by == By.QUESTION:
            return standing | {f"question-{part.question_key}": part.grader_id for part in self.parts}
        return standing | {f"group-{part.group_id}": part.grader_id for part in self.parts if part.group_id}


class AllocationForm(forms.Form):
    """How answers are shared out. Only what belongs to the way that was chosen is heeded."""

    WAYS = (
        (EVERYBODY, _("Everybody grades everything")),
        (By.QUESTION, _("By question")),
        (By.GROUP, _("By group")),
        (By.SHARE, _("In equal shares")),
    )

    by = forms.ChoiceField(label=_("How answers are shared out"), choices=WAYS, widget=forms.RadioSelect)
    sharers = forms.TypedMultipleChoiceField(
        label=_("Who shares"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    anew = forms.BooleanField(
        label=_("Cut the shares anew"),
        required=False,
        help_text=_("They become equal again, of the work that is there now. Otherwise each stays what it was."),
    )

    def __init__(self, *args: Any, sharing: Sharing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sharing = sharing
        self.people = {who.pk: who for who in sharing.graders}
        named = [(who.pk, who.get_full_name()) for who in sharing.graders]
        self.fields["sharers"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
        if sharing.by != By.SHARE:
            del self.fields["anew"]
        anybody = [("", _("Everybody")), *named]
        for name, label in self._parts():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=anybody, coerce=int, empty_value=None, required=False
            )

    def _parts(self) -> list[tuple[str, str]]:
        questions, groups = self.sharing.questions, self.sharing.groups
        named = [(f"question-{each.key}", f"{each.position}. {each.short_title}") for each in questions]
        return named + [(f"group-{each.pk}", each.name) for each in groups]

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[f"question-{each.key}"] for each in self.sharing.questions]

    @property
    def group_fields(self) -> list[forms.BoundField]:
        return [self[f"group-{each.pk}"] for each in self.sharing.groups]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        by = values.get("by")
        if by == By.SHARE and "sharers" not in self.errors and len(values["sharers"]) < 2:
            self.add_error("sharers", _("Choose two graders or more."))
        if by in {By.QUESTION, By.GROUP} and not self.errors and not (self.questions or self.groups):
            self.add_error("by", _("Choose a grader for one part at least."))
        return values

    @property
    def questions(self) -> dict[str, User]:
        """The grader of each question that has one, by the question's key."""
        chosen = {each.key: self.cleaned_data.get(f"question-{each.key}") for each in self.sharing.questions}
        return {key: self.people[pk] for key, pk in chosen.items() if pk and self.cleaned_data["by"] == By.QUESTION}

    @property
    def groups(self) -> dict[Group, User]:
        """The grader of each group that has one."""
        chosen = {each: self.cleaned_data.get(f"group-{each.pk}") for each in self.sharing.groups}
        return {group: self.people[pk] for group, pk in chosen.items() if pk and self.cleaned_data["by"] == By.GROUP}

    @property
    def among(self) -> list[User]:
        """Who is to share, by name."""
        return [who for who in self.sharing.graders if who.pk in self.cleaned_data["sharers"]]
