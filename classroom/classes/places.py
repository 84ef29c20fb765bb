"""A person's own places in classes, asked once a request: the door and the frame read the same answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from classroom.access import fetch
from classroom.accounts.models import User
from classroom.prepared import prepared

from . import rules
from .models import Enrollment, SchoolClass
from .querysets import STAFF


class Place(NamedTuple):
    """What the person is in one class, since when no more, and whether they ever asked for more time there."""

    role: str
    ended_at: datetime | None
    has_asked: bool

    @property
    def is_staff(self) -> bool:
        """Teaches or assists there now."""
        return self.ended_at is None and self.role in STAFF

    @property
    def is_tie(self) -> bool:
        """Whether the person may know of the class: those in it, and its former students."""
        return self.ended_at is None or self.role == Enrollment.Role.STUDENT


@prepared
def _places(person: User) -> QuerySet[Any, Any]:
    rows = Enrollment.objects.filter(person=person).order_by()
    return rows.values_list("school_class__public_id", "role", "ended_at", "has_asked")


class Places:
    """All places of one person, ended ones too. One query, when made."""

    def __init__(self, person: User) -> None:
        self.person = person
        self._by_class = {public_id: Place(role, end, asked) for public_id, role, end, asked in _places(person)}

    @property
    def teaches_somewhere(self) -> bool:
        return any(place.is_staff for place in self._by_class.values())

    @property
    def learns_somewhere(self) -> bool:
        """Whether the person is a student of any class, or was."""
        return any(place.role == Enrollment.Role.STUDENT for place in self._by_class.values())

    def learns_in(self, public_id: str) -> bool:
        """Whether the person is a student of that class, or was."""
        place = self._by_class.get(public_id)
        return place is not None and place.role == Enrollment.Role.STUDENT

    def has_asked_in(self, public_id: str) -> bool:
        """Whether the person ever asked for more time in that class."""
        place = self._by_class.get(public_id)
        return place is not None and place.has_asked

    def tell(self, school_class: SchoolClass) -> bool:
        """Whether the person may know of the class, which then carries the place as `SchoolClass.visible_to` says."""
        place = self._by_class.get(school_class.public_id)
        if place is None or not place.is_tie:
            return False
        told: Any = school_class
        told.own_person, told.own_role, told.own_end = self.person.pk, place.role, place.ended_at
        return True


def own_places(request: HttpRequest) -> Places:
    """The places of who asks; changes that the request itself makes are not in it."""
    asked: Any = request
    if not hasattr(asked, "own_places"):
        asked.own_places = Places(asked.user)
    places: Places = asked.own_places
    return places


def enter(request: HttpRequest, class_id: str, may: Callable[[User, SchoolClass], bool] = rules.teaches) -> SchoolClass:
    """The class, for whoever may; from here on times are read and written in its zone. One query."""
    asked: Any = request
    school_class = fetch(asked.user, may, SchoolClass.objects, public_id=class_id)
    asked.is_staff_here = rules.grades(asked.user, school_class)
    timezone.activate(school_class.zone)
    return school_class


def teaches_somewhere(request: HttpRequest) -> bool:
    """Whether who asks teaches or assists in any class; whoever does in the class just entered needs no query."""
    return getattr(request, "is_staff_here", False) or own_places(request).teaches_somewhere
