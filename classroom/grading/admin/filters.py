"""How lists of work are narrowed."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.fields import SmallIntegerField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from classroom.accounts.admin.manners import OneOf
from classroom.classes.admin.manners import classes_for
from classroom.grading.models import Comment, Grade, GradeEvent
from classroom.grading.roster import GROUPS, grouped
from classroom.submissions.models import Submission
from lessons.models import Question

DRAFT = len(GROUPS)
STAGES: dict[int, Any] = {number: label for number, label, _icon in GROUPS} | {DRAFT: _("Draft")}
WORDS_FOR_STAGES = {"to-grade": 0, "graded": 1, "returned": 2, "no-answer": 3, "draft": DRAFT}


def staged() -> Case:
    """The group of an answer on the desk, or that it is still a draft."""
    draft = When(submission__state=Submission.State.DRAFT, then=Value(DRAFT))
    return Case(draft, default=grouped(), output_field=SmallIntegerField())


class StageFilter(OneOf):
    """By how far the answer has come."""

    title = _("state")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(word, STAGES[number]) for word, number in WORDS_FOR_STAGES.items()]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in WORDS_FOR_STAGES:
            raise IncorrectLookupParameters
        return rows.filter(stage=WORDS_FOR_STAGES[value])


class QuestionFilter(OneOf):
    """By the question's place in its lesson."""

    title = _("question")
    parameter_name = "question"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        asked = Question.objects.filter(version__assignments__school_class__in=classes_for(request))
        positions = asked.order_by("position").values_list("position", flat=True).distinct()
        return [(str(position), _("Question %s") % position) for position in positions]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value.isdecimal() or len(value) > 4:
            raise IncorrectLookupParameters
        path = "question" if hasattr(rows.model, "question") else "answer__question"
        return rows.filter(**{f"{path}__position": int(value)})


class Choice(OneOf):
    """By a field with choices."""

    choices_of: Any = None
    path = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return self.choices_of.choices

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in self.choices_of.values:
            raise IncorrectLookupParameters
        return rows.filter(**{self.path: value})


class WorkStateFilter(Choice):
    title, parameter_name, path = _("state"), "state", "state"
    choices_of = Submission.State


class GradeStateFilter(Choice):
    title, parameter_name, path = _("state"), "state", "state"
    choices_of = Grade.State


class PathFilter(Choice):
    title, parameter_name, path = _("changed through"), "path", "path"
    choices_of = GradeEvent.Path


class LateFilter(OneOf):
    """By whether it came in after the due time."""

    title = _("late")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", _("Late")), ("no", _("On time"))]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        path = "turn_in__late" if rows.model is Submission else "submission__turn_in__late"
        return rows.filter(Q(**{path: value == "yes"}))


class CommentKindFilter(Choice):
    title, parameter_name, path = _("kind"), "kind", "kind"
    choices_of = Comment.Kind
