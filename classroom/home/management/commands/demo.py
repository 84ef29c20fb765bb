"""Makes the demo: accounts, two classes, work in every state. Creates what is missing, alters nothing that exists."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from classroom.home.demo import accounts, school, story
from lessons.models import LessonVersion


class Command(BaseCommand):
    """Two classes at work on the lesson that comes along."""

    help = "Makes the demo accounts, classes and work that are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="put the demo class away and make it anew")

    def handle(self, *args: Any, fresh: bool, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("These settings allow no demo: it belongs on nobody’s real server.")
        if not LessonVersion.objects.published().filter(lesson__slug=school.LESSON).exists():
            raise CommandError("The demo needs the lesson: run load_lessons --publish first.")
        at = timezone.now()
        with transaction.atomic():
            people = accounts.make_accounts()
            if fresh:
                school.put_away(at)
            story.tell(school.make_school(people, at), people, at)
        self.stdout.write(f"The demo class is ready: {school.NAME}. Accounts are listed in {accounts.file()}")
