"""The lock of a class: whoever changes places, dates or extensions of it waits here for the others."""

from datetime import timedelta

from classroom.classes.models import Enrollment, SchoolClass

A_PRESS = timedelta(minutes=1)  # within which the same by the same person is a second press, and makes nothing more


def lock_class(school_class_id: int) -> SchoolClass:
    """The class as it is now, held until the transaction ends."""
    return SchoolClass.objects.select_for_update().get(pk=school_class_id)


def locked_place(enrollment: Enrollment) -> Enrollment:
    """The place as it is now; the class is locked with it, so that two teachers can't both be the last to go."""
    lock_class(enrollment.school_class_id)
    return Enrollment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrollment.pk)
