"""Template tags known to every template: an icon, a state, and the files that every page of the frame asks for.

The drawings are in static/icons.svg.
"""

from functools import lru_cache

from django.template import Library
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()

# state: its look in states.css, its icon; every other state is idle and not started
STATES = {
    "draft": ("draft", "draft"),
    "revising": ("draft", "draft"),
    "turned-in": ("sent", "turned-in"),
    "turned_in": ("sent", "turned-in"),
    "graded": ("marked", "graded"),
    "ready": ("done", "ready"),
    "returned": ("done", "returned"),
    "late": ("late", "late"),
    "missing": ("late", "late"),
    "extended": ("idle", "calendar"),
    "excused": ("idle", "excused"),
}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """One icon; says nothing aloud, so a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', static("icons.svg"), name
    )


@register.simple_tag
def state(name: str, label: str, *, bare: bool = False) -> SafeString:
    """A state as icon and word; colour only repeats it. `bare` in tables."""
    look, drawing = STATES.get(name, ("idle", "not-started"))
    kind = f"state state-{look} bare" if bare else f"state state-{look}"
    return format_html('<span class="{}">{}{}</span>', kind, icon(drawing), label)


@register.simple_tag
@lru_cache(maxsize=1)
def files() -> SafeString:
    """Icon, fonts, stylesheets and scripts of every page: drawn once a process, for their addresses never change."""
    return render_to_string("ui/files.html")
