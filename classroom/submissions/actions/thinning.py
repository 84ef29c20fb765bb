"""The named job that thins histories: the only place where a saved text is ever removed (decision 12)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import models, transaction

from classroom.submissions.models import Answer, AnswerRevision, Submission
from classroom.submissions.thinning import REST, Parked, Saved, expendable

ANSWERS = 100  # looked at in one go
ROWS = 200  # removed in one transaction: a writer waits for less than a tenth of a second

Kind = AnswerRevision.Kind


def thin_histories(at: datetime) -> int:
    """Thin what was written before the day that ended a day ago; says how many answers were looked at, 0 when all were.

    Each answer is looked at once a day at most. Stopped halfway or run twice at once, the outcome is the same.
    """
    before = (at - REST).replace(hour=0, minute=0, second=0, microsecond=0)
    answers = Answer.objects.to_thin(before).order_by("pk").values_list("pk", "submission")
    looked_at = list(answers[:ANSWERS])
    for answer, submission in looked_at:
        _thin(answer, submission, before)
    Answer.objects.filter(pk__in=[answer for answer, _submission in looked_at]).update(thinned_to=before)
    return len(looked_at)


def _thin(answer: int, submission: int, before: datetime) -> None:
    """All that may go of one answer's history, in transactions of a bounded size."""
    rows = AnswerRevision.objects.filter(answer=answer).order_by("revision", "pk")
    told = rows.filter(kind=Kind.SAVED).values_list("pk", "revision", "words", "at")
    saved = [Saved(pk, number or 0, words, when) for pk, number, words, when in told]
    parked = [Parked(*row) for row in rows.filter(kind=Kind.PARKED).values_list("pk", "base")]
    known = [lost.pk for lost in parked]
    gone = expendable(saved, parked, before=before)
    for start in range(0, len(gone), ROWS):
        _remove(submission, gone[start : start + ROWS], rows.filter(kind=Kind.PARKED).exclude(pk__in=known))


@transaction.atomic
def _remove(submission: int, texts: list[int], lost_since: models.QuerySet[AnswerRevision]) -> None:
    """Remove these, unless something points at them; with the lock that every save takes, so none comes between."""
    Submission.objects.select_for_update().get(pk=submission)
    bases = lost_since.order_by().values("base")
    rows = AnswerRevision.objects.filter(pk__in=texts).exclude(revision__in=bases)
    rows.exclude(pk__in=set(_pointed_at(texts))).only("pk").delete()


def _pointed_at(texts: list[int]) -> Iterator[int]:
    """Which of them are turned in, judged, commented on, or anything else that a row of any table says of one."""
    for relation in AnswerRevision._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            name, pointing = relation.field.name, relation.field.model._base_manager
            yield from pointing.filter(**{f"{name}__in": texts}).values_list(name, flat=True)
