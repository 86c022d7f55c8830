"""What reports and their reminder share."""

from typing import Final

JOB: Final = "report"
"""A stored name: the job as which a report comes back as a turn."""
