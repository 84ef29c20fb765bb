"""`{{ grade.points|points }}`: 9, 9.5 or a dash for none. `{% mark_in_words mark.points mark.level %}`: 3, Secure."""

from django import template

from classroom.grading.points import mark_in_words, shown

register = template.Library()
register.filter("points", shown)
register.simple_tag(mark_in_words)
