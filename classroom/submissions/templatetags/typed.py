"""A run of somebody's text, to the character, as a link where it names a paragraph of the lesson."""

from typing import Protocol

from django.template import Library
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = Library()


class Run(Protocol):
    """Text, and where it leads if it is a reference."""

    @property
    def text(self) -> str: ...

    @property
    def href(self) -> str: ...


@register.simple_tag
def typed(run: Run, *, new_tab: object = False) -> str:
    """The text, escaped by the template. `new_tab` where the reader may have typed something beside it."""
    if not run.href:
        return run.text
    form = '<a class="to-paragraph" href="{}" aria-label="{}" target="_blank" rel="noopener">{}</a>'
    if not new_tab:
        form = '<a class="to-paragraph" href="{}" aria-label="{}">{}</a>'
    return format_html(form, run.href, _("Paragraph %s of the lesson") % run.text, run.text)
