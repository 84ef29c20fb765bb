"""The grading desk: one answer at a time, by question, in the order of desk numbers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import signed_in
from classroom.grading import bank, bench, changes, roster, rules
from classroom.grading.actions import grades, leases, names
from classroom.grading.grade_form import GradeForm, as_sent, laid_over
from classroom.grading.lanes import Order
from classroom.grading.models import GradeEvent
from classroom.grading.walks import Spot
from classroom.http import BadValue, Refused, SignedInRequest, way_back

from . import sheet
from .place import DeskPlace, Place, at_desk, find_assignment, find_question, moved_on

ALL_GRADED = {
    Order.QUESTION: _("Every answer to question %(n)s is graded."),
    Order.CLASSES: _("Every answer to question %(n)s is graded, in all classes of this queue."),
    Order.STUDENT: _("Every answer of every student is graded."),
}
PART_GRADED = {
    Order.QUESTION: _("Every answer to question %(n)s that you go through is graded."),
    Order.CLASSES: _("Every answer to question %(n)s that you go through is graded, in all classes of this queue."),
    Order.STUDENT: _("Every answer that you go through is graded, of every student."),
}
ALL_OPEN = {
    Order.QUESTION: _("What still waits for a grade in question %(n)s is open on a colleague’s desk."),
    Order.CLASSES: _("What still waits for a grade in question %(n)s is open on a colleague’s desk, in all classes."),
    Order.STUDENT: _("What still waits for a grade is open on a colleague’s desk, of every student."),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def desk(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """One answer with its comments and its grade; POST saves the grade as a draft, or as done and goes on."""
    if request.method == "POST":
        return _save(request, place)
    place.log_look(request)
    return sheet.page(request, place, said=_from_bank(request, place))


def _from_bank(request: SignedInRequest, place: DeskPlace) -> str:
    """What was chosen on the bank's page, for whoever has no script: it stands in the form and is not saved yet."""
    entry = request.GET.get("say")
    return (bank.body_of(request.user, entry) or "") if entry else ""


def _save(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    form = as_sent(request.POST, place.answer)
    if not form.is_valid():
        return sheet.page(request, place, status=400, grading=form)
    try:
        grades.save_grade(place.answer, by=request.user, at=request.arrived, **form.judgement())
    except BadValue as problem:
        sheet.put_problem(form, problem)
        return sheet.page(request, place, status=400, grading=form)
    except Refused as refusal:
        return _lost(request, place, form, refusal)
    return _go_on(request, place, _next(request, place) if form.cleaned_data["done"] else place.spot)


def _next(request: SignedInRequest, place: DeskPlace) -> Spot:
    """The answer to go on to; the same one, with a word about it, when none is left."""
    walk = place.ways.walk
    spot = roster.next_to_grade(walk, after=walk.turn_of(place.answer))
    if spot is None:
        done = ALL_GRADED if walk.sight.is_whole else PART_GRADED
        words = ALL_OPEN if roster.waiting(walk).exists() else done
        messages.success(request, words[place.ways.order] % {"n": place.question.position})
    return spot or place.spot


def _go_on(request: SignedInRequest, place: DeskPlace, spot: Spot) -> HttpResponse:
    """To that answer: by its address, or with its page at once for the script that swaps it in (save-next.js)."""
    there = moved_on(request, place, spot)
    leases.hold(there.answer, by=request.user, at=request.arrived)
    there.answer.is_held = True  # type: ignore[attr-defined]  # tells the script that the server knows
    before = place.answer.desk_number if spot != place.spot else None
    if request.headers.get("HX-Request") != "true":
        if before:
            messages.success(request, _("Answer %s: grade saved.") % before)
        return redirect(there.desk_url("desk"))
    there.log_look(request)
    response = sheet.page(request, there, before=before)
    if before:
        response["HX-Push-Url"] = there.desk_url("desk")
    return response


def _lost(request: SignedInRequest, place: DeskPlace, form: GradeForm, refusal: Refused) -> HttpResponse:
    """409 with the form kept: beside the values that somebody else saved first, or below what is new."""
    if place.answer.is_blank:
        raise refusal
    if "edition" in refusal.state:
        return _judged_otherwise(request, place, form, refusal)
    if not refusal.state:
        form.must_read(place.answer.judged_revision, reason=refusal.reason)  # type: ignore[attr-defined]  # annotated
        return sheet.page(request, place, status=409, grading=form)
    form.start_over_from(refusal.state)
    return sheet.page(request, place, status=409, grading=form, theirs=refusal.state)


def _judged_otherwise(request: SignedInRequest, place: DeskPlace, form: GradeForm, refusal: Refused) -> HttpResponse:
    """409 with the form kept under the edition of the rubric that came into force since, beside the grade of now."""
    place = moved_on(request, place, place.spot)
    form = laid_over(form, bench.rubric_of(place.answer))
    form.start_over_from(refusal.state)
    form.add_error(None, refusal.reason)
    theirs = refusal.state if "marks" in refusal.state else None
    return sheet.page(request, place, status=409, grading=form, theirs=theirs)


@signed_in
@require_safe
def queue(request: SignedInRequest, class_id: str, slug: str, n: int) -> HttpResponse:
    """To the answer that waits for a grade where this grader left off; to the first when none waits or all are open."""
    place = find_question(request, class_id, slug, n)
    walk = place.ways.walk
    waiting = roster.next_to_grade(walk, after=roster.left_off(walk, by=request.user) - 1)
    spot = waiting or roster.first(walk)
    if spot is None:
        return render(request, "grading/no_answers.html", {"place": place})
    return redirect(spot.url)


@signed_in
@require_safe
@at_desk
def history(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """Every change of the answer's grade: who, when, from what to what, why."""
    place.log_look(request)
    events = list(GradeEvent.objects.filter(answer=place.answer).select_related("by").order_by("-pk")[: roster.ROWS])
    for event in events:
        event.changes = changes.of(event.old, event.new)  # type: ignore[attr-defined]  # read by the template
    return render(request, "grading/history.html", {"place": place, "events": events})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Ask first, then show this teacher the names behind the answers; that they asked for it is kept."""
    place = find_assignment(request, class_id, slug, may=rules.may_show_names)
    if request.method == "POST":
        names.show_names(place.assignment, by=request.user, at=request.arrived)
        return redirect(_way_back(request, place))
    return render(request, "grading/reveal.html", {"place": place, "back": _way_back(request, place)})


@signed_in
@require_POST
def hide(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """Hide the names again."""
    place = find_assignment(request, class_id, slug, may=rules.may_show_names)
    names.hide_names(place.assignment, by=request.user, at=request.arrived)
    return redirect(_way_back(request, place))


def _way_back(request: SignedInRequest, place: Place) -> str:
    """Where the person came from inside this site, else the first question's desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return way_back(request, wanted, otherwise=place.url("queue", 1))
