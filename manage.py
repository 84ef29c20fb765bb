#!/usr/bin/env python
"""Margin's command line. A wrong setting ends it with one clear line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"Margin can't start: {problem}")
    except ModuleNotFoundError as problem:
        if problem.name != os.environ["DJANGO_SETTINGS_MODULE"]:
            raise
        sys.exit(f"Margin can't start: DJANGO_SETTINGS_MODULE: there is no {problem.name}.")


if __name__ == "__main__":
    main()
