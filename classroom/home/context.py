"""What every page's frame shows: the way to one's own desk, lessons, classes and feedback."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from classroom.classes.models import Enrollment

# Which link the pages of each app belong under, where it isn't the page itself.
ABOVE = {"submissions": "home:lessons", "classes": "classes:list", "grading": "classes:list"}
FEEDBACK = {"grading:feedback", "grading:feedback-print"}


class NavItem(NamedTuple):
    """One link of the main navigation."""

    label: str
    url: str
    current: str  # what aria-current says: "page" on that very page, "true" below it, else nothing


class Nav(NamedTuple):
    """The main navigation; `teaches` says whose words the frame speaks."""

    items: list[NavItem]
    teaches: bool


def nav(request: HttpRequest) -> dict[str, object]:
    """Context processor: `nav`, made when a template first asks; at most one query, none when signed out."""
    return {"nav": SimpleLazyObject(lambda: _nav(request))}


def _nav(request: HttpRequest) -> Nav:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Nav([], teaches=False)
    teaches = user.is_staff or Enrollment.objects.active().filter(person=user).exclude(role="student").exists()
    first = _("Home") if teaches else _("To do")
    links = [(first, "home:home"), (_("Lessons"), "home:lessons")]
    links.append((_("Classes"), "classes:list") if teaches else (_("Feedback"), "home:feedback"))
    here = _here(request)
    items = [NavItem(label, reverse(name), _current(request, name, here)) for label, name in links]
    return Nav(items, teaches=teaches)


def _here(request: HttpRequest) -> str:
    """The address in the navigation that the asked page hangs below; nothing for a page that doesn't exist."""
    match = request.resolver_match
    if match is None:
        return ""
    return "home:feedback" if match.view_name in FEEDBACK else ABOVE.get(match.app_name, "")


def _current(request: HttpRequest, name: str, here: str) -> str:
    if request.path == reverse(name):
        return "page"
    return "true" if name == here else ""
