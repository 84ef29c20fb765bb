"""What every template may ask about the browser, whoever sits before it."""

from django.http import HttpRequest

THEMES = ("auto", "light", "dark")


def theme(request: HttpRequest) -> dict[str, str]:
    """The theme chosen in this browser; a cookie with anything else in it counts as none."""
    chosen = request.COOKIES.get("theme", "auto")
    return {"theme": chosen if chosen in THEMES else "auto"}
