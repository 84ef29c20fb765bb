"""What a student reads about work that came in otherwise than by their own click, and about an excuse."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from classroom.classes.models import SchoolClass

from .models import Excuse, RevisionRequest, TurnIn
from .moments import Moments
from .people import reader_name


def how_it_came_in(act: TurnIn, moments: Moments) -> str:
    """Ms Marsh collected your draft on Friday 27 November at 17:20. Empty for what the student turned in."""
    if act.how == TurnIn.By.STUDENT:
        return ""
    said = {"name": act.by.get_short_name() if act.by else "", "time": moments.said(act.at)}
    if act.how == TurnIn.By.COLLECTED:
        return _("%(name)s collected your draft on %(time)s.") % said
    if act.how == TurnIn.By.PAPER:
        return _("Handed in on paper on %(time)s; %(name)s recorded it.") % said
    return _("Time was up on %(time)s, and Margin turned in what was saved.") % said


def has_begun_reading(school_class: SchoolClass) -> str:
    """Ms Marsh has begun reading, so your answers stay as they are. One query."""
    return _("%s has begun reading, so your answers stay as they are.") % reader_name(school_class)


def by_whom(act: TurnIn) -> str:
    """The same in a few words, without the moment, for a receipt. Empty for what the student turned in."""
    name = {"name": act.by.get_short_name() if act.by else ""}
    words = {
        TurnIn.By.COLLECTED: _("Collected by %(name)s"),
        TurnIn.By.PAPER: _("On paper, recorded by %(name)s"),
        TurnIn.By.AT_CLOSING: _("By Margin, at closing time"),
    }
    return words[TurnIn.By(act.how)] % name if act.how in words else ""


def excused_by(excuse: Excuse, moments: Moments) -> str:
    """Ms Marsh excused you on Wednesday 25 November at 12:00."""
    said = {"name": excuse.by.get_short_name(), "time": moments.said(excuse.at)}
    return _("%(name)s excused you on %(time)s.") % said


def at_closing(moments: Moments) -> str:
    """What happens to a draft when time is up, for who writes it; empty where nothing does."""
    if not moments.turns_in:
        return ""
    until = moments.said(moments.ends)
    if moments.is_late(moments.ends):
        return _("If you have not turned in by %s, Margin turns in what is saved then; it will say late.") % until
    return _("If you have not turned in by %s, Margin turns in what is saved then.") % until


def being_turned_in(moments: Moments) -> str:
    """What the page says from closing time until it is done."""
    said = _("Time was up on %s. Margin is turning in what was saved; this takes a minute or two.")
    return said % moments.said(moments.ends)


def asked_again(asked: RevisionRequest, moments: Moments, of: int) -> str:
    """Ms Marsh asks you to revise question 2 until Tuesday 8 December at 17:00. No query when the questions came along.

    `of` is how many questions there are.
    """
    said = {"name": asked.by.get_short_name(), "what": _what(_numbers(asked), of), "time": moments.said(asked.due_at)}
    return _("%(name)s asks you to revise %(what)s until %(time)s.") % said


def revise_label(asked: RevisionRequest, of: int) -> str:
    """Revise question 2."""
    return _("Revise %s") % _what(_numbers(asked), of)


def revising(numbers: Sequence[int], of: int) -> str:
    """You are revising question 2. The other answers stay as they were returned."""
    said = _("You are revising %s.") % _what(numbers, of)
    return said if len(numbers) == of else f"{said} {_('The rest stays as it was returned.')}"


def _numbers(asked: RevisionRequest) -> list[int]:
    return sorted(question.position for question in asked.questions.all())


def _what(numbers: Sequence[int], of: int) -> str:
    """Question 2; questions 1 and 3; all your answers."""
    if len(numbers) == of:
        return _("your answers")
    *first, last = map(str, numbers)
    if not first:
        return _("question %s") % last
    return _("questions %(first)s and %(last)s") % {"first": ", ".join(first), "last": last}
