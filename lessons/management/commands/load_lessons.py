"""Reads lesson files into drafts, and publishes them when asked. All files are read before anything is written."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from classroom.http import Refused
from lessons import actions
from lessons.document import Document, document_of
from lessons.export import to_text
from lessons.models import LessonVersion
from lessons.parser import parse
from lessons.reader import LARGEST_FILE, BadLessonFile, LessonFileError

SHIPPED = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    """Bring lessons in line with their files; running it twice changes nothing, a bad file changes nothing."""

    help = "Reads lesson files, creates or updates drafts, and with --publish publishes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="default: the lessons that come along")
        parser.add_argument("--publish", action="store_true", help="publish what differs from every published version")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")

    def handle(self, *args: Any, files: list[Path], publish: bool, dry_run: bool, **options: Any) -> None:
        documents = _read_all(files or sorted(SHIPPED.glob("*.md")))
        try:
            with transaction.atomic():
                for document in documents:
                    self._load(document, publish=publish, dry_run=dry_run)
        except Refused as refusal:
            raise CommandError(refusal.reason) from refusal

    def _load(self, document: Document, *, publish: bool, dry_run: bool) -> None:
        versions = list(LessonVersion.objects.whole().filter(lesson__slug=document.slug).newest_first())
        published = [version for version in versions if not version.is_draft]
        drafts = [version for version in versions if version.is_draft]
        same = next((version for version in [*published, *drafts] if document_of(version) == document), None)
        if same and not (same.is_draft and publish):
            self.stdout.write(f"{document.slug}: {same.label} says the same; nothing to change")
            return
        self.stdout.write(_difference(published[:1], document), ending="")
        if dry_run:
            self.stdout.write(f"{document.slug}: would be {'published' if publish else 'kept as a draft'}")
            return
        version = same or actions.write_draft(document)
        if publish:
            version = actions.publish(version, by=None, at=timezone.now())
        self.stdout.write(f"{document.slug}: {version.label} {'published' if publish else 'written'}")


def _read_all(files: list[Path]) -> list[Document]:
    """Every file's lesson. Raises CommandError with the faults of all of them."""
    documents: dict[str, Document] = {}
    errors: list[LessonFileError] = []
    for file in files:
        try:
            document = parse(_bytes(file), str(file))
        except BadLessonFile as bad:
            errors += bad.errors
            continue
        if document.slug in documents:
            errors.append(LessonFileError(str(file), 1, "slug", "another file of this run has the same slug"))
        documents[document.slug] = document
    if errors:
        raise CommandError("\n".join(["Nothing was changed.", *(str(error) for error in errors)]))
    return list(documents.values())


def _bytes(file: Path) -> bytes:
    """The file, or as much of it as shows that it is too large. Raises BadLessonFile when it can't be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadLessonFile([LessonFileError(str(file), 1, "file", error.strerror or "can't be read")]) from error


def _difference(newest: list[LessonVersion], document: Document) -> str:
    """What changes against the live version, line by line; empty where none is published."""
    return "".join(
        line
        for version in newest
        for line in difflib.unified_diff(
            to_text(document_of(version)).splitlines(keepends=True),
            to_text(document).splitlines(keepends=True),
            fromfile=f"{document.slug}, {version.label}",
            tofile=f"{document.slug}, file",
        )
    )
