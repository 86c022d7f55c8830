"""What comes in and goes out: events, messages, files, jobs, conversations, and what is said unasked."""

from functools import cached_property

from storage.messaging.conversations import Conversations
from storage.messaging.dead_letters import DeadLetters
from storage.messaging.files import Files
from storage.messaging.inbox import Inbox
from storage.messaging.jobs import Jobs
from storage.messaging.leases import Leases
from storage.messaging.nudges import Nudges
from storage.messaging.outbox import Outbox
from storage.messaging.transcripts import Transcripts
from storage.nudges.candidates import Looks
from storage.nudges.digests import Digests
from storage.nudges.history import NudgeMarks, NudgeMutes, ToldNudges
from storage.session.session import Session


class MessagingTopics(Session):
    """Topics of what comes in and goes out, over one session."""

    @cached_property
    def inbox(self) -> Inbox:
        """Events that came in."""
        return Inbox(self)

    @cached_property
    def outbox(self) -> Outbox:
        """Messages that go out."""
        return Outbox(self)

    @cached_property
    def transcripts(self) -> Transcripts:
        """What was said in a chat."""
        return Transcripts(self)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """What was set aside."""
        return DeadLetters(self)

    @cached_property
    def conversations(self) -> Conversations:
        """Where each conversation stands."""
        return Conversations(self)

    @cached_property
    def jobs(self) -> Jobs:
        """Slow work."""
        return Jobs(self)

    @cached_property
    def files(self) -> Files:
        """Files on their way in or out."""
        return Files(self)

    @cached_property
    def leases(self) -> Leases:
        """What only one process does."""
        return Leases(self)

    @cached_property
    def nudges(self) -> Nudges:
        """The bookkeeping of what is said unasked."""
        return Nudges(self)

    @cached_property
    def digests(self) -> Digests:
        """What comes by itself."""
        return Digests(self)

    @cached_property
    def told_nudges(self) -> ToldNudges:
        """What was told unasked, and what came of it."""
        return ToldNudges(self)

    @cached_property
    def nudge_mutes(self) -> NudgeMutes:
        """What colleagues do not want to be told for a time."""
        return NudgeMutes(self)

    @cached_property
    def nudge_marks(self) -> NudgeMarks:
        """What is not looked at before a time."""
        return NudgeMarks(self)

    @cached_property
    def looks(self) -> Looks:
        """What the gentle rules look at."""
        return Looks(self)
