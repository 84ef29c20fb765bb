"""The gradebook as the rows of a file: the columns of the page, one row a student, and which grades are not released.

What is not there is blank and never 0; while names are hidden points are left out, as on the page.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .gradebook import Entry, Line, Sheet
from .points import shown
from .spreadsheets import Cell

STILL = 3  # columns that say who it is


def rows(sheets: list[Sheet], lines: Iterable[Line], zone: str) -> Iterator[list[Cell]]:
    """A head, then one row for each student; `zone` is the clock of the times."""
    yield [_("Student"), _("School number"), _("Group"), *(name for sheet in sheets for name in _head(sheet, zone))]
    for line in lines:
        place = line.enrollment
        who = [place.person.get_full_name(), place.school_number, place.group.name if place.group else ""]
        yield [*who, *(cell for entry in line.entries for cell in _cells(entry))]


def _head(sheet: Sheet, zone: str) -> Iterator[str]:
    for question in sheet.questions:
        named = {"n": question.position, "title": question.short_title, "of": shown(question.points)}
        yield f"{sheet.title}: " + _("%(n)s. %(title)s (of %(of)s)") % named
    rest = [_("Total (of %s)") % shown(sheet.of), _("State"), _("Turned in (%s)") % zone, _("Note"), _("Not released")]
    yield from (f"{sheet.title}: {name}" for name in rest)


def _cells(entry: Entry) -> Iterator[Cell]:
    points: list[Decimal | None] = [cell.points for cell in entry.cells] or [None] * len(entry.sheet.questions)
    notes = [words for _look, words in entry.notes]
    if not entry.sheet.names:
        notes.append(_("Names are hidden: points are left out"))
    numbers = ", ".join(str(number) for number in entry.held)
    held = ngettext("Question %s", "Questions %s", len(entry.held)) % numbers if numbers else ""
    yield from [*points, entry.total, str(entry.word), entry.came, "; ".join(notes), held]
