"""What the page of one second look is made of, for whichever view answers with it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from classroom.grading import bench, reading, second_looks, staff_notes
from classroom.grading.grade_form import standing
from classroom.grading.models import CriterionMark, RegradeRequest
from classroom.grading.second_look_forms import DecisionForm, SecondMarkForm
from classroom.http import SignedInRequest
from classroom.submissions.references import references

from . import sheet
from .place import DeskPlace


@dataclass(frozen=True)
class Look:
    """One second look and where its answer lies."""

    place: DeskPlace
    asked: RegradeRequest

    @property
    def url(self) -> str:
        return self.place.desk_url("second-look")


def page(request: SignedInRequest, look: Look, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page for the second mark, or both marks side by side once it is entered."""
    told = _both if look.asked.is_marked else _first_hidden
    context = {"place": look.place, "asked": look.asked} | told(look, **more)
    return render(request, "grading/second_look.html", context, status=status)


def _first_hidden(
    look: Look, *, marking: SecondMarkForm | None = None, theirs: dict[str, Any] | None = None, **_more: Any
) -> dict[str, Any]:
    criteria = marking.criteria if marking else bench.rubric_of(look.place.answer)
    return {
        "paragraphs": _paragraphs(look.place, []),
        "form": marking or _mark_form(look, criteria),
        "theirs": sheet.theirs_by_criterion(theirs, criteria),
    }


def _both(look: Look, *, deciding: DecisionForm | None = None, **_more: Any) -> dict[str, Any]:
    asked, answer = look.asked, look.place.answer
    whole, comments = bench.comments_on(answer)
    may_decide = asked.is_open and look.place.teaches
    return {
        "paragraphs": _paragraphs(look.place, comments),
        "pairs": second_looks.side_by_side(asked.first, asked.second) if asked.second else [],
        "comment": whole,
        "notes": staff_notes.on(answer),
        "form": (deciding or DecisionForm(initial={"base": asked.first.revision})) if may_decide else None,
    }


def _paragraphs(place: DeskPlace, comments: list[Any]) -> list[reading.Paragraph]:
    text: str = place.answer.judged_text or ""  # type: ignore[attr-defined]  # annotated
    links = references(text, place.assignment, place.answer.submission.lesson_version_id)
    return reading.annotated_paragraphs(text, comments, links) if text else []


def _mark_form(look: Look, criteria: list[bench.CriterionToMark]) -> SecondMarkForm:
    """The form as the second mark stands now; what the first reader chose is nowhere in it."""
    second = look.asked.second
    initial: dict[str, Any] = {"base": 0, "read": look.place.answer.judged_revision}  # type: ignore[attr-defined]
    if second:
        marks = CriterionMark.objects.filter(grade=second).select_related("level")
        initial |= standing(bench.marked_as(criteria, {mark.criterion_id: mark for mark in marks}))
        adjustment = f"{second.adjustment.normalize():+f}" if second.adjustment else ""
        initial |= {"base": second.revision, "adjustment": adjustment, "comment": look.asked.remark}
        initial |= {"adjustment_reason": second.adjustment_reason}
    return SecondMarkForm(criteria=criteria, initial=initial)
