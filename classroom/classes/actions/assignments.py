"""What is set for a class: a lesson version with dates and policies."""

from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment, SchoolClass
from classroom.http import Refused
from lessons.models import LessonVersion, Question

from .locking import A_PRESS, lock_class
from .standing import settle_assignment

TAKEN = {"gradebook"}  # a page of the class that stands where its assignments do


class Terms(TypedDict):
    """Dates and policies of an assignment; a policy that is left out keeps its default."""

    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    feedback_by: NotRequired[date | None]
    late_policy: NotRequired[str]
    attempts: NotRequired[int]
    model_answer: NotRequired[str]
    second_look_days: NotRequired[int]
    names_hidden: NotRequired[bool]
    turns_in_at_closing: NotRequired[bool]


@transaction.atomic
def set_lesson(
    school_class: SchoolClass, version: LessonVersion, *, by: User, at: datetime, **terms: Unpack[Terms]
) -> Assignment:
    """Set a published version for the class, at an address of its own. The same lesson may be set twice.

    The same terms by the same person within a minute are a second press, and give what the first one set.
    """
    _refuse_unusable(version)
    locked = lock_class(school_class.pk)
    just_set = Assignment.objects.filter(created_by=by, created_at__gt=at - A_PRESS, **terms)
    if first := just_set.filter(school_class=locked, lesson_version=version).first():
        return first
    made = Assignment.objects.create(
        school_class=locked,
        lesson_version=version,
        slug=_free_slug(school_class, version.lesson.slug),
        created_by=by,
        created_at=at,
        **terms,
    )
    settle_assignment(made)
    return made


@transaction.atomic
def change_assignment(assignment: Assignment, **terms: Unpack[Terms]) -> Assignment:
    """Other dates or policies. Nobody's text is touched; extensions that are no longer later than due simply rest.

    Standing extensions move with the due time.
    """
    lock_class(assignment.school_class_id)
    Assignment.objects.filter(pk=assignment.pk).update(**terms)
    assignment.refresh_from_db()
    settle_assignment(assignment)
    return assignment


@transaction.atomic
def adopt_version(assignment: Assignment, version: LessonVersion) -> int:
    """Move to a newer version: who has not begun gets it. Says how many drafts keep the wording they began with.

    Raises Refused for a version that no longer asks what somebody here has begun to answer: queue, gradebook and
    release go by the questions in force, and those answers would be in none of them.
    """
    _refuse_unusable(version)
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)  # a join would look for the version of before
    if version.lesson_id != locked.lesson_version.lesson_id or not _is_newer(version, locked.lesson_version):
        raise Refused(_("This class uses a version at least as new. Reload the page."))
    _refuse_to_drop(locked, version)
    locked.lesson_version = version
    locked.save(update_fields=["lesson_version"])
    return drafts_of(locked)


def _refuse_to_drop(assignment: Assignment, version: LessonVersion) -> None:
    begun = Question.objects.filter(version__in=assignment.submissions.values("lesson_version"))
    dropped = begun.exclude(key__in=version.questions.values("key")).order_by("position").first()
    if dropped:
        said = _(
            "Students have begun to answer “%(question)s”, which that version no longer asks. Set it as a new one."
        )
        raise Refused(said % {"question": dropped.short_title})


def drafts_of(assignment: Assignment) -> int:
    """How many students are writing now; one query."""
    return assignment.submissions.filter(state="draft").count()


def _is_newer(version: LessonVersion, than: LessonVersion) -> bool:
    return (version.number or 0) > (than.number or 0)


def _refuse_unusable(version: LessonVersion) -> None:
    if version.published_at is None:
        raise Refused(_("A draft can’t be set for a class. Publish it first."))
    if version.lesson.withdrawn_at is not None:
        raise Refused(_("This lesson was withdrawn and can’t be set for a class."))


def _free_slug(school_class: SchoolClass, slug: str) -> str:
    """The lesson's slug, then `-2` and so on; unique in the class, whose row is locked by the caller."""
    taken = TAKEN | set(Assignment.objects.filter(school_class=school_class).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
