"""Stand-ins for the addresses that the frame links to, so that it is tested without any page."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.urls.resolvers import URLResolver


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


def space(name: str, **addresses: str) -> URLResolver:
    return path("", include(([path(address, page, name=key) for key, address in addresses.items()], name)))


urlpatterns = [
    space("home", home=""),
    space("accounts", theme="theme/", profile="account/"),
    path("sign-in/", page, name="account_login"),
    path("sign-out/", page, name="account_logout"),
]
