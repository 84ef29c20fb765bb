"""A new edition of a question's rubric while it is graded: write it, see what it would change, put it in force."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.grading import rubrics, rules
from classroom.grading.actions.rubrics import put_in_force
from classroom.grading.desk_forms import PageForm
from classroom.grading.models import Grade
from classroom.grading.recounting import behind, recount
from classroom.grading.rubric_form import BasisForm, RubricForm
from classroom.http import Refused, SignedInRequest
from lessons.document import criteria_of
from lessons.models import Rubric

from .place import QuestionPlace, find_question

EDITIONS = 20  # named, the newest first
LINES = 50  # graded answers on a page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rubric(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """GET shows the rubric in force in fields; POST shows what would change, and when that is confirmed, does it."""
    place = find_question(request, class_id, slug, n, may=rules.may_change_rubric)
    form = _form(request, place)
    if not form.is_bound or ("again" in request.POST and form.is_valid()):
        return _page(request, place, form)
    if not form.is_valid() or form.edition is None:
        return _page(request, place, form, status=400)
    same = form.edition.texts == criteria_of(form.rubric) and form.rubric.edition == form.cleaned_data["base"]
    in_force = same and rubrics.set_for(place.assignment.pk, place.question.pk) == form.rubric
    if same and not (in_force and behind(place.assignment, place.question, form.rubric).exists()):
        form.add_error(None, _("Nothing differs from edition %s.") % form.rubric.edition)
        return _page(request, place, form, status=400)
    if "confirm" not in request.POST:
        return _preview(request, place, form, in_force=in_force)
    why = form.cleaned_data["correction"]
    if in_force and not why and behind(place.assignment, place.question, form.rubric).filter(released=True).exists():
        form.add_error("correction", _("Say why you change it."))
        return _preview(request, place, form, in_force=in_force, status=400)
    return _confirmed(request, place, form)


def _form(request: SignedInRequest, place: QuestionPlace) -> RubricForm:
    """The form on the edition in force, or as it was sent on the edition that it was made from."""
    current = rubrics.editions(place.assignment.pk, place.question.pk).prefetch_related("criteria__levels")[0]
    sent = request.POST if request.method == "POST" else None
    wanted = BasisForm(sent)
    edition = wanted.cleaned_data["made_from"] if wanted.is_valid() else None
    basis = current
    if edition and edition != current.edition:
        whole = Rubric.objects.filter(question=place.question).prefetch_related("criteria__levels")
        basis = whole.filter(edition=edition).first() or current
    return RubricForm(sent, question=place.question, rubric=basis, base=current.edition)


def _page(
    request: SignedInRequest, place: QuestionPlace, form: RubricForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    put = rubrics.put_in_force(place.assignment.pk, place.question.pk).select_related("rubric", "set_by")
    in_force = rubrics.set_for(place.assignment.pk, place.question.pk) if form.is_bound else form.rubric
    left = behind(place.assignment, place.question, in_force).count()
    context = {"place": place, "form": form, "put_in_force": put[:EDITIONS], "behind": left}
    return render(request, "grading/rubric.html", context | more, status=status)


def _preview(
    request: SignedInRequest, place: QuestionPlace, form: RubricForm, *, in_force: bool, status: int = 200
) -> HttpResponse:
    """What would change, nothing changed yet; who is shown in it is kept."""
    assert form.edition is not None  # noqa: S101  the form is valid
    counted = recount(place.assignment, place.question, form.edition, in_force=form.rubric if in_force else None)
    wanted = PageForm(request.POST)
    number = wanted.cleaned_data["page"] if wanted.is_valid() else None
    lines = Paginator(counted.lines, LINES).get_page(number)
    students = [line.grade.answer.submission.student for line in lines]
    what = f"what a new rubric makes of answers to question {place.question.position} of {place.assignment.pk}"
    log_look(request.user, students, what=what, at=request.arrived, request_id=request.id)
    elsewhere = 0 if in_force else _elsewhere(place)
    context = {"place": place, "form": form, "counted": counted, "lines": lines, "elsewhere": elsewhere}
    return render(request, "grading/rubric_preview.html", context | {"in_force": in_force}, status=status)


def _elsewhere(place: QuestionPlace) -> int:
    """How many graded answers have an older wording of the question, with a rubric of its own."""
    answers = Grade.objects.counting().filter(
        answer__assignment=place.assignment, answer__question_key=place.question.key
    )
    return answers.exclude(answer__question=place.question).count()


def _confirmed(request: SignedInRequest, place: QuestionPlace, form: RubricForm) -> HttpResponse:
    """In force from now on; 409 with all that was typed beside what another teacher has put in force meanwhile."""
    assert form.edition is not None  # noqa: S101  the form is valid
    said = {name: form.cleaned_data[name] for name in ("base", "correction")}
    try:
        made, changed = put_in_force(
            place.assignment, place.question, form.edition, by=request.user, at=request.arrived, **said
        )
    except Refused as refusal:
        if "edition" not in refusal.state:
            form.add_error(None, refusal.reason)
            return _page(request, place, form, status=409)
        form.start_over_from(refusal.state["edition"])
        whole = Rubric.objects.filter(question=place.question).prefetch_related("criteria__levels")
        theirs = whole.get(edition=refusal.state["edition"])
        return _page(request, place, form, status=409, theirs=theirs, refusal=refusal)
    messages.success(request, _done(made, changed))
    return redirect(place.url("queue", place.question.position))


def _done(made: Rubric, changed: int) -> str:
    in_force = _("Edition %s is in force.") % made.edition
    counted = ngettext("%s grade was counted again.", "%s grades were counted again.", changed) % changed
    seen = _("Students see nothing of it before you release it.")
    return f"{in_force} {counted} {seen}" if changed else in_force
