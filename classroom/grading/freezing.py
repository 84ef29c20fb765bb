"""What a release freezes: one student's work as it was judged, in plain values that no later change can reach."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q

from classroom.accounts.models import User
from classroom.submissions.models import Answer, Submission, TurnInRevision

from .models import Comment, CriterionMark, Grade, Letter

Frozen = dict[str, Any]
CENT = Decimal("0.01")


def freeze(submissions: Iterable[Submission], *, by: User) -> dict[int, Frozen]:
    """The frozen copy of each turned-in work by its id, in seven queries for any number.

    Points are exact decimals written as strings; an answer without words is 0 without a grade. The text itself stays in
    the turned-in revision that the copy names, which is never thinned.
    """
    works = list(submissions)
    parts: dict[int, list[Frozen]] = defaultdict(list)
    for answer, part in _parts(works):
        parts[answer.submission_id].append(part)
    letters = dict(Letter.objects.filter(submission__in=works).values_list("submission", "body"))
    return {work.pk: _whole(parts[work.pk], letters.get(work.pk, ""), by) for work in works}


def same(one: Frozen, other: Frozen) -> bool:
    """Whether two copies say the same to the student, whoever released them."""
    return _read(one) == _read(other)


def _read(copy: Frozen) -> Frozen:
    """The copy as its student reads it: which row a comment came from is said nowhere."""
    parts = [part | {"comments": [comment | {"row": None} for comment in part["comments"]]} for part in copy["answers"]]
    return {**copy, "teacher": "", "answers": parts}


def _whole(parts: list[Frozen], letter: str, by: User) -> Frozen:
    return {
        "teacher": by.get_short_name(),
        "letter": letter,
        "total": _written(sum((Decimal(part["points"]) for part in parts), Decimal(0))),
        "of": _written(sum((Decimal(part["of"]) for part in parts), Decimal(0))),
        "answers": parts,
    }


def _parts(works: list[Submission]) -> Iterable[tuple[Answer, Frozen]]:
    """Each answer of the works with its frozen part, in the order of the questions.

    What a work only carries on is judged as the earlier answer was.
    """
    in_order = Answer.objects.in_order().select_related("submission__turn_in")
    answers = list(in_order.filter(submission__in=works).defer("text"))
    judged_as = {answer.pk: answer.carried_from_id or answer.pk for answer in answers}
    grades = {grade.answer_id: grade for grade in Grade.objects.counting().filter(answer__in=judged_as.values())}
    marks = _marks(judged_as.values())
    anchored, whole = _comments(judged_as.values())
    handed_in = TurnInRevision.objects.filter(turn_in__in_force_for__in=works)
    revisions = dict(handed_in.values_list("revision__answer", "revision"))
    for answer in answers:
        judged = _judgement(grades.get(judged_as[answer.pk]), marks)
        said = {"comment": whole.get(judged_as[answer.pk], ""), "comments": anchored[judged_as[answer.pk]]}
        yield answer, _question(answer) | {"revision": revisions.get(answer.pk)} | judged | said


def _question(answer: Answer) -> Frozen:
    question = answer.question
    return {
        "number": question.position,
        "key": question.key,
        "short_title": question.short_title,
        "prompt": question.prompt,
        "of": _written(question.points),
        "words": answer.words,
    } | ({"on_paper": True} if answer.is_on_paper else {})


def _judgement(grade: Grade | None, marks: dict[int, list[Frozen]]) -> Frozen:
    if grade is None:
        return {"points": _written(Decimal(0)), "marks": [], "adjustment": _written(Decimal(0)), "reason": ""}
    return {
        "points": _written(grade.points or Decimal(0)),
        "marks": marks[grade.pk],
        "adjustment": _written(grade.adjustment),
        "reason": grade.adjustment_reason,
    }


def _marks(answers: Iterable[int]) -> dict[int, list[Frozen]]:
    """By grade: each criterion with level, points (none where only words stand), levels reached, and words."""
    marks = CriterionMark.objects.filter(grade__answer__in=answers, grade__counts=True)
    marks = marks.select_related("criterion", "level").annotate(
        most=Max("criterion__levels__points"),
        steps=Count("criterion__levels", filter=Q(criterion__levels__points__gt=0)),
        reached=Count(
            "criterion__levels", filter=Q(criterion__levels__points__gt=0, criterion__levels__points__lte=F("points"))
        ),
    )
    found: dict[int, list[Frozen]] = defaultdict(list)
    for mark in marks.order_by("criterion__position"):
        found[mark.grade_id].append(_mark(mark))
    return found


def _mark(mark: Any) -> Frozen:
    level = mark.level
    return {
        "key": mark.criterion.key,
        "name": mark.criterion.name,
        "level": level.name if level else "",
        "description": level.description if level else "",
        "points": "" if mark.points is None else _written(mark.points),
        "of": _written(mark.most),
        "step": mark.reached,
        "steps": mark.steps,
    } | ({"comment": mark.comment} if mark.comment else {})


def _comments(answers: Iterable[int]) -> tuple[dict[int, list[Frozen]], dict[int, str]]:
    """By answer: the comments on its words, in reading order, and the one on the whole of it."""
    anchored: dict[int, list[Frozen]] = defaultdict(list)
    whole: dict[int, str] = {}
    standing = Comment.objects.standing().filter(answer__in=answers)
    for comment in standing.order_by("answer", "start", "end", "pk"):
        if comment.is_anchored:
            names = "kind", "body", "start", "end", "quote", "before", "after"
            anchored[comment.answer_id].append({name: getattr(comment, name) for name in names} | {"row": comment.pk})
        else:
            whole[comment.answer_id] = comment.body
    return anchored, whole


def _written(points: Decimal) -> str:
    return str(points.quantize(CENT))
