"""A file as the answer to a request."""

from typing import NamedTuple

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify


class Kind(NamedTuple):
    """What a file is called at its end, and how it announces itself."""

    suffix: str
    content_type: str


CSV = Kind("csv", "text/csv; charset=utf-8")
XLSX = Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def download(content: bytes, *, name: str, kind: Kind) -> HttpResponse:
    """The file under a name that every system can keep."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{slugify(name)}.{kind.suffix}")
    return HttpResponse(content, content_type=kind.content_type, headers={"Content-Disposition": disposition or ""})
