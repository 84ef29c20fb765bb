"""The comments of the attempt before, as its student read them, with what the student has made of each since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from classroom.submissions.models import Answer, Submission

from . import anchors
from .blind import is_blind
from .freezing import Frozen
from .models import Comment, Grade, RegradeRequest, ReleaseItem
from .reading import Note, numbered
from .whole import judged_as

WHOLE = 0  # in place of a number


@dataclass(frozen=True)
class Remark:
    """One comment: the words it was on, where they stand now, and the row that keeps what became of it."""

    note: Note
    place: anchors.Span | None
    row: Comment | None

    @property
    def state(self) -> str:
        """Open, addressed or declined."""
        return self.row.state if self.row else Comment.State.OPEN

    @property
    def reply(self) -> str:
        """Why the student leaves it as it is."""
        return self.row.reply if self.row else ""

    @property
    def is_open(self) -> bool:
        """Whether the student has said nothing about it yet."""
        return self.state == Comment.State.OPEN


@dataclass(frozen=True)
class Before:
    """What was said of one answer when its attempt came back; `revision` names the text that was judged."""

    part: Frozen
    teacher: str
    remarks: list[Remark]
    whole: Remark | None  # the comment on the whole answer

    @property
    def revision(self) -> int:
        revision: int = self.part["revision"]
        return revision

    @property
    def open(self) -> int:
        """How many comments the student has said nothing about."""
        return sum(remark.is_open for remark in self.all)

    @property
    def all(self) -> list[Remark]:
        """Those on words, and the one on the whole answer."""
        return [*self.remarks, *([self.whole] if self.whole else [])]

    def remark(self, number: int) -> Remark | None:
        """The one with that number; `WHOLE` is the one on the whole answer."""
        return next((remark for remark in self.all if remark.note.number == number), None)


def before(answer: Answer, text: str, at: datetime) -> Before | None:
    """What the student may know, at that moment, of the answer that this one was begun from; None for nothing.

    `text` is what the comments are looked for in. Two queries.
    """
    earlier = answer.submission.carried_from_id
    item = ReleaseItem.objects.newest(at).filter(submission=earlier).first() if earlier else None
    part = next((part for part in item.frozen["answers"] if part["key"] == answer.question_key), None) if item else None
    if item is None or part is None:
        return None
    on_words = Q(pk__in=[_row(each) for each in part["comments"]])
    on_whole = Q(start=None, answer__submission=earlier, answer__question_key=answer.question_key)
    rows = {comment.pk: comment for comment in Comment.objects.filter(on_words | on_whole).order_by("pk")}
    remarks = [_remark(note, text, rows) for note in numbered(part["comments"])]
    return Before(part, item.frozen["teacher"], remarks, _on_the_whole(part["comment"], rows.values()))


def _on_the_whole(body: str, rows: Iterable[Comment]) -> Remark | None:
    """The one as it was released, with the newest row of it."""
    if not body:
        return None
    note = Note(WHOLE, Comment.Kind.NEXT_STEP, body, 0, 0, "", source=None)
    return Remark(note, None, next((row for row in reversed(list(rows)) if not row.is_anchored), None))


def _remark(note: Note, text: str, rows: dict[int, Comment]) -> Remark:
    said = note.source
    old = anchors.Anchor(note.start, note.end, note.quote, said["before"], said["after"])
    return Remark(note, anchors.find_again(text, old), rows.get(_row(said) or 0))


def _row(comment: Any) -> int | None:
    row: int | None = comment.get("row")
    return row


@dataclass(frozen=True)
class EarlierGrade:
    """What the desk says of the attempt before; no points where nothing was written in it."""

    attempt: int
    points: Any


def earlier_grade(answer: Answer) -> EarlierGrade | None:
    """What the answer was worth in the attempt before this one; None for a first attempt. One query then, else none.

    None too while a second look hides that.
    """
    work: Submission = answer.submission
    if work.carried_from_id is None:
        return None
    judged = Grade.objects.counting().filter(answer__in=_judged_before(answer), state=Grade.State.DONE)
    points, blind = judged.annotate(blind=is_blind("answer")).values_list("points", "blind").first() or (None, False)
    return None if blind else EarlierGrade(work.attempt - 1, points)


def is_hidden(answer: Answer) -> bool:
    """Whether a second look hides from the staff what was said of it in the attempt before. One query."""
    return RegradeRequest.objects.unread().filter(answer__in=_judged_before(answer)).exists()


def _judged_before(answer: Answer) -> Any:
    earlier = {"submission": answer.submission.carried_from_id, "question_key": answer.question_key}
    return judged_as(Answer.objects.filter(**earlier))
