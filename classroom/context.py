"""What every template may ask about the browser, whoever sits before it."""

from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
TEXT_LOOKS = ("sans", "large", "wide", "tint")
BETWEEN_LOOKS = "."  # in the cookie, where a space or a comma would need quotes


def theme(request: HttpRequest) -> dict[str, str]:
    """The theme chosen in this browser; a cookie with anything else in it counts as none."""
    chosen = request.COOKIES.get("theme", "auto")
    return {"theme": chosen if chosen in THEMES else "auto"}


def text_looks(request: HttpRequest) -> dict[str, list[str]]:
    """How text looks in this browser, as chosen in the Text menu; anything else in the cookie counts as nothing."""
    chosen = request.COOKIES.get("text", "").split(BETWEEN_LOOKS)
    return {"text_looks": [look for look in TEXT_LOOKS if look in chosen]}
