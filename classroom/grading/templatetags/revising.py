"""What grading has to say on the pages of a next attempt, which know nothing of it."""

from typing import Any

from django.template import Context, Library
from django.utils.translation import gettext as _

from classroom.grading.attempt_before import Before, Remark, before
from classroom.grading.rewritten import BESIDE, MARKED, NEARBY, UNTOUCHED
from classroom.submissions.tasks import Task
from classroom.submissions.work import Work

register = Library()


@register.inclusion_tag("grading/_before.html", takes_context=True)
def comments_before(context: Context, work: Work, task: Task) -> dict[str, Any]:
    """The comments of the attempt before, to answer while one writes. Two queries, none for a first attempt."""
    said: Before | None = before(task.answer, task.text, work.at) if task.answer and not task.is_carried else None
    shown = {"before": said, "assignment": work.assignment, "n": task.number, "may_answer": True}
    return shown | {"csrf_token": context.get("csrf_token"), "user": context.get("user")}


@register.filter
def at(remarks: dict[int, Remark], number: int) -> Remark | None:
    """The remark with that number."""
    return remarks.get(number)


@register.filter
def said_of(touched: str, own: bool) -> str:
    """What happened to the words of a comment, to their writer or to somebody else."""
    words = {
        MARKED: (_("You changed the marked words"), _("The marked words are changed")),
        BESIDE: (_("You changed the words beside them"), _("The words beside them are changed")),
        NEARBY: (_("You changed this paragraph"), _("This paragraph is changed")),
        UNTOUCHED: (_("Nothing is changed here"), _("Nothing is changed here")),
    }
    return words[touched][0 if own else 1]
