"""What is set for a class: a lesson version with dates and policies, and one student's later date."""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classroom.accounts import actions as accounts
from classroom.accounts.models import User
from classroom.classes.models import Assignment, Extension, SchoolClass
from classroom.http import Refused
from lessons.models import LessonVersion


class Terms(TypedDict):
    """Dates and policies of an assignment; a policy that is left out keeps its default."""

    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    late_policy: NotRequired[str]
    attempts: NotRequired[int]
    model_answer: NotRequired[str]
    names_hidden: NotRequired[bool]
    turns_in_at_closing: NotRequired[bool]


@transaction.atomic
def set_lesson(
    school_class: SchoolClass, version: LessonVersion, *, by: User, at: datetime, **terms: Unpack[Terms]
) -> Assignment:
    """Set a published version for the class, at an address of its own. The same lesson may be set twice."""
    _refuse_unusable(version)
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    return Assignment.objects.create(
        school_class=school_class,
        lesson_version=version,
        slug=_free_slug(school_class, version.lesson.slug),
        created_by=by,
        created_at=at,
        **terms,
    )


@transaction.atomic
def change_assignment(assignment: Assignment, **terms: Unpack[Terms]) -> Assignment:
    """Other dates or policies. Nobody's text is touched; extensions that are no longer later than due simply rest."""
    Assignment.objects.filter(pk=assignment.pk).update(**terms)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def adopt_version(assignment: Assignment, version: LessonVersion) -> int:
    """Move to a newer version: who has not begun gets it. Says how many drafts keep the wording they began with."""
    _refuse_unusable(version)
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)  # a join would look for the version of before
    if version.lesson_id != locked.lesson_version.lesson_id or not _is_newer(version, locked.lesson_version):
        raise Refused(_("This class uses a version at least as new. Reload the page."))
    locked.lesson_version = version
    locked.save(update_fields=["lesson_version"])
    return drafts_of(locked)


def drafts_of(assignment: Assignment) -> int:
    """How many students are writing now; one query."""
    return assignment.submissions.filter(state="draft").count()


@transaction.atomic
def give_extension(
    assignment: Assignment, student: User, *, due_at: datetime, by: User, at: datetime, reason: str = ""
) -> Extension:
    """Give one student a later due time, or change it, and tell them. Raises Refused for a time that is not later."""
    if due_at <= assignment.due_at:
        raise Refused(_("An extension ends after the class’s due time."))
    extension, _made = Extension.objects.update_or_create(
        assignment=assignment,
        student=student,
        defaults={"due_at": due_at, "reason": reason, "given_by": by, "given_at": at},
    )
    about = f"extension {extension.pk} until {due_at:%Y-%m-%dT%H:%M}Z"
    accounts.tell(student, "extension", about=about, context=_said(assignment, due_at), at=at)
    return extension


@transaction.atomic
def remove_extension(extension: Extension, *, at: datetime) -> None:
    """The class's own due time holds again for this student, who is told. A second time changes nothing."""
    gone, _by_table = Extension.objects.filter(pk=extension.pk).delete()
    if gone:
        context = _said(extension.assignment, extension.assignment.due_at)
        accounts.tell(
            extension.student, "extension_ended", about=f"extension {extension.pk} ended", context=context, at=at
        )


def _said(assignment: Assignment, due_at: datetime) -> dict[str, str]:
    """What a message about somebody's due time needs, in the time of the class."""
    school_class = assignment.school_class
    return {
        "lesson": assignment.lesson_version.title,
        "class_name": school_class.name,
        "due": date_format(timezone.localtime(due_at, school_class.zone), "l j F Y, H:i"),
        "zone": school_class.time_zone,
        "path": reverse("submissions:lesson", args=[school_class.public_id, assignment.slug]),
    }


def _is_newer(version: LessonVersion, than: LessonVersion) -> bool:
    return (version.number or 0) > (than.number or 0)


def _refuse_unusable(version: LessonVersion) -> None:
    if version.published_at is None:
        raise Refused(_("A draft can’t be set for a class. Publish it first."))
    if version.lesson.withdrawn_at is not None:
        raise Refused(_("This lesson was withdrawn and can’t be set for a class."))


def _free_slug(school_class: SchoolClass, slug: str) -> str:
    """The lesson's slug, then `-2` and so on; unique in the class, whose row is locked by the caller."""
    taken = set(Assignment.objects.filter(school_class=school_class).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
