"""Groups of a class: make, rename, remove, and who is in which. Work and places stay whatever happens to a group."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.classes.models import Enrollment, Group, SchoolClass
from classroom.http import Refused


def make_group(school_class: SchoolClass, *, name: str) -> Group:
    """A group with nobody in it yet. Raises Refused for a name that is taken."""
    return _named(Group(school_class=school_class), name)


def rename_group(group: Group, *, name: str) -> Group:
    """Call it otherwise. Raises Refused for a name that is taken."""
    return _named(group, name)


def remove_group(group: Group) -> None:
    """Its students stay in the class, in no group."""
    group.delete()


@transaction.atomic
def change_members(group: Group, *, come: Iterable[Enrollment], go: Iterable[Enrollment]) -> None:
    """These students come in, out of the group they were in; those go, if they are still in it."""
    places = Enrollment.objects.active().students().filter(school_class=group.school_class_id)
    places.filter(pk__in=[place.pk for place in come]).update(group=group)
    places.filter(pk__in=[place.pk for place in go], group=group).update(group=None)


def _named(group: Group, name: str) -> Group:
    group.name = name
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as taken:
        raise Refused(_("There is a group called %s in this class already.") % name) from taken
    return group
