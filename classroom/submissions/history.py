"""The history of one answer in the words its writer reads: when, how long, and what kind of text it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Answer, AnswerRevision

LARGE = 20  # words at least that a large cut takes away, and never less than half of the text


@dataclass(frozen=True)
class Entry:
    """One text of the history, with how many words the text had that it was written over."""

    revision: AnswerRevision
    words_before: int
    stands: bool
    handed_in: bool
    on_paper: bool = False

    @property
    def day(self) -> date:
        """In the time zone of the page."""
        return timezone.localtime(self.revision.at).date()

    @property
    def is_parked(self) -> bool:
        """It lost a race, and was kept beside the text that stood."""
        return self.revision.kind == AnswerRevision.Kind.PARKED

    @property
    def counted(self) -> str:
        """133 words."""
        return _counted(self.revision.words)

    @property
    def cut(self) -> int:
        """How many words fewer than before; negative when there are more."""
        return self.words_before - self.revision.words

    @property
    def is_large_cut(self) -> bool:
        return not self.on_paper and is_large_cut(self.words_before, self.revision.words)

    @property
    def change(self) -> str:
        """12 words longer."""
        if self.cut > 0:
            return ngettext("%(count)s word shorter", "%(count)s words shorter", self.cut) % {"count": self.cut}
        if self.cut < 0:
            return ngettext("%(count)s word longer", "%(count)s words longer", -self.cut) % {"count": -self.cut}
        return _("as many words as before")


def is_large_cut(before: int, after: int) -> bool:
    """Whether a text of so many words has lost so many that whoever wrote it may want them back."""
    cut = before - after
    return cut >= LARGE and cut * 2 >= before


def entries(revisions: Iterable[AnswerRevision], answer: Answer) -> list[Entry]:
    """What the list shows of revisions taken through `for_history`. No query."""
    return [
        Entry(
            revision=each,
            words_before=each.words_before or 0,  # type: ignore[attr-defined]  # annotated
            stands=is_standing(each, answer),
            handed_in=each.handed_in,  # type: ignore[attr-defined]  # annotated
            on_paper=each.on_paper,  # type: ignore[attr-defined]  # annotated
        )
        for each in revisions
    ]


def is_standing(revision: AnswerRevision, answer: Answer) -> bool:
    """Whether it is the text that the answer has now."""
    return revision.revision == answer.revision


def said_time(revision: AnswerRevision, today: date) -> str:
    """14:03, with the day when it is another one; in the time zone of the page."""
    when = timezone.localtime(revision.at)
    time = date_format(when, "H:i")
    return (
        time if when.date() == today else _("%(day)s at %(time)s") % {"day": date_format(when, "l j F"), "time": time}
    )


def _counted(words: int) -> str:
    return ngettext("%(count)s word", "%(count)s words", words) % {"count": words}
