"""A place kept for an e-mail address. Whoever proves to read mail there takes it; nobody learns who that is before."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.accounts import actions as accounts
from classroom.accounts.models import User
from classroom.classes.models import Enrollment, Invitation, SchoolClass
from classroom.http import Refused

from .places import enroll

SALT = "classes.invitation"


def token_for(invitation: Invitation) -> str:
    """What the mailed link carries; only who reads mail at the address has it."""
    return signing.dumps(invitation.pk, salt=SALT)


@transaction.atomic
def invite(
    school_class: SchoolClass, *, email: str, role: str, by: User, at: datetime, school_number: str = ""
) -> Invitation:
    """Keep a place and mail the address a link to it: the same for all, whether or not they have an account.

    An open invitation is told again, with the part and number that are said now.
    """
    invitation, made = Invitation.objects.get_or_create(
        school_class=school_class,
        email=email.lower(),
        bound_at=None,
        withdrawn_at=None,
        defaults={"role": role, "school_number": school_number, "invited_by": by, "invited_at": at},
    )
    if not made and (invitation.role, invitation.school_number) != (role, school_number):
        invitation.role, invitation.school_number = role, school_number
        invitation.save(update_fields=["role", "school_number"])
    context = {
        "class_name": school_class.name,
        "teacher": by.get_short_name(),
        "path": reverse("classes:invitation", args=[token_for(invitation)]),
    }
    about = f"invitation {invitation.pk}, {at:%Y-%m-%d}"
    accounts.tell_address(invitation.email, "invitation", about=about, context=context, at=at)
    return invitation


def withdraw_invitation(invitation: Invitation, *, at: datetime) -> None:
    """The link opens nothing any more; a second time changes nothing."""
    Invitation.objects.filter(pk=invitation.pk, bound_at=None, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def follow_invitation(invitation: Invitation, person: User, *, at: datetime) -> Enrollment:
    """The mailed link was followed: that confirms the address, and the place is taken.

    Raises Refused where the address is or must stay another's, and once the place was taken or withdrawn.
    """
    accounts.confirm_address(person, invitation.email)
    return accept_invitation(invitation, person, at=at)


@transaction.atomic
def open_account_by_invitation(
    invitation: Invitation, *, username: str, name: str, password: str, at: datetime
) -> Enrollment:
    """A new account with the confirmed address and the place that was kept, or neither."""
    person = accounts.open_account(username=username, name=name, password=password)
    return follow_invitation(invitation, person, at=at)


@transaction.atomic
def accept_invitation(invitation: Invitation, person: User, *, at: datetime) -> Enrollment:
    """Take the place kept for the person's confirmed address. Raises Refused once it was taken or withdrawn."""
    taken = Invitation.objects.filter(pk=invitation.pk, bound_at=None, withdrawn_at=None).update(bound_at=at)
    if not taken:
        raise Refused(_("This invitation was used or withdrawn. Ask the teacher for a new one."))
    return enroll(
        invitation.school_class,
        person,
        role=invitation.role,
        via=Enrollment.Via.INVITATION,
        at=at,
        school_number=invitation.school_number,
    )


@transaction.atomic
def bind_confirmed(person: User, address: str, *, at: datetime) -> int:
    """Somebody confirmed an address: the places kept for it are theirs. Says how many; ended places stay ended."""
    waiting = Invitation.objects.select_for_update(of=("self",)).select_related("school_class")
    bound = 0
    for invitation in waiting.filter(email=address.lower(), bound_at=None, withdrawn_at=None):
        ended = Enrollment.objects.filter(school_class=invitation.school_class, person=person, ended_at__isnull=False)
        if not ended.exists():
            accept_invitation(invitation, person, at=at)
            bound += 1
    return bound
