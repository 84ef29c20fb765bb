"""One question and what a student has made of it, in the words the screens use."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lessons.models import Question

from .models import Answer, Submission, TurnIn
from .words import count_words

SCALE = 208  # the word meter's width, in its own units


@dataclass(frozen=True)
class Task:
    """A question with the answer to it, if one was begun, as its writer sees them at one moment."""

    question: Question
    answer: Answer | None
    state: str  # not-started, draft, ready, turned-in or returned
    on_paper: bool = False
    typed: str | None = None  # what stands in the form in place of the stored text

    @property
    def number(self) -> int:
        return self.question.position

    @property
    def text(self) -> str:
        return self.answer.text if self.answer else ""

    @property
    def words(self) -> int:
        if self.typed is not None:
            return count_words(self.typed)
        return self.answer.words if self.answer else 0

    @property
    def revision(self) -> int:
        return self.answer.revision if self.answer else 0

    @property
    def saved_at(self) -> datetime | None:
        return self.answer.saved_at if self.answer else None

    @property
    def is_carried(self) -> bool:
        """It was not asked for again, and stands as it was returned."""
        return self.answer is not None and self.answer.is_carried

    @property
    def label(self) -> str:
        """The state in a word or two."""
        return _LABELS[self.state]()

    @property
    def missing(self) -> int:
        """How many words are short of the guide range."""
        return max(0, self.question.guide_min - self.words)

    @property
    def over(self) -> int:
        """How many words are beyond the guide range."""
        return max(0, self.words - self.question.guide_max)

    @property
    def counted(self) -> str:
        """133 words."""
        return ngettext("%(count)s word", "%(count)s words", self.words) % {"count": self.words}

    @property
    def progress(self) -> str:
        """133 words, saved 25 November at 14:03."""
        if self.on_paper:
            return _("Handed in on paper.")
        if not self.words:
            return _("No words yet.")
        if self.state != "draft" or not self.saved_at:
            return f"{self.counted}."
        when = timezone.localtime(self.saved_at)
        words = {"counted": self.counted, "day": date_format(when, "j F"), "time": date_format(when, "H:i")}
        return _("%(counted)s, saved %(day)s at %(time)s.") % words

    @property
    def length(self) -> str:
        """Where the text stands against the guide range."""
        if self.missing:
            return _("%s to go for the guide range") % self.missing
        if self.over:
            return _("%s over the guide range") % self.over
        return _("in the guide range")

    @property
    def advice(self) -> str:
        """What the check page says about this answer before it is turned in; empty when there is nothing to say."""
        if self.words == 0:
            return _("Question %s has no answer yet.") % self.number
        if self.missing:
            said = ngettext(
                "Question %(number)s is %(count)s word short of its guide range.",
                "Question %(number)s is %(count)s words short of its guide range.",
                self.missing,
            )
            return said % {"number": self.number, "count": self.missing}
        if self.over:
            said = ngettext(
                "Question %(number)s is %(count)s word over its guide range.",
                "Question %(number)s is %(count)s words over its guide range.",
                self.over,
            )
            return said % {"number": self.number, "count": self.over}
        return ""

    @property
    def meter(self) -> dict[str, float]:
        """Widths for the word meter: its full length is a quarter more than the guide range."""
        unit = SCALE / (self.question.guide_max * 1.25)
        return {
            "now": round(min(SCALE, self.words * unit), 1),
            "from": round(self.question.guide_min * unit, 1),
            "wide": round((self.question.guide_max - self.question.guide_min) * unit, 1),
        }


_LABELS = {
    "not-started": lambda: _("Not started"),
    "draft": lambda: _("Draft"),
    "ready": lambda: _("Ready"),
    "turned-in": lambda: _("Turned in"),
    "returned": lambda: _("Returned"),
}


def make_task(question: Question, answer: Answer | None, submission: Submission | None, at: datetime) -> Task:
    """The task in the state its writer may know of at that moment."""
    act = submission.turn_in if submission is not None else None
    return Task(question, answer, _state(question, answer, submission, at), came_on_paper(answer, act))


def came_on_paper(answer: Answer | None, act: TurnIn | None) -> bool:
    """Whether it was handed in on paper, by `act` or in the attempt that it only carries on; asked where no word is."""
    carried = answer.carried_from if answer is not None and not answer.words else None
    came_by = carried.submission.turn_in if carried is not None else act
    return came_by is not None and came_by.is_on_paper


def _state(question: Question, answer: Answer | None, submission: Submission | None, at: datetime) -> str:
    if answer is not None and answer.is_carried:
        return "returned"
    if submission is not None and submission.is_turned_in:
        return "returned" if submission.is_known_returned(at) else "turned-in"
    if answer is None or answer.is_empty:
        return "not-started"
    return "ready" if question.guide_min <= answer.words <= question.guide_max else "draft"
