"""Whom a release is for: the whole class, one of its groups, or chosen students. Kept in the address of the page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.classes.models import Enrollment, Group


@dataclass(frozen=True)
class Audience:
    """The places in the class that a release is for; all of them when neither a group nor places are named."""

    group: Group | None = None
    chosen: tuple[int, ...] = ()

    def of(self, works: QuerySet[Any], school_class: int) -> QuerySet[Any]:
        """Of these works of the class, the ones of these students."""
        if not self.narrows:
            return works
        places = Enrollment.objects.students().filter(school_class=school_class)
        own = places.filter(pk__in=self.chosen) if self.chosen else places.active().filter(group=self.group)
        return works.filter(student__in=own.values("person"))

    def is_of(self, school_class: int) -> bool:
        """Whether each of the chosen places is a student's, in that class; one query where any are chosen."""
        places = Enrollment.objects.students().filter(school_class=school_class, pk__in=self.chosen)
        return not self.chosen or places.count() == len(self.chosen)

    @property
    def narrows(self) -> bool:
        """Whether it is less than the whole class."""
        return self.group is not None or bool(self.chosen)

    @property
    def query(self) -> str:
        """What an address says of it, with its question mark; empty for the whole class."""
        said = [("student", place) for place in self.chosen] or ([("group", self.group.pk)] if self.group else [])
        return f"?{urlencode(said)}" if said else ""

    def __str__(self) -> str:
        if self.chosen:
            chosen = len(self.chosen)
            return ngettext("The %s student you chose", "The %s students you chose", chosen) % chosen
        return self.group.name if self.group else _("The whole class")


WHOLE = Audience()
