"""Verbs: the only place where classes, places in them and what is set for them change."""

from .assignments import Terms, adopt_version, change_assignment, give_extension, remove_extension, set_lesson
from .classes import change_class, create_class, expire_code, pause_code, renew_code, resume_code
from .invitations import (
    accept_invitation,
    bind_confirmed,
    follow_invitation,
    invite,
    open_account_by_invitation,
    withdraw_invitation,
)
from .places import (
    add_pupil,
    change_place,
    end_enrollment,
    end_joined_today,
    enroll,
    join,
    open_account_and_join,
    print_slip,
    restore_enrollment,
)

__all__ = [
    "Terms",
    "accept_invitation",
    "add_pupil",
    "adopt_version",
    "bind_confirmed",
    "change_assignment",
    "change_class",
    "change_place",
    "create_class",
    "end_enrollment",
    "end_joined_today",
    "enroll",
    "expire_code",
    "follow_invitation",
    "give_extension",
    "invite",
    "join",
    "open_account_and_join",
    "open_account_by_invitation",
    "pause_code",
    "print_slip",
    "remove_extension",
    "renew_code",
    "restore_enrollment",
    "resume_code",
    "set_lesson",
    "withdraw_invitation",
]
