"""Verbs: the only place where classes, places in them and what is set for them change."""

from .asking import ask_for_time, decline_request, give_asked_time, refuse_asking, withdraw_request
from .assignments import Terms, adopt_version, change_assignment, set_lesson
from .classes import change_class, create_class, expire_code, pause_code, renew_code, resume_code
from .extensions import explain_extension, give_extension, remove_extension
from .groups import change_members, make_group, remove_group, rename_group
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
from .standing import end_standing, give_standing, settle_classes

__all__ = [
    "Terms",
    "accept_invitation",
    "add_pupil",
    "adopt_version",
    "ask_for_time",
    "bind_confirmed",
    "change_assignment",
    "change_class",
    "change_members",
    "change_place",
    "create_class",
    "decline_request",
    "end_enrollment",
    "end_joined_today",
    "end_standing",
    "enroll",
    "expire_code",
    "explain_extension",
    "follow_invitation",
    "give_asked_time",
    "give_extension",
    "give_standing",
    "invite",
    "join",
    "make_group",
    "open_account_and_join",
    "open_account_by_invitation",
    "pause_code",
    "print_slip",
    "refuse_asking",
    "remove_extension",
    "remove_group",
    "rename_group",
    "renew_code",
    "restore_enrollment",
    "resume_code",
    "set_lesson",
    "settle_classes",
    "withdraw_invitation",
    "withdraw_request",
]
