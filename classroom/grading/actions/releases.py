"""Verbs: let students see, and take back what nobody has seen. The only place where released items come about."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from classroom.accounts.actions import take_back_messages, tell
from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading import readiness
from classroom.grading.audience import Audience
from classroom.grading.freezing import Frozen, freeze, same
from classroom.grading.models import Release, ReleaseItem
from classroom.http import BadValue, Refused
from classroom.submissions.actions import mark_not_returned, mark_returned
from classroom.submissions.models import Submission

KIND = "released"


@transaction.atomic
def release_as_agreed(  # noqa: PLR0913  what a release consists of, each by its name
    assignment: Assignment,
    audience: Audience,
    *,
    agreed: str,
    by: User,
    at: datetime,
    visible_from: datetime,
    reason: str = "",
) -> Release:
    """Release what is ready of these students, if that still is what somebody agreed to (`Readiness.seen`).

    It is looked at while the works are held, so no grade changes and nobody comes along in between. Without a reason
    corrections stay for later. Raises what `release` raises, and Refused when it is something else by now.
    """
    works = list(readiness.ready(assignment, audience, corrected=bool(reason)))
    _lock(Submission.objects.filter(pk__in=[work.pk for work in works]))
    if readiness.readiness(assignment, audience).seen != agreed:
        raise Refused(_("Something was graded, changed or released since this page was opened. Nothing was released."))
    return release(assignment, works, by=by, at=at, visible_from=visible_from, reason=reason)


@transaction.atomic
def release(
    assignment: Assignment,
    submissions: Iterable[Submission],
    *,
    by: User,
    at: datetime,
    visible_from: datetime,
    reason: str = "",
) -> Release:
    """Freeze what was judged of these works and let their students see it from `visible_from` on.

    What was released before with the same content is left alone, so a second press changes nothing and gives the
    release in force. Raises Refused when a work is not wholly judged or there is nothing to release, BadValue for a
    correction without a reason and for a moment that has passed.
    """
    if visible_from < at:
        raise BadValue("visible_at", _("This time has passed. Choose a later one."))
    works = _held(assignment, submissions)
    frozen = freeze(works, by=by)
    before = _standing(works)
    fresh = [work for work in works if not _is_known(work, before, frozen)]
    if not fresh:
        return _in_force(before)
    if not reason and any(work.pk in before for work in fresh):
        raise BadValue("reason", _("Some of this was released already. Say why you correct it."))
    made = Release.objects.create(assignment=assignment, by=by, at=at, visible_from=visible_from, reason=reason)
    shown = ReleaseItem.objects.in_force(at).filter(submission__in=before)
    known = set(shown.values_list("submission", flat=True)) if before else set()
    _replace_unseen([before[work.pk] for work in fresh if work.pk in before], at=at)
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=made, submission=work, frozen=frozen[work.pk], changes=work.changes) for work in fresh
    )
    for item in made.items.select_related("submission__student").order_by("pk"):
        _return(item.submission)
        tell_student(item, made, corrected=item.submission_id in known, at=at)
    return made


@transaction.atomic
def undo(release: Release, *, by: User, at: datetime) -> list[User]:
    """Take back what nobody has seen, and name who keeps it: they have opened it, or begun the next attempt.

    Before its hour that cancels all of it, the messages too. A second time changes nothing.
    """
    _lock(Submission.objects.filter(release_items__release=release))
    act = Release.objects.select_for_update().get(pk=release.pk)
    items = list(_items(act).select_for_update(of=("self",)).select_related("submission__student"))
    unseen = [item.pk for item in items if not item.kept]
    ReleaseItem.objects.filter(pk__in=unseen, first_seen_at=None).update(undone_at=at)
    taken = list(_items(act, undone_at=at).filter(pk__in=unseen).select_related("submission"))
    take_back_messages(KIND, about=[_about(item) for item in taken], at=at)
    for item in taken:
        _return_as_before(item.submission, by=by, at=at)
    if taken and act.undone_at is None:
        Release.objects.filter(pk=act.pk).update(undone_at=at, undone_by=by)
    gone = {item.pk for item in taken}
    return [item.submission.student for item in items if item.pk not in gone]


def mark_seen(item: ReleaseItem, *, at: datetime) -> bool:
    """Keep when the student first opened it; whether it is still there to be read."""
    if item.first_seen_at is not None:
        return True
    unseen = ReleaseItem.objects.standing().filter(pk=item.pk)
    return bool(unseen.filter(first_seen_at=None).update(first_seen_at=at)) or unseen.exists()


def keepers(release: Release) -> QuerySet[Any]:
    """The items that an undo would leave, for somebody has seen them or gone on from them."""
    return _items(release).filter(kept=True).select_related("submission__student")


def _items(release: Release, *, undone_at: datetime | None = None) -> QuerySet[Any]:
    """Items of the release by name of student, each with `kept`."""
    later = Submission.objects.filter(carried_from=OuterRef("submission"))
    items = ReleaseItem.objects.filter(release=release, undone_at=undone_at)
    kept = Q(first_seen_at__isnull=False) | Exists(later)
    return items.annotate(kept=kept).order_by("submission__student__name", "pk")


def _held(assignment: Assignment, submissions: Iterable[Submission]) -> list[Any]:
    """The works, locked and read anew, with the number of changes read before anything is copied."""
    wanted = [work.pk for work in submissions]
    _lock(Submission.objects.filter(pk__in=wanted))
    works = list(readiness.works(assignment).filter(pk__in=wanted).order_by("pk"))
    if not works:
        raise Refused(_("Nothing is ready to be released."))
    if any(work.is_draft or work.ungraded for work in works):
        raise Refused(_("Only work whose answers are all graded can be released. Grade the rest first."))
    return works


def _lock(works: QuerySet[Submission]) -> None:
    """Hold these works until the transaction ends: always first, in one order, so that no two acts wait in a ring."""
    list(works.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _standing(works: list[Any]) -> dict[int, ReleaseItem]:
    """The newest item of each work that was not undone."""
    items = ReleaseItem.objects.standing().filter(submission__in=works).select_related("release").order_by("pk")
    return {item.submission_id: item for item in items}


def _is_known(work: Any, before: dict[int, ReleaseItem], frozen: dict[int, Frozen]) -> bool:
    """Whether the student's item says just this already; changed and changed back counts as never changed."""
    item = before.get(work.pk)
    if item is None or not same(item.frozen, frozen[work.pk]):
        return False
    if item.changes != work.changes:
        ReleaseItem.objects.filter(pk=item.pk).update(changes=work.changes)
    return True


def _in_force(before: dict[int, ReleaseItem]) -> Release:
    return max((item.release for item in before.values()), key=lambda made: (made.at, made.pk))


def _replace_unseen(items: list[ReleaseItem], *, at: datetime) -> None:
    """A correction made before anybody could look takes the place of what it corrects."""
    early = [item for item in items if item.release.visible_from > at]
    ReleaseItem.objects.filter(pk__in=[item.pk for item in early]).update(undone_at=at)
    take_back_messages(KIND, about=[_about(item) for item in items], at=at)


def _return(submission: Submission) -> None:
    """Returned, from the first moment at which something of it is visible."""
    standing = ReleaseItem.objects.standing().filter(submission=submission)
    mark_returned(submission, visible_from=standing.aggregate(first=Min("release__visible_from"))["first"])


def _return_as_before(submission: Submission, *, by: User, at: datetime) -> None:
    """Turned in again, unless an earlier item still stands."""
    if ReleaseItem.objects.standing().filter(submission=submission).exists():
        _return(submission)
    else:
        mark_not_returned(submission, by=by, at=at)


def _about(item: ReleaseItem) -> str:
    return f"release-item {item.pk}"


def tell_student(item: ReleaseItem, made: Release, *, corrected: bool, at: datetime) -> None:
    """Enqueue that feedback is out; neither what it says nor how many points. An undo takes it back.

    Who can't sign in any more is told nothing.
    """
    if not item.submission.student.is_active:
        return
    assignment = made.assignment
    context = {
        "lesson": assignment.lesson_version.title,
        "school_class": assignment.school_class.name,
        "teacher": made.by.get_short_name(),
        "corrected": "corrected" if corrected else "",
    }
    tell(item.submission.student, KIND, about=_about(item), context=context, at=at, send_after=made.visible_from)
