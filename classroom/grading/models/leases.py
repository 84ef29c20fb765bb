"""Who has which answer on the desk now."""

from django.conf import settings
from django.db import models


class Lease(models.Model):
    """That a grader had an answer in front of them a moment ago. It locks nothing; after `until` it says nothing."""

    holder = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lease")
    answer = models.ForeignKey("submissions.Answer", models.CASCADE, related_name="leases")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.holder}: {self.answer}"
