"""What every page's frame shows: the way to one's own desk, lessons, classes and feedback."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from classroom.classes.places import teaches_somewhere

# Which link the pages of each app belong under, where it isn't the page itself.
ABOVE = {"submissions": "home:lessons", "classes": "classes:list", "grading": "classes:list"}
FEEDBACK = {"grading:feedback", "grading:feedback-print", "grading:changes"}


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
    teaches = user.is_staff or teaches_somewhere(request)
    first = _("Home") if teaches else _("To do")
    links = [(first, "home:home"), (_("Lessons"), "home:lessons")]
    links.append((_("Classes"), "classes:list") if teaches else (_("Feedback"), "home:feedback"))
    place = request.resolver_match.view_name if request.resolver_match else ""
    above = "home:feedback" if place in FEEDBACK else ABOVE.get(place.partition(":")[0], "")
    items = [NavItem(label, reverse(name), _current(name, place, above)) for label, name in links]
    return Nav(items, teaches=teaches)


def _current(name: str, place: str, above: str) -> str:
    if name == place:
        return "page"
    return "true" if name == above else ""
