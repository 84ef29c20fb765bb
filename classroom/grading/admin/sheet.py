"""One answer on a page of the admin: read, judge, comment. The same forms and actions as the grading desk."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from classroom.grading import anchors, bench, reading
from classroom.grading.actions import comments, grades
from classroom.grading.admin import hiding, pages
from classroom.grading.blind import readable
from classroom.grading.desk_forms import CommentForm
from classroom.grading.grade_form import GradeForm, as_sent, laid_over, standing
from classroom.grading.models import Comment, GradeEvent
from classroom.http import BadValue, Refused, conflict

TEMPLATE = "admin/submissions/answer/change_form.html"
EVENTS = 20  # of the history, on this page


@dataclass(frozen=True)
class Place:
    """One answer, fetched for judging, before one person; speaks the class's time zone from now on."""

    tool: "ModelAdmin[Any]"
    request: Any
    answer: Any

    def __post_init__(self) -> None:
        timezone.activate(self.answer.assignment.school_class.zone)

    @property
    def url(self) -> str:
        return hiding.answer_url(self.answer)

    @property
    def text(self) -> str:
        """What was turned in; nothing while it is a draft."""
        return self.answer.judged_text or ""


def read(place: Place) -> HttpResponse:
    """The page; who looked is kept."""
    pages.look(place.request, place.answer.submission.student, f"answer {place.answer.pk}")
    return _page(place)


def save(place: Place) -> HttpResponse:
    """Store the judgement through the action; what can't stand comes back with all that was typed."""
    pages.need(place.request, "grading.add_grade", "grading.change_grade")
    form = as_sent(place.request.POST, place.answer)
    if not form.is_valid():
        return _page(place, status=400, grading=form)
    saving = {"by": place.request.user, "at": place.request.arrived, "path": GradeEvent.Path.ADMIN}
    try:
        grades.save_grade(place.answer, **saving, **form.judgement())
    except BadValue as problem:
        pages.put_problem(form, problem)
        return _page(place, status=400, grading=form)
    except Refused as refusal:
        return _lost(place, form, refusal)
    if form.cleaned_data["done"]:
        said = _("Saved. The student sees it once it is released.")
    else:
        said = _("Saved as a draft. Tick “Done” when it is ready to be released.")
    messages.success(place.request, said)
    return redirect(place.url)


def _lost(place: Place, form: GradeForm, refusal: Refused) -> HttpResponse:
    """409: the reason, and somebody else's values beside one's own typed ones, or the text that is new.

    Where the page has no form for it any more, what was typed is shown to be copied.
    """
    if _is_closed(place):
        return conflict(place.request, refusal, back=place.url)
    if "edition" in refusal.state:
        place = Place(place.tool, place.request, place.tool.get_object(place.request, hiding.address_of(place.answer)))
        form = laid_over(form, bench.rubric_of(place.answer))
    if refusal.state:
        form.start_over_from(refusal.state)
    elif _is_to_read(place):
        form.must_read(place.answer.judged_revision, reason=refusal.reason)
        return _page(place, status=409, grading=form)
    return _page(place, status=409, grading=form, refusal=refusal)


def _is_closed(place: Place) -> bool:
    """Whether the page shows neither text nor form: it was taken back, or a second look hides what was said."""
    return bool(place.answer.submission.is_draft or place.answer.blind)


def _is_to_read(place: Place) -> bool:
    """Whether there is a text to judge, so that a refusal means that it is not the one that was read."""
    return place.answer.judged_revision is not None and not place.answer.is_blank


def comment(place: Place) -> HttpResponse:
    """Add a comment on words of the answer."""
    pages.need(place.request, "grading.add_comment")
    if _is_closed(place):
        closed = _("This answer can’t be commented on now: it was taken back, or a second look at it is open.")
        return conflict(place.request, Refused(closed), back=place.url)
    form = CommentForm(place.request.POST, paragraphs=len(anchors.paragraphs(place.text)))
    if not form.is_valid():
        return _page(place, status=400, adding=form)
    said = {name: form.cleaned_data[name] for name in ("kind", "body", "read")}
    try:
        _comment, clipped = comments.add_comment(
            place.answer, place=form.place, by=place.request.user, at=place.request.arrived, **said
        )
    except BadValue as problem:
        pages.put_problem(form, problem)
        return _page(place, status=400, adding=form)
    except Refused as refusal:
        if not _is_to_read(place):
            return _page(place, status=409, adding=form, refusal=refusal)
        form.must_read(place.answer.judged_revision, reason=refusal.reason)
        return _page(place, status=409, adding=form)
    messages.success(place.request, _("Comment added."))
    if clipped:
        messages.info(place.request, _("The comment stands on the words of one paragraph; the rest was left out."))
    return redirect(f"{place.url}#comments")


def _page(
    place: Place,
    *,
    status: int = 200,
    grading: GradeForm | None = None,
    adding: CommentForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    whole, anchored = bench.comments_on(place.answer)
    criteria = grading.criteria if grading else bench.rubric_of(place.answer)
    paragraphs = reading.annotated_paragraphs(place.text, anchored) if place.text else []
    context = _standing(place) | {
        "paragraphs": paragraphs,
        "form": grading or _grade_form(place.answer, criteria, whole),
        "comment_form": adding or _comment_form(place.answer, len(paragraphs)),
        "refusal": refusal,
        "theirs": _theirs(refusal, criteria),
    }
    return pages.render(place.tool, place.request, TEMPLATE, status=status, **context)


def _standing(place: Place) -> dict[str, Any]:
    """What the page says of the answer and of the person before it, whatever was typed."""
    answer, user = place.answer, place.request.user
    events = readable(GradeEvent.objects.filter(answer=answer)).select_related("by").order_by("-at", "-pk")
    return {
        "title": str(answer),
        "answer": answer,
        "address": hiding.address_of(answer),
        "grade": bench.grade_of(answer),
        "released": grades.is_released(answer.submission_id),
        "events": events[:EVENTS],
        "may_grade": user.has_perms(["grading.add_grade", "grading.change_grade"]),
        "may_comment": user.has_perm("grading.add_comment"),
    }


def _grade_form(answer: Any, criteria: list[bench.CriterionToMark], comment: str) -> GradeForm:
    grade = bench.grade_of(answer)
    initial: dict[str, Any] = {"base": 0, "read": answer.judged_revision, "comment": comment}
    if grade:
        adjustment = f"{grade.adjustment.normalize():+f}" if grade.adjustment else ""
        initial |= {"base": grade.revision, "adjustment": adjustment, "adjustment_reason": grade.adjustment_reason}
        initial["done"] = grade.is_done
    return GradeForm(criteria=criteria, initial=initial | standing(criteria))


def _comment_form(answer: Any, paragraphs: int) -> CommentForm:
    initial = {"read": answer.judged_revision, "kind": Comment.Kind.NEXT_STEP}
    return CommentForm(paragraphs=paragraphs, initial=initial)


def _theirs(refusal: Refused | None, criteria: list[bench.CriterionToMark]) -> dict[str, Any] | None:
    """What somebody else has saved meanwhile, criterion by criterion."""
    if refusal is None or "marks" not in refusal.state:
        return None
    marks = [(criterion.name, refusal.state["marks"].get(criterion.key)) for criterion in criteria]
    return refusal.state | {"rows": [(name, mark) for name, mark in marks if mark]}
