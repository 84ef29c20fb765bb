"""How long students wait, in days of the class: what is not graded yet, and what came back.

Days and no hours: while names are hidden no exact time stands on a page.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.classes.models import Assignment, Enrollment
from classroom.submissions.models import Answer, Submission

from . import plots
from .points import shown
from .readiness import ungraded

WAITS = Exists(ungraded(Answer.objects.filter(submission=OuterRef("pk"))))


@dataclass(frozen=True)
class Waits:
    """How many works wait for a grade since how many days, and how many came back after how many."""

    waiting: Mapping[int, int]
    came_back: Mapping[int, int]

    @property
    def oldest(self) -> str:
        """The longest wait; empty when nothing waits."""
        return said(max(self.waiting)) if self.waiting else ""

    @property
    def median(self) -> str:
        """The median wait; empty when nothing waits."""
        return _median(self.waiting)

    @property
    def to_feedback(self) -> str:
        """The median from turning in to seeing feedback; empty when nothing came back."""
        return _median(self.came_back)


def waits(assignment: Assignment, at: datetime) -> Waits:
    """Of the class's students; one query, of at most a row for each two days."""
    zone = assignment.school_class.zone
    learning = Enrollment.objects.active().students().filter(school_class=assignment.school_class_id).values("person")
    returned = Q(state=Submission.State.RETURNED, returned_from__lte=at)
    works: Any = (
        Submission.objects.filter(Q(WAITS, state=Submission.State.TURNED_IN) | returned)
        .filter(assignment=assignment, student__in=learning, turn_in__isnull=False)
        .annotate(since=TruncDate("turn_in__at", tzinfo=zone), until=TruncDate("returned_from", tzinfo=zone))
    )
    waiting: Counter[int] = Counter()
    came_back: Counter[int] = Counter()
    for since, until, number in works.order_by().values_list("since", "until").annotate(number=Count("pk")):
        if until is None:
            waiting[days(since, timezone.localtime(at, zone).date())] += number
        else:
            came_back[days(since, until)] += number
    return Waits(waiting, came_back)


def days(since: date, until: date) -> int:
    """How many midnights lie between."""
    return max(0, (until - since).days)


def said(number: Decimal | int) -> str:
    """5 days; less than one is said so."""
    if not number:
        return _("less than a day")
    return ngettext("%s day", "%s days", 1 if number == 1 else 2) % shown(Decimal(number))


def _median(counts: Mapping[int, int]) -> str:
    middle = plots.median({Decimal(number): count for number, count in counts.items()})
    return "" if middle is None else said(middle)
