"""Wrap-up by student, once names are shown: all answers with grades and comments, and the letter on the whole."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from classroom.access import signed_in
from classroom.accounts.actions import log_look
from classroom.classes.models import Enrollment
from classroom.grading import roster
from classroom.grading.actions import letters
from classroom.grading.desk_forms import LetterForm, PageForm
from classroom.grading.models import Letter
from classroom.grading.whole import parts_of
from classroom.http import Refused, SignedInRequest, conflict
from classroom.submissions.querysets import came_in

from .place import Place, find_assignment

LETTER, HIDDEN = "grading/letter.html", "grading/wrap_up_hidden.html"


@signed_in
@require_safe
def students(request: SignedInRequest, class_id: str, slug: str) -> HttpResponse:
    """The students whose work is in, with how much of it is graded; asks for the names first while they are hidden."""
    place = find_assignment(request, class_id, slug)
    if not place.names:
        return _ask_for_names(request, place, 200)
    form = PageForm(request.GET)
    number = (form.cleaned_data["page"] if form.is_valid() else None) or 1
    page = Paginator(_works(place), roster.ROWS).get_page(number)
    return render(request, "grading/wrap_up.html", {"place": place, "page_obj": page})


def _works(place: Place) -> QuerySet[Any]:
    """The newest turned-in attempt of each student, by name, with what is graded of it and their `enrollment`."""
    done = Q(answers__grades__counts=True, answers__grades__state="done")
    written_anew = Q(answers__carried_from=None)
    works = place.assignment.submissions.newest_turned_in().select_related("student", "turn_in")
    enrollments = Enrollment.objects.filter(school_class=place.school_class, person=OuterRef("student")).values("pk")
    written = Count("answers", filter=written_anew & came_in("answers__"), distinct=True)
    return works.annotate(
        enrollment=enrollments[:1],
        written=written,
        graded=Count("answers", filter=done, distinct=True),
        has_letter=Exists(Letter.objects.filter(submission=OuterRef("pk")).exclude(body="")),
    ).order_by("student__name", "pk")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: SignedInRequest, class_id: str, slug: str, enrollment: int) -> HttpResponse:
    """One student's whole work to read, and the letter on it; POST saves the letter."""
    place = find_assignment(request, class_id, slug)
    if not place.names:
        hidden = _("Names are hidden now, so no letter can be written to anybody. Show them first.")
        return _refused(request, place, hidden) if request.method == "POST" else _ask_for_names(request, place, 409)
    work = _works(place).select_related("letter__author").filter(enrollment=enrollment).first()
    if work is None:
        if request.method == "POST" and place.school_class.enrollments.students().filter(pk=enrollment).exists():
            return _refused(request, place, _("This work has been taken back, so no letter can be written on it now."))
        raise Http404
    if request.method == "POST":
        return _save(request, place, work)
    log_look(request.user, [work.student], what=f"wrap-up of {work.pk}", at=request.arrived, request_id=request.id)
    written = getattr(work, "letter", None)
    initial = {"base": written.revision, "body": written.body} if written else {"base": 0}
    return _page(request, place, work, LetterForm(initial=initial | {"attempt": work.attempt}))


def _refused(request: SignedInRequest, place: Place, reason: str) -> HttpResponse:
    """409 with the letter that was typed."""
    return conflict(request, Refused(reason), back=place.url("wrap-up"))


def _save(request: SignedInRequest, place: Place, work: Any) -> HttpResponse:
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, place, work, form, status=400)
    said = form.cleaned_data
    if said["attempt"] not in {None, work.attempt}:
        return _refused(request, place, _("Another attempt counts now. Read it before you write on it."))
    try:
        letters.save_letter(work, by=request.user, at=request.arrived, body=said["body"], base=said["base"])
    except Refused as refusal:
        form.start_over_from(refusal.state)
        return _page(request, place, work, form, status=409, theirs=refusal.state)
    messages.success(request, _("Letter saved. The student reads it once the work is released."))
    return redirect(place.url("letter", work.enrollment))


def _page(
    request: SignedInRequest, place: Place, work: Any, form: LetterForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    after = Q(student__name__gt=work.student.name) | Q(student__name=work.student.name, pk__gt=work.pk)
    context = {
        "place": place,
        "work": work,
        "parts": parts_of(work, request.user),
        "form": form,
        "next": _works(place).filter(after).first(),
    }
    return render(request, LETTER, context | more, status=status)


def _ask_for_names(request: SignedInRequest, place: Place, status: int) -> HttpResponse:
    return render(request, HIDDEN, {"place": place, "back": place.url("wrap-up")}, status=status)
