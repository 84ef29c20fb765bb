"""What stands in for the writing page when it can't be reached: no person, no session and no database is in it."""

import hashlib
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

# What the shell's own script asks for; the other files stand in its page.
MODULES = ("js/device-copy.js", "js/drafts.js", "js/seated.js", "js/tab-store.js", "js/words.js")


@require_safe
def shell(_request: HttpRequest) -> HttpResponse:
    """An empty page to write on; its script fills in what this device keeps of the answer at the address in the bar."""
    return HttpResponse(render_to_string("submissions/offline/shell.html"))


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker that keeps the shell. Asked for anew at every start: it names the files of this release."""
    response = HttpResponse(_worker(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _worker() -> str:
    """The script with the files of this release, which never change while a process runs."""
    page = render_to_string("submissions/offline/shell.html")
    linked = re.findall(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[^"#]+)"', page)
    files = sorted({*linked, static("icons.svg"), *map(static, MODULES)})
    release = hashlib.sha256(page.encode()).hexdigest()[:12]
    return render_to_string("submissions/offline/worker.js", {"files": files, "release": release})
