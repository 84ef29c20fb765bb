"""Plots as SVG. They are nothing but numbers, and too many of them for loops in a template."""

from collections.abc import Sequence

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from classroom.grading.plots import Box, Course, Plot

register = Library()
DRAWING = '<svg class="plot" viewBox="0 0 340 {}" role="img" aria-label="{}">{}{}{}{}{}</svg>'
AXIS = '<line class="axis" x1="8" x2="332" y1="{}" y2="{}"/>'
TICK = '<text x="{}" y="{}" text-anchor="middle">{}</text>'
MEDIAN = '<line class="mid" x1="{}" x2="{}" y1="8" y2="{}"/>'
COURSE = '<svg class="plot" viewBox="0 0 340 {}" role="img" aria-label="{}">{}{}{}{}</svg>'
MEAN = '<line class="mid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
DOT = '<circle class="{}" cx="{}" cy="{}" r="{}"/>'
COLUMN = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
LOOKS = {True: "dot held", False: "dot"}


@register.simple_tag
def drawing(plot: Plot, spoken: str) -> SafeString:
    """Grades over their scale, and the same in words for the ear."""
    frame, middle = plot.frame, plot.median_x
    return format_html(
        DRAWING,
        frame.height,
        spoken,
        format_html(AXIS, frame.floor, frame.floor),
        format_html_join("", TICK, ((tick.x, frame.label, tick.label) for tick in plot.ticks)),
        "" if middle is None else format_html(MEDIAN, middle, middle, frame.floor),
        format_html_join("", DOT, ((LOOKS[dot.held], dot.x, dot.y, dot.r) for dot in plot.dots)),
        format_html_join("", COLUMN, (_sides(box, LOOKS[box.held]) for box in plot.columns)),
    )


@register.simple_tag
def course_drawing(course: Course, highest: str, spoken: str) -> SafeString:
    """Marks in an order with the means of its ends, and the same in words for the ear."""
    frame = course.frame
    return format_html(
        COURSE,
        frame.height,
        spoken,
        format_html(AXIS, frame.floor, frame.floor),
        format_html(TICK, 8, 16, highest),
        format_html_join("", DOT, ((LOOKS[dot.held], dot.x, dot.y, dot.r) for dot in course.dots)),
        format_html_join("", MEAN, ((left, right, y, y) for left, right, y in course.lines)),
    )


@register.simple_tag
def blocks(bar: Sequence[Box]) -> SafeString:
    """The blocks of a state bar."""
    return format_html_join("", COLUMN, (_sides(box, f"bar-{box.look}") for box in bar))


def _sides(box: Box, look: str) -> tuple[str, float, float, float, float]:
    return look, box.x, box.y, box.width, box.height
