"""The shapes of a plot as SVG: nothing but numbers, and too many of them for a loop in a template."""

from django.template import Library
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from classroom.grading.plots import Plot

register = Library()
LOOKS = {True: "dot held", False: "dot"}


@register.simple_tag
def shapes(plot: Plot) -> SafeString:
    """Its dots, or its columns."""
    dots = ((LOOKS[dot.held], dot.x, dot.y, dot.r) for dot in plot.dots)
    columns = ((LOOKS[box.held], box.x, box.y, box.width, box.height) for box in plot.columns)
    return format_html_join("", '<circle class="{}" cx="{}" cy="{}" r="{}"/>', dots) + format_html_join(
        "", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', columns
    )
