"""Classes, places in them and what is set, in the admin: for teachers their own, for superusers all."""

from classroom.classes.admin.assignments import AssignmentAdmin, ExtensionAdmin
from classroom.classes.admin.places import EnrollmentAdmin, InvitationAdmin, SchoolClassAdmin

__all__ = ["AssignmentAdmin", "EnrollmentAdmin", "ExtensionAdmin", "InvitationAdmin", "SchoolClassAdmin"]
