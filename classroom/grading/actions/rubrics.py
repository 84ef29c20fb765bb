"""Verb: put a new edition of a rubric in force, and count again what was judged by an earlier one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading import rubrics
from classroom.grading.carrying import NewEdition
from classroom.grading.judgement import Choice, Judgement, judged_as, written
from classroom.grading.models import Comment, CriterionMark, Grade, GradeEvent, RubricInForce
from classroom.grading.recounting import Line, Recount, recount, recount_beside
from classroom.http import Refused
from classroom.submissions.models import Submission
from lessons.document import criteria_of
from lessons.editions import new_edition
from lessons.models import Criterion, Question, Rubric

BESIDE: dict[str, Any] = {
    Grade.Purpose.SECOND: gettext_lazy("Second mark"),
    Grade.Purpose.REMARK: gettext_lazy("Read again"),
}


@dataclass(frozen=True)
class Act:
    """Who puts which edition in force, when, and why released grades are corrected, if they are."""

    rubric: Rubric
    criteria: dict[str, Criterion]
    by: User
    at: datetime
    correction: str

    @property
    def named(self) -> str:
        """Why a grade is another one now, as its history says it."""
        return _("Rubric edition %s") % self.rubric.edition

    @property
    def reason(self) -> str:
        """The same of a released one, with why it is corrected."""
        return f"{self.named}. {self.correction}"


@transaction.atomic
def put_in_force(  # noqa: PLR0913  what is put in force, on what it stands, and who does it
    assignment: Assignment,
    question: Question,
    new: NewEdition,
    *,
    base: int,
    by: User,
    at: datetime,
    correction: str = "",
) -> tuple[Rubric, int]:
    """Make the edition, judge by it from now on, and count again every grade that is not released.

    A mark beside one goes with it where it can. Released ones are counted again too where `correction` says why, also
    later, by the edition in force unchanged.
    `base` is the edition in force that it replaces; another one is Refused, named in `state`; the same again changes
    nothing. Gives the edition and how many grades it changed. The question is locked first, then the works in one
    order, as in every act on many works.
    """
    Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    current = rubrics.set_for(assignment.pk, question.pk)
    if criteria_of(current) == new.texts:
        return current, _catch_up(assignment, question, new, _act(current, by, at, correction))
    if current.edition != base:
        raise Refused(
            _("Another edition came into force since you opened this page."), state=_named(current, assignment)
        )
    rubric = new_edition(question, new.texts, at=at)
    RubricInForce.objects.create(assignment=assignment, question=question, rubric=rubric, set_by=by, set_at=at)
    _lock(assignment)
    act = _act(rubric, by, at, correction)
    return rubric, _count_again(recount(assignment, question, new), new, act)


def _catch_up(assignment: Assignment, question: Question, new: NewEdition, act: Act) -> int:
    _lock(assignment)
    return _count_again(recount(assignment, question, new, in_force=act.rubric), new, act)


def _act(rubric: Rubric, by: User, at: datetime, correction: str) -> Act:
    return Act(rubric, {each.key: each for each in _with_levels(rubric)}, by, at, correction)


def _named(current: Rubric, assignment: Assignment) -> dict[str, Any]:
    row = RubricInForce.objects.select_related("set_by").filter(assignment=assignment, rubric=current).first()
    return {"edition": current.edition, "by": row.set_by.get_short_name() if row else _("The lesson")}


def _lock(assignment: Assignment) -> None:
    """Hold all works that are turned in: who saves a grade meanwhile has done so before, or waits and is refused.

    Drafts are let go: nobody who writes is held up.
    """
    works = Submission.objects.filter(assignment=assignment).exclude(state=Submission.State.DRAFT)
    list(works.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _with_levels(rubric: Rubric) -> Any:
    return Criterion.objects.filter(rubric=rubric).prefetch_related("levels").order_by("position")


def _count_again(counted: Recount, new: NewEdition, act: Act) -> int:
    """The grades and the marks beside them; gives how many grades."""
    counting = [line for line in counted.lines if act.correction or not line.released]
    whole = Comment.objects.standing().on_the_whole().filter(answer__in=[line.grade.answer_id for line in counting])
    said = dict(whole.values_list("answer", "body"))
    moves = [_move(line, said.get(line.grade.answer_id, ""), act) for line in counting]
    beside = recount_beside(counting, new)
    moves += [_move(line, "", act) for line in beside]
    lines = counting + beside
    CriterionMark.objects.filter(grade__in=[line.grade.pk for line in lines]).delete()
    CriterionMark.objects.bulk_create(mark for _event, marks in moves for mark in marks)
    GradeEvent.objects.bulk_create(event for event, _marks in moves)
    return len(counting)


def _move(line: Line, comment: str, act: Act) -> tuple[GradeEvent, list[CriterionMark]]:
    """One grade under the new edition, by a conditional UPDATE; what its history says of it, and its marks."""
    grade, before = line.grade, list(line.grade.marks.all())
    old = written(judged_as(grade, before, comment), grade.points, [(mark.criterion.key, mark) for mark in before])
    said = _judgement(line, comment, act)
    state = Grade.State.DONE if said.done else Grade.State.DRAFT
    values = {"rubric": act.rubric, "points": line.after.points, "state": state, "saved_at": act.at}
    kept = Grade.objects.filter(pk=grade.pk, revision=grade.revision)
    if not kept.update(revision=grade.revision + 1, **values):
        raise Refused(_("A grade was saved at the same moment. Nothing was changed: try again."))
    marks = {key: said.mark(each.pk) for key, each in act.criteria.items() if each.pk in said.marked}
    for mark in marks.values():
        mark.grade = grade
    new = written(said, line.after.points, marks.items())
    reason = f"{BESIDE[grade.purpose]}: {act.named}" if not grade.counts else act.reason if line.released else act.named
    event = GradeEvent(answer=grade.answer, grade=grade, at=act.at, by=act.by, old=old, new=new, reason=reason)
    return event, list(marks.values())


def _judgement(line: Line, comment: str, act: Act) -> Judgement:
    after, grade = line.after, line.grade
    levels: dict[int, Choice] = {}
    for key, choice in after.choices.items():
        criterion = act.criteria[key]
        levels[criterion.pk] = criterion.levels.all()[choice - 1] if isinstance(choice, int) else choice
    notes = {act.criteria[key].pk: words for key, words in after.notes.items()}
    return Judgement(act.rubric, levels, grade.adjustment, grade.adjustment_reason, comment, after.done, notes)
