"""What came back to a student: released feedback whose time has come, and nothing else of a grade."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.models import User
from classroom.classes.models import SchoolClass
from classroom.grading.models import ReleaseItem

from . import days
from .rows import Row, sentences


def came_back(user: User, at: datetime) -> QuerySet[ReleaseItem]:
    """Of each of the person's submissions the feedback that counts at that moment, newest first."""
    newer = ReleaseItem.objects.in_force(at).filter(submission=OuterRef("submission"), pk__gt=OuterRef("pk"))
    tied = SchoolClass.objects.visible_to(user).values("pk")
    items: QuerySet[ReleaseItem] = ReleaseItem.objects.visible_to(user, at).filter(
        ~Exists(newer), submission__assignment__school_class__in=tied
    )
    related = "submission__assignment__school_class", "submission__assignment__lesson_version", "release"
    return items.select_related(*related).order_by("-release__visible_from", "-pk")


def feedback_row(item: ReleaseItem, user: User, at: datetime) -> Row:
    """One released piece of work; new until it was opened."""
    work = item.submission
    place = work.assignment.school_class
    new = item.first_seen_at is None
    back = days.near(item.release.visible_from, at, place.zone)
    return Row(
        title=work.assignment.lesson_version.title,
        url=_address(item),
        hint=sentences([place.name, comments(item.frozen), back, user.named(place.zone)]),
        state="returned",
        label=_("New feedback") if new else _("Returned"),
    )


def comments(frozen: dict[str, Any]) -> str:
    """4 comments; empty when there are none."""
    count = sum(len(answer.get("comments", [])) for answer in frozen.get("answers", []))
    return ngettext("%s comment", "%s comments", count) % count if count else ""


def _address(item: ReleaseItem) -> str:
    work = item.submission
    place = [work.assignment.school_class.public_id, work.assignment.slug, 1]
    return f"{reverse('grading:feedback', args=place)}?attempt={work.attempt}"
