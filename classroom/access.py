"""The one door. Every view takes what it works on through here, in the order of decision 4:

a tie to the class (else 404), the role on the route (else 403), the object in `visible_to` (else 404); whether it is
the moment is for the action to refuse (409). A superuser counts here like anybody else: by enrollment alone.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from classroom.http import SignedInRequest, is_of_another, is_scripted, not_signed_in, other_person, typed
from classroom.prepared import prepared

if TYPE_CHECKING:
    from classroom.accounts.models import User

P = ParamSpec("P")
Thing = TypeVar("Thing", bound=Model)


class Visible(Protocol):
    """A manager that can say what a person may know of."""

    def visible_to(self, user: "User") -> Any: ...

    def __hash__(self) -> int: ...


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only for people who have signed in: a page is sent to sign-in and comes back, a script gets 401 JSON.

    A text that was typed before the session ended, or on a page of somebody else, is on the page that says so.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            if is_of_another(request):
                return other_person(request)
            return view(cast("SignedInRequest", request), *args, **kwargs)
        if is_scripted(request):
            return not_signed_in()
        kept = typed(request)
        return (
            render(request, "401.html", {"kept": kept}, status=401)
            if kept
            else redirect_to_login(request.get_full_path())
        )

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", guarded)


def fetch(user: "User", may: "Callable[[User, Thing], bool]", things: Visible, **lookup: object) -> Thing:
    """The one thing that `lookup` names among those `user` may know of (else 404), if `may` allows it (else 403)."""
    found: Thing | None = next(iter(_named(things, *lookup)(user, *lookup.values())), None)
    if found is None:
        raise Http404
    if not may(user, found):
        raise PermissionDenied
    return found


@cache
def _named(things: Visible, *names: str) -> Callable[..., list[Any]]:
    """Which of them a person may know of and has these names, asked by a query that is put together once."""

    def named(user: "User", *values: object) -> Any:
        return things.visible_to(user).filter(**dict(zip(names, values, strict=True))).order_by()[:1]

    return prepared(named)
