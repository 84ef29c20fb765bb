"""`{{ grade.points|points }}`: 9, 9.5 or 0.25; a dash for points that are not there."""

from django import template

from classroom.grading.points import shown

register = template.Library()
register.filter("points", shown)
