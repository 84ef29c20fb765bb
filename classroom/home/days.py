"""How the desk speaks of days: near ones by name, far ones by date, in the time zone of the class or the person."""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.accounts.models import User

WEEK = timedelta(days=7)


def zone_of(user: User, otherwise: str = "UTC") -> ZoneInfo:
    """The person's own time zone, or the one of a class of theirs."""
    return ZoneInfo(user.time_zone or otherwise)


def greeting(user: User, at: datetime, zone: tzinfo) -> str:
    """Good afternoon, Linh."""
    hour = timezone.localtime(at, zone).hour
    if hour < 12:
        words = _("Good morning, %s")
    elif hour < 18:
        words = _("Good afternoon, %s")
    else:
        words = _("Good evening, %s")
    return words % user.get_short_name()


def days_between(earlier: datetime, later: datetime, zone: tzinfo) -> int:
    """How many midnights lie between the two, as people count days."""
    return (timezone.localtime(later, zone).date() - timezone.localtime(earlier, zone).date()).days


def near(moment: datetime, at: datetime, zone: tzinfo) -> str:
    """Friday at 17:00 for the coming week, 8 December at 17:00 for any other day."""
    local = timezone.localtime(moment, zone)
    day = "l" if 0 <= days_between(at, moment, zone) < 7 else "j F"
    return _("%(day)s at %(time)s") % {"day": date_format(local, day), "time": date_format(local, "H:i")}


def due(moment: datetime, at: datetime, zone: tzinfo) -> str:
    """Due Friday at 17:00, in 2 days."""
    said = near(moment, at, zone)
    if moment < at:
        return _("Was due %s") % said
    days = days_between(at, moment, zone)
    if days == 0:
        return _("Due %s, today") % said
    if days == 1:
        return _("Due %s, tomorrow") % said
    return ngettext("Due %(said)s, in %(days)s day", "Due %(said)s, in %(days)s days", days) % {
        "said": said,
        "days": days,
    }


def ago(moment: datetime, at: datetime, zone: tzinfo) -> str:
    """5 days ago."""
    days = days_between(moment, at, zone)
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else ngettext("%s day ago", "%s days ago", days) % days


def short_day(moment: datetime, zone: tzinfo) -> str:
    """Mon 30 Nov."""
    return date_format(timezone.localtime(moment, zone), "D j M")


def time(moment: datetime, zone: tzinfo) -> str:
    """17:00."""
    return date_format(timezone.localtime(moment, zone), "H:i")
