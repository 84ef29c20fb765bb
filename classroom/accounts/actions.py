"""Verbs: tell somebody something, note who looked at whose work, open an account, let a pupil back in, give rights."""

import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from classroom.http import Refused

from .models import AccessLog, Message, PasswordSlip, User
from .site_rights import CONTENT_ADMINISTRATORS, TEACHERS

log = logging.getLogger(__name__)

SLIP_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
SLIP_DAYS = 3


class When(TypedDict, total=False):
    """From when on a message is to be sent, and until when it is of use; without them at once, and always."""

    send_after: datetime
    send_before: datetime


def tell(person: User, kind: str, *, about: str, context: dict[str, str], at: datetime, **when: Unpack[When]) -> None:
    """Enqueue one message in the caller's transaction; the same (kind, person, about) again changes nothing."""
    Message.objects.get_or_create(
        kind=kind,
        person=person,
        about=about,
        defaults={"context": context, "created_at": at, "send_after": at, **when},
    )


def tell_address(address: str, kind: str, *, about: str, context: dict[str, str], at: datetime) -> None:
    """Enqueue one message to an address, whether or not anybody here has it."""
    Message.objects.get_or_create(
        kind=kind,
        person=None,
        address=address,
        about=about,
        defaults={"context": context, "created_at": at, "send_after": at},
    )


def take_back_messages(kind: str, *, about: Iterable[str], at: datetime) -> int:
    """Cancel what has not been sent yet, and say how many that were."""
    return Message.objects.filter(kind=kind, about__in=list(about), sent_at=None, cancelled_at=None).update(
        cancelled_at=at
    )


def log_look(viewer: User, subjects: Iterable[User], *, what: str, at: datetime, request_id: str) -> None:
    """One row for each person whose work was looked at, in one query; one's own work is not logged."""
    AccessLog.objects.bulk_create(
        AccessLog(viewer=viewer, subject=subject, what=what, at=at, request_id=request_id)
        for subject in subjects
        if subject.pk != viewer.pk
    )


@transaction.atomic
def open_account(*, username: str, name: str, password: str | None) -> User:
    """A new person without any right. Without a password only a slip lets them in. Raises Refused for a taken name."""
    person = User(username=username, name=name)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as taken:
        raise Refused(_("Somebody has just taken this login name. Try another one.")) from taken
    log.info("account %s opened", person.pk)
    return person


def ask_to_confirm(person: User, address: str, *, request: HttpRequest) -> None:
    """Note the address and mail a link to it. It becomes the person's when the link is followed, not before.

    Whether anybody has the address already changes nothing here.
    """
    EmailAddress.objects.add_new_email(request, person, address)


def settle_address(person: User) -> None:
    """Give an address that an administrator entered its row in the library's table, as a confirmed one."""
    if person.email and not EmailAddress.objects.filter(email=person.email, verified=True).exists():
        EmailAddress.objects.filter(user=person, email=person.email).delete()
        EmailAddress.objects.filter(user=person, primary=True).update(primary=False)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


@transaction.atomic
def confirm_address(person: User, address: str) -> User:
    """Somebody who reads mail at the address has proved it. Raises Refused if it, or the person, has another by now."""
    if person.email and person.email != address:
        raise Refused(_("This was sent to %s. Make that your email first, or sign in as whoever has it.") % address)
    if User.objects.filter(email=address).exclude(pk=person.pk).exists():
        raise Refused(_("Somebody else has the email %s. Sign in with it.") % address)
    person.email = address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
            settle_address(person)
    except IntegrityError as taken:  # in this very moment
        raise Refused(_("Somebody else has the email %s. Sign in with it.") % address) from taken
    return person


@transaction.atomic
def make_slip(person: User, *, by: User, at: datetime, request_id: str = "") -> str:
    """A new one-time code for somebody, said once and kept only as a hash; an earlier one ends. Logged.

    Who may have one made is for the caller's rule; an account with rights beyond its classes is refused here too.
    """
    if person.is_staff or person.is_superuser or not person.is_active:
        raise Refused(_("A slip can’t be made for this account. Ask an administrator."))
    User.objects.select_for_update().get(pk=person.pk)
    PasswordSlip.objects.open().filter(person=person).update(cancelled_at=at)
    code = "".join(secrets.choice(SLIP_LETTERS) for _letter in range(8))
    expires = at + timedelta(days=SLIP_DAYS)
    PasswordSlip.objects.create(
        person=person, code_hash=make_password(code), made_by=by, made_at=at, expires_at=expires
    )
    log_look(by, [person], what="password slip made", at=at, request_id=request_id)
    log.info("password slip for user %s made by user %s", person.pk, by.pk)
    return f"{code[:4]}-{code[4:]}"


@transaction.atomic
def cancel_slips(person: User, *, at: datetime) -> int:
    """End whatever slip is open, and say how many that were."""
    return PasswordSlip.objects.open().filter(person=person).update(cancelled_at=at)


def find_slip(username: str, code: str, *, at: datetime) -> PasswordSlip | None:
    """The slip that this login name and code open. A wrong code counts as a try; every answer costs one hash."""
    person = User.objects.signing_in_as(username)
    slip = PasswordSlip.objects.usable(at).filter(person=person).first() if person else None
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    if slip is None:
        make_password(typed)
        return None
    if check_password(typed, slip.code_hash):
        return slip
    PasswordSlip.objects.filter(pk=slip.pk).update(tries=F("tries") + 1)
    return None


@transaction.atomic
def use_slip(slip: PasswordSlip, *, password: str, at: datetime) -> User:
    """Set the new password and use the slip up; sessions with the old one end. Raises Refused the second time."""
    PasswordSlip.objects.select_for_update().get(pk=slip.pk)  # "usable" asks two tables, too many for one UPDATE
    if not PasswordSlip.objects.usable(at).filter(pk=slip.pk).update(used_at=at):
        raise Refused(_("This slip has been used or has run out. Ask your teacher for a new one."))
    person = User.objects.get(pk=slip.person_id)
    person.set_password(password)
    person.save(update_fields=["password"])
    log_look(slip.made_by, [person], what="password slip used", at=at, request_id="")
    log.info("password slip %s used by user %s", slip.pk, person.pk)
    return person


def make_teacher(person: User) -> User:
    """Let somebody create classes, write lessons and use the admin for classes they teach."""
    return _in_group(person, TEACHERS)


def unmake_teacher(person: User) -> User:
    """Take that away; places in classes stay."""
    return _out_of_group(person, TEACHERS)


def make_content_administrator(person: User) -> User:
    """Let somebody look after all lessons."""
    return _in_group(person, CONTENT_ADMINISTRATORS)


def unmake_content_administrator(person: User) -> User:
    """Take that away."""
    return _out_of_group(person, CONTENT_ADMINISTRATORS)


@transaction.atomic
def make_superuser(person: User) -> User:
    """Give all rights over the site."""
    person.is_superuser = True
    person.save()
    return _keep_staff_in_step(person)


@transaction.atomic
def unmake_superuser(person: User) -> User:
    """Take all rights over the site away. Raises Refused for the last active administrator."""
    person.is_superuser = False
    person.save()
    return _keep_staff_in_step(person)


@transaction.atomic
def _in_group(person: User, name: str) -> User:
    person.groups.add(Group.objects.get_or_create(name=name)[0])
    return _keep_staff_in_step(person)


@transaction.atomic
def _out_of_group(person: User, name: str) -> User:
    person.groups.remove(*person.groups.filter(name=name))
    return _keep_staff_in_step(person)


def _keep_staff_in_step(person: User) -> User:
    """Staff are superusers and those in one of the site's groups."""
    in_group = person.groups.filter(name__in=[TEACHERS, CONTENT_ADMINISTRATORS]).exists()
    person.is_staff = person.is_superuser or in_group
    person.save(update_fields=["is_staff"])
    return person
