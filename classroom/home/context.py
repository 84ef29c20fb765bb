"""What every page's frame shows: the way to one's own desk, lessons, classes and feedback."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from classroom.classes.models import SchoolClass


class NavItem(NamedTuple):
    """One link of the main navigation."""

    label: str
    url: str
    current: bool


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
    teaches = user.is_staff or SchoolClass.objects.staffed_by(user).exists()
    first = _("Home") if teaches else _("To do")
    links = [(first, "home:home"), (_("Lessons"), "home:lessons")]
    links.append((_("Classes"), "classes:list") if teaches else (_("Feedback"), "home:feedback"))
    ways = [(label, reverse(name)) for label, name in links]
    return Nav([NavItem(label, url, request.path == url) for label, url in ways], teaches=teaches)
