"""Notes for staff on an answer: write one, take one away. They are read on the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from classroom.access import signed_in
from classroom.grading import staff_notes
from classroom.grading.actions import staff_notes as actions
from classroom.grading.models import StaffNote
from classroom.grading.second_look_forms import NoteForm
from classroom.http import BadValue, SignedInRequest

from . import sheet
from .place import DeskPlace, at_desk


@signed_in
@require_POST
@at_desk
def add(request: SignedInRequest, place: DeskPlace) -> HttpResponse:
    """Write a note; back to the answer, or with the form kept."""
    form = NoteForm(request.POST, auto_id="staff-%s")
    if form.is_valid():
        try:
            actions.add_note(place.answer, body=form.cleaned_data["body"], by=request.user, at=request.arrived)
        except BadValue as problem:
            sheet.put_problem(form, problem)
        else:
            return _fragment(request, place) or redirect(f"{place.desk_url('desk')}#staff-notes")
    return _fragment(request, place, form) or sheet.page(request, place, status=400, noting=form)


def _fragment(request: SignedInRequest, place: DeskPlace, kept: NoteForm | None = None) -> HttpResponse | None:
    """The notes alone, for HTMX: what was typed elsewhere on the desk stays as it is."""
    if request.headers.get("HX-Request") != "true":
        return None
    form = kept or NoteForm(auto_id="staff-%s")
    context = {"place": place, "notes": staff_notes.on(place.answer), "note_form": form}
    return render(request, "grading/_staff_notes.html", context, status=400 if kept else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def delete(request: SignedInRequest, place: DeskPlace, *, note: int) -> HttpResponse:
    """Ask first, then take the note away."""
    found = _find(place, note)
    if request.method == "POST":
        actions.delete_note(found, by=request.user, at=request.arrived)
        return redirect(f"{place.desk_url('desk')}#staff-notes")
    context = {"place": place, "note": found, "back": place.desk_url("desk"), "danger": True}
    return render(request, "grading/staff_note_delete.html", context)


def _find(place: DeskPlace, ordinal: int) -> StaffNote:
    """The standing note that is the n-th ever written on the answer (else 404)."""
    found: StaffNote | None = next((note for note in staff_notes.on(place.answer) if note.ordinal == ordinal), None)
    if found is None:
        raise Http404
    return found
