"""Who learns of a release and by which way: by e-mail, on the own page alone, or not at all."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from classroom.classes.models import Assignment

from . import readiness
from .audience import Audience
from .readiness import Readiness

NAMES = 30  # said by name; of the rest the number


@dataclass(frozen=True)
class Recipients:
    """Each way with its students by name, the first ones and the number of the rest; empty where there are none."""

    everybody: str
    mailed: str
    told: str
    closed: str


def of_release(assignment: Assignment, audience: Audience, numbers: Readiness) -> Recipients:
    """Whom a release now would reach; of corrections alone, when nothing is new. One query."""
    works = readiness.ready(assignment, audience, corrected=not numbers.new).select_related("student")
    people = [work.student for work in works.order_by("student__name", "pk")[:NAMES]]
    if not numbers.new:
        return Recipients(_said(people, numbers.corrected), "", "", "")
    mailed = [one for one in people if one.is_active and one.email]
    told = [one for one in people if one.is_active and not one.email]
    closed = [one for one in people if not one.is_active]
    return Recipients(
        everybody=_said(people, numbers.new),
        mailed=_said(mailed, numbers.mailed),
        told=_said(told, numbers.told),
        closed=_said(closed, numbers.closed),
    )


def _said(people: list[Any], count: int) -> str:
    if not people:
        return ngettext("%s student", "%s students", count) % count if count else ""
    return and_others([person.get_full_name() for person in people], count)


def and_others(names: list[str], count: int) -> str:
    """The names, and how many more there are."""
    said = ", ".join(names)
    more = count - len(names)
    if more <= 0:
        return said
    return ngettext("%(names)s and %(more)s other", "%(names)s and %(more)s others", more) % {
        "names": said,
        "more": more,
    }
