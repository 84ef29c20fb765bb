"""Collects and compresses the static files, which takes seconds, only when one of them has changed."""

import hashlib
from pathlib import Path

from django import get_version
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "collected"


def collect() -> bool:
    """Bring STATIC_ROOT in line with the sources; False when it was already."""
    stamp, wanted = Path(settings.STATIC_ROOT) / STAMP, _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    call_command("collectstatic", interactive=False, clear=Path(settings.STATIC_ROOT).exists(), verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")
    return True


def _fingerprint() -> str:
    """Changes with each file's name, size and time, with the storage and with Django's release."""
    digest = hashlib.sha256(f"{get_version()} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"\n{name} {about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()
