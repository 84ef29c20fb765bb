"""What lies on the grading desk: one answer with its judged text, its grade so far and the rubric to judge it by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from classroom.submissions.models import Answer, TurnInRevision
from lessons.models import Level, Rubric

from .blind import is_blind, readable
from .models import Comment, CriterionMark, Grade, RegradeRequest, RubricInForce, StaffNote
from .points import shown
from .roster import grouped


@dataclass(frozen=True)
class CriterionToMark:
    """One criterion with its levels; `chosen` is the position of a level, "0" for "Not shown", "" for neither.

    `free` are the points given without a level, `said` the words under it, `edition` that of the whole rubric.
    """

    pk: int
    key: str
    name: str
    levels: list[Level]
    chosen: str
    free: str = ""
    said: str = ""
    edition: int = 1

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"level-{self.key}"

    @property
    def points_field(self) -> str:
        """The name of the field for points without a level."""
        return f"points-{self.key}"

    @property
    def words_field(self) -> str:
        """The name of the field for the words under it."""
        return f"comment-{self.key}"

    @property
    def highest(self) -> str:
        """The most points that it can earn."""
        return shown(max(level.points for level in self.levels))

    @property
    def choices(self) -> list[dict[str, str]]:
        """Its levels as the page offers them."""
        return [
            {
                "value": str(level.position),
                "points": shown(level.points),
                "name": level.name,
                "description": level.description,
            }
            for level in self.levels
        ]

    def level(self, value: str) -> Level | None:
        """The level of that position; None for "Not shown"."""
        return next((level for level in self.levels if str(level.position) == value), None)


def for_judging(answers: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `group`, `judged_text`, `judged_revision`, `rubric_pk`, and the grade that counts as `judgement`.

    What is judged was handed in; an answer's own text is left in the database, for it may be a draft's (decision 14).
    `blind` says that a second look hides the mark and all that was said with it, `looked_twice` that there is one,
    `noted` that there are notes for staff.
    """
    handed_in = TurnInRevision.objects.filter(turn_in=OuterRef("submission__turn_in"), revision__answer=OuterRef("pk"))
    chosen = RubricInForce.objects.filter(assignment=OuterRef("assignment"), question=OuterRef("question"))
    first = Rubric.objects.filter(question=OuterRef("question"), edition=1)
    with_grade = answers.annotate(judgement=FilteredRelation("grades", condition=Q(grades__counts=True)))
    judged: QuerySet[Any] = (
        with_grade.annotate(
            group=grouped(),
            judged_text=Subquery(handed_in.values("revision__text")[:1]),
            judged_revision=Subquery(handed_in.values("revision__revision")[:1]),
            rubric_pk=Coalesce(
                F("judgement__rubric"),
                Subquery(chosen.values("rubric")[:1]),
                Subquery(first.values("pk")[:1]),
                output_field=BigIntegerField(),
            ),
            blind=is_blind(),
            noted=Exists(StaffNote.objects.filter(answer=OuterRef("pk"), deleted_at=None)),
            looked_twice=Exists(RegradeRequest.objects.standing().filter(answer=OuterRef("pk"))),
        )
        .select_related("submission__student", "submission__turn_in", "question", "judgement__grader")
        .defer("text")
    )
    return judged


def grade_of(answer: Answer) -> Grade | None:
    """The grade that counts, of an answer fetched `for_judging`; none while a second look hides it."""
    found: Grade | None = getattr(answer, "judgement", None)
    return None if answer.blind else found  # type: ignore[attr-defined]  # annotated


def rubric_of(answer: Answer) -> list[CriterionToMark]:
    """The rubric the answer is judged by, with what was chosen so far, where it may be read; one query."""
    return _criteria(answer, Q(criterion__rubric=answer.rubric_pk))  # type: ignore[attr-defined]  # annotated


def edition_of(answer: Answer, edition: int) -> list[CriterionToMark]:
    """Another edition of it, as a page that was opened earlier still shows; empty when there is none. One query."""
    return _criteria(answer, Q(criterion__rubric__question=answer.question_id, criterion__rubric__edition=edition))


def _criteria(answer: Answer, of_rubric: Q) -> list[CriterionToMark]:
    chosen = CriterionMark.objects.filter(grade__answer=answer, grade__counts=True, criterion=OuterRef("criterion"))
    marks = readable(chosen, "grade__answer")
    levels = (
        Level.objects.filter(of_rubric)
        .select_related("criterion__rubric")
        .annotate(
            mark=Subquery(marks.values("level__position")[:1]),
            mark_points=Subquery(marks.values("points")[:1]),
            mark_says=Subquery(marks.values("comment")[:1]),
        )
        .order_by("criterion__position", "position")
    )
    found: dict[int, list[Any]] = {}
    for level in levels:
        found.setdefault(level.criterion_id, []).append(level)
    return [_criterion(pk, levels_of_one) for pk, levels_of_one in found.items()]


def _criterion(pk: int, levels: list[Any]) -> CriterionToMark:
    first, criterion = levels[0], levels[0].criterion
    free = shown(first.mark_points) if first.mark_points and not first.mark else ""
    chosen = "" if first.mark_points is None or free else str(first.mark or 0)
    edition = criterion.rubric.edition
    return CriterionToMark(pk, criterion.key, criterion.name, levels, chosen, free, first.mark_says or "", edition)


def marked_as(criteria: list[CriterionToMark], marks: Mapping[int, CriterionMark]) -> list[CriterionToMark]:
    """The same criteria as these marks (with levels) chose and said, by criterion."""
    return [_marked_as(each, marks[each.pk]) if each.pk in marks else each for each in criteria]


def _marked_as(criterion: CriterionToMark, mark: CriterionMark) -> CriterionToMark:
    choice = mark.choice
    free = shown(choice) if isinstance(choice, Decimal) else ""
    level = str(choice.position) if isinstance(choice, Level) else "0"
    return replace(criterion, chosen="" if mark.points is None or free else level, free=free, said=mark.comment)


def comments_on(answer: Answer) -> tuple[str, list[Comment]]:
    """The comment on the whole answer, and those on its words, each with its `ordinal`; one query.

    None while a second look hides them.
    """
    standing = [comment for comment in _every_comment(answer) if comment.deleted_at is None]
    whole = next((comment.body for comment in standing if not comment.is_anchored), "")
    return whole, [comment for comment in standing if comment.is_anchored]


def comment_on(answer: Answer, ordinal: int, *, deleted: bool) -> Comment | None:
    """The comment on words with that ordinal, if wanted one that was deleted too; one query."""
    found = next((comment for comment in _every_comment(answer) if comment.ordinal == ordinal), None)
    return found if found and found.is_anchored and (deleted or found.deleted_at is None) else None


def _every_comment(answer: Answer) -> list[Any]:
    """All comments ever made on this answer, counted by `ordinal`: it stays the same and names nobody in an address."""
    every = list(readable(Comment.objects.filter(answer=answer)).select_related("author").order_by("pk"))
    for ordinal, comment in enumerate(every, 1):
        comment.ordinal = ordinal  # type: ignore[attr-defined]  # read by the templates
    return every
