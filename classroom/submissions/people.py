"""Whose eyes the work is for."""

from django.utils.translation import gettext as _

from classroom.classes.models import Enrollment, SchoolClass


def reader_name(school_class: SchoolClass) -> str:
    """How students speak of the class's first teacher, "Ms Marsh". One query."""
    place = (
        Enrollment.objects.active()
        .filter(school_class=school_class, role=Enrollment.Role.TEACHER)
        .select_related("person")
        .order_by("joined_at", "pk")
        .first()
    )
    return place.person.get_short_name() if place else _("Your teacher")
